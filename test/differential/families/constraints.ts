import type { Family, Writer } from '../family';
import type { Pen } from '../pen';
import type { World, WorldRelation } from '../world';

const indexable = ({ type }: { readonly type: string }) => !/^(json\b|json$)/.test(type);

function constraint(pen: Pen, world: World, table: WorldRelation): string | undefined {
  const { random } = pen;
  const column = pen.column(table, indexable);
  if (!column) return undefined;
  const name = pen.name(column.name);
  const label = (suffix: string) => pen.maybe(75, `CONSTRAINT ${pen.name(`${table.name}_${column.name}_${suffix}`)} `);
  const kind = random.below(100);
  if (kind < 30) {
    const target = pen.pick(
      pen
        .tables(world)
        .filter((other) => other.columns.some(({ name, type }) => name === 'id' && type === column.type)),
    );
    if (!target) return undefined;
    return `${label('fkey')}FOREIGN KEY (${name}) REFERENCES ${pen.qualified(target)}${pen.maybe(80, `(${pen.name('id')})`)}${pen.maybe(50, ` ON DELETE ${random.of(['CASCADE', 'SET NULL', 'RESTRICT'])}`)}${pen.maybe(40, ' ON UPDATE CASCADE')}${pen.maybe(15, ' NOT VALID')}${pen.maybe(10, ' DEFERRABLE INITIALLY DEFERRED')}`;
  }
  if (kind < 55)
    return `${label('check')}CHECK (${random.of([`${name} IS NOT NULL`, `${name}::text <> 'zzz'`, `length(${name}::text) < 1000`])})${pen.maybe(25, ' NOT VALID')}`;
  if (kind < 75)
    return `${label('key')}UNIQUE ${pen.maybe(8, 'NULLS NOT DISTINCT ')}(${name}${pen.maybe(20, `, ${pen.name('id')}`)})`;
  if (kind < 85) return `${label('pkey')}PRIMARY KEY (${pen.maybe(60, name) || pen.name('id')})`;
  if (kind < 92) return `${label('excl')}EXCLUDE USING btree (${name} WITH =)`;
  const index = pen.pick(table.indexes.filter(({ unique, constraint }) => unique && !constraint));
  return (
    index &&
    `${pen.maybe(80, `CONSTRAINT ${pen.name(`${index.name}_c`)} `)}${random.of(['UNIQUE', 'PRIMARY KEY'])} USING INDEX ${pen.name(index.name)}`
  );
}

const addConstraint: Writer = (pen, world) => {
  const table = pen.table(world);
  const added = table && constraint(pen, world, table);
  if (!table || !added) return undefined;
  return pen.commented('AddForeignKey', `ALTER TABLE ${pen.maybe(5, 'ONLY ')}${pen.qualified(table)} ADD ${added}`);
};

const addTwo: Writer = (pen, world) => {
  const table = pen.table(world);
  const [a, b] = [table && constraint(pen, world, table), table && constraint(pen, world, table)];
  return table && a && b && `ALTER TABLE ${pen.qualified(table)} ADD ${a}, ADD ${b}`;
};

const dropConstraint: Writer = (pen, world) => {
  const table = pen.table(world);
  const known = table && pen.pick(table.constraints.filter(({ type }) => type !== 'n'));
  if (!table || !known) return undefined;
  const drop = `DROP CONSTRAINT ${pen.ifExists()}${pen.name(known.name)}${pen.maybe(20, ' CASCADE')}`;
  const more = pen.maybe(
    20,
    `,\nADD CONSTRAINT ${pen.name(known.type === 'p' ? `${table.name}_pkey` : `${known.name}_2`)} ${known.type === 'p' ? `PRIMARY KEY (${pen.names(known.columns)})` : `CHECK (1 = 1)`}`,
  );
  return pen.commented('DropForeignKey', `ALTER TABLE ${pen.ifExists()}${pen.qualified(table)} ${drop}${more}`);
};

const dropMissing: Writer = (pen, world) => {
  const table = pen.table(world);
  return (
    table && `ALTER TABLE ${pen.qualified(table)} DROP CONSTRAINT IF EXISTS nowhere, DROP COLUMN IF EXISTS nowhere`
  );
};

const renameConstraint: Writer = (pen, world) => {
  const table = pen.table(world);
  const known = table && pen.pick(table.constraints.filter(({ type }) => type !== 'n'));
  return (
    table &&
    known &&
    pen.commented(
      'RenameForeignKey',
      `ALTER TABLE ${pen.ifExists()}${pen.qualified(table)} RENAME CONSTRAINT ${pen.name(known.name)} TO ${pen.name(`${table.name}_${pen.newName('renamed')}`)}`,
    )
  );
};

const validate: Writer = (pen, world) => {
  const table = pen.pick(
    pen.tables(world).filter(({ constraints }) => constraints.some(({ type }) => type === 'f' || type === 'c')),
  );
  const known = table && pen.pick(table.constraints.filter(({ type }) => type === 'f' || type === 'c'));
  if (!table || !known) return undefined;
  if (known.type === 'f' && pen.random.chance(30))
    return `ALTER TABLE ${pen.qualified(table)} ALTER CONSTRAINT ${pen.name(known.name)} DEFERRABLE INITIALLY IMMEDIATE`;
  return `ALTER TABLE ${pen.qualified(table)} VALIDATE CONSTRAINT ${pen.name(known.name)}`;
};

/** Not valid first, validated afterwards. */
const inTwoSteps: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table);
  if (!table || !column) return undefined;
  const name = pen.name(`${table.name}_${column.name}_set`);
  const alter = `ALTER TABLE ${pen.qualified(table)}`;
  return `${alter} ADD CONSTRAINT ${name} CHECK (${pen.name(column.name)} IS NOT NULL) NOT VALID;\n${alter} VALIDATE CONSTRAINT ${name};\n${alter} ALTER COLUMN ${pen.name(column.name)} SET NOT NULL;\n${alter} DROP CONSTRAINT ${pen.ifExists()}${name}`;
};

const dropThenAdd: Writer = (pen, world) => {
  const table = pen.pick(pen.tables(world).filter(({ constraints }) => constraints.some(({ type }) => type !== 'n')));
  const known = table && pen.pick(table.constraints.filter(({ type }) => type !== 'n'));
  if (!table || !known) return undefined;
  const definition = {
    c: 'CHECK (1 = 1)',
    u: `UNIQUE (${pen.names(known.columns)})`,
    p: `PRIMARY KEY (${pen.names(known.columns)})`,
    x: 'CHECK (2 = 2)',
    n: '',
    f: 'CHECK (3 = 3)',
  }[known.type];
  const alter = `ALTER TABLE ${pen.qualified(table)}`;
  return `${alter} DROP CONSTRAINT ${pen.maybe(60, 'IF EXISTS ')}${pen.name(known.name)}${pen.maybe(15, ' CASCADE')};\n${alter} ADD CONSTRAINT ${pen.name(known.name)} ${definition}`;
};

const createIndex: Writer = (pen, world) => {
  const { random } = pen;
  const table = pen.pick(world.relations.filter(({ kind, temporary }) => 'rpm'.includes(kind) && !temporary));
  const column = table && pen.column(table, indexable);
  if (!table || !column) return undefined;
  const name = pen.name(column.name);
  const text = /^(text|character)/.test(column.type);
  const named = random.chance(88)
    ? `${pen.ifNotExists()}${pen.name(`${table.name}_${column.name}_${random.of(['idx', 'key', 'index'])}`)} `
    : '';
  const keys = random.of([
    name,
    name,
    `${name} DESC`,
    `${name}, ${pen.name('id')}`,
    ...(text ? [`lower(${name})`, `${name} text_pattern_ops`] : [`(${name} IS NULL)`]),
  ]);
  const method = /^(jsonb|tsvector|.*\[\])$/.test(column.type)
    ? ' USING gin'
    : /^(timestamp|date|integer|bigint)/.test(column.type)
      ? pen.maybe(10, ' USING brin')
      : pen.maybe(8, ' USING btree');
  const used = method === ' USING gin' || method === ' USING brin' ? name : keys;
  const unique = method.includes('gin') || method.includes('brin') ? '' : pen.maybe(25, 'UNIQUE ');
  return pen.commented(
    'CreateIndex',
    `CREATE ${unique}INDEX ${named}ON ${pen.maybe(4, 'ONLY ')}${pen.qualified(table)}${method}${pen.maybe(50, ' ')}(${used})${pen.maybe(6, method ? '' : ` INCLUDE (${pen.name('id')})`)}${pen.maybe(12, ` WHERE ${name} IS NOT NULL`)}`,
  );
};

const alterIndex: Writer = (pen, world) => {
  const table = pen.pick(pen.tables(world).filter(({ indexes }) => indexes.length > 0));
  const index = table && pen.pick(table.indexes);
  if (!table || !index) return undefined;
  const name = pen.qualified({ schema: table.schema, name: index.name });
  return pen.random.of([
    pen.commented('RenameIndex', `ALTER INDEX ${pen.ifExists()}${name} RENAME TO ${pen.name(`${index.name}_2`)}`),
    pen.commented('DropIndex', `DROP INDEX ${pen.ifExists()}${name}${pen.maybe(15, ' CASCADE')}`),
    pen.commented('DropIndex', `DROP INDEX ${pen.ifExists()}${name}`),
    `ALTER INDEX ${name} SET (fillfactor = 70)`,
    `REINDEX INDEX ${name}`,
    `DROP INDEX IF EXISTS ${name};\nCREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ${pen.name(index.name)} ON ${pen.qualified(table)}(${pen.name('id')})`,
    `DROP INDEX ${name};\nCREATE INDEX ${pen.ifNotExists()}${pen.name(index.name)} ON ${pen.qualified(table)}(${pen.name('id')})`,
  ]);
};

export const CONSTRAINT_FAMILY: Family = [
  [18, addConstraint],
  [3, addTwo],
  [9, dropConstraint],
  [1, dropMissing],
  [4, renameConstraint],
  [3, validate],
  [2, inTwoSteps],
  [4, dropThenAdd],
  [20, createIndex],
  [9, alterIndex],
];

/** Statements that must stand alone in their file. */
export const LONELY_FAMILY: Family = [
  [6, (pen, world) => createIndex(pen, world)?.replace('INDEX ', 'INDEX CONCURRENTLY ')],
  [
    2,
    (pen, world) => {
      const table = pen.pick(pen.tables(world).filter(({ indexes }) => indexes.some(({ constraint }) => !constraint)));
      const index = table && pen.pick(table.indexes.filter(({ constraint }) => !constraint));
      return (
        table &&
        index &&
        `DROP INDEX CONCURRENTLY ${pen.ifExists()}${pen.qualified({ schema: table.schema, name: index.name })}`
      );
    },
  ],
];
