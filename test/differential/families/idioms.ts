import type { Family, Writer } from '../family';

/** A table made anew with the old rows, as tools do that cannot alter it. */
const redefineTable: Writer = (pen, world) => {
  const table = pen.pick(pen.tables(world).filter(({ kind, partition }) => kind === 'r' && !partition));
  if (!table) return undefined;
  const fresh = pen.name(`new_${table.name}`);
  const old = pen.qualified(table);
  const kept = table.columns.filter(({ generated, identity }) => !generated && !identity);
  if (kept.length === 0) return undefined;
  const columns = kept
    .map(({ name, type, notNull }) => `${pen.name(name)} ${type}${notNull ? ' NOT NULL' : ''}`)
    .join(', ');
  const names = pen.names(kept.map(({ name }) => name));
  return `-- RedefineTables\nCREATE TABLE ${pen.ifNotExists()}${fresh} (${columns}${pen.maybe(40, `, ${pen.name('added')} TEXT`)});\nINSERT INTO ${fresh} (${names}) SELECT ${names} FROM ${old};\nDROP TABLE ${old}${pen.maybe(60, ' CASCADE')};\nALTER TABLE ${fresh} RENAME TO ${pen.name(table.name)}`;
};

/** A renamed model, as Prisma writes it by hand: the table with its key, indexes and foreign keys. */
const renameModel: Writer = (pen, world) => {
  const table = pen.pick(pen.tables(world).filter(({ constraints }) => constraints.length > 0));
  if (!table) return undefined;
  const name = pen.newTable(world);
  const to = pen.qualified({ schema: table.schema, name });
  const constraints = table.constraints
    .filter(({ type }) => type !== 'n')
    .map(
      (constraint) =>
        `ALTER TABLE ${to} RENAME CONSTRAINT ${pen.name(constraint.name)} TO ${pen.name(constraint.name.replace(table.name, name).concat('_r'))}`,
    );
  const indexes = table.indexes
    .filter(({ constraint }) => !constraint)
    .map(
      (index) =>
        `ALTER INDEX ${pen.qualified({ schema: table.schema, name: index.name })} RENAME TO ${pen.name(`${index.name}_r`)}`,
    );
  return [`ALTER TABLE ${pen.qualified(table)} RENAME TO ${pen.name(name)}`, ...constraints, ...indexes].join(';\n');
};

/** The primary key changes. */
const changeKey: Writer = (pen, world) => {
  const table = pen.pick(pen.tables(world).filter(({ constraints }) => constraints.some(({ type }) => type === 'p')));
  const key = table?.constraints.find(({ type }) => type === 'p');
  const column = table && pen.column(table, ({ type, notNull }) => notNull && !/^json/.test(type));
  if (!table || !key || !column) return undefined;
  const columns = pen.random.chance(50) ? key.columns : [...new Set([...key.columns, column.name])];
  return pen.commented(
    'AlterTable',
    `ALTER TABLE ${pen.qualified(table)} DROP CONSTRAINT ${pen.ifExists()}${pen.name(key.name)},\nADD CONSTRAINT ${pen.name(key.name)} PRIMARY KEY (${pen.names(columns)})`,
  );
};

/** A join table as Prisma makes it. */
const joinTable: Writer = (pen, world) => {
  const [a, b] = pen.random.some(
    pen
      .tables(world)
      .filter(
        ({ columns, constraints }) =>
          columns.some(({ name }) => name === 'id') && constraints.some(({ type }) => type === 'p'),
      ),
    2,
  );
  if (!a || !b) return undefined;
  const [left, right] = [a, b].map((table) => table.columns.find(({ name }) => name === 'id')!.type);
  const name = `_${a.name}To${b.name}`;
  return `CREATE TABLE "${name}" (\n    "A" ${left} NOT NULL,\n    "B" ${right} NOT NULL\n);\nCREATE UNIQUE INDEX "${name}_AB_unique" ON "${name}"("A", "B");\nCREATE INDEX "${name}_B_index" ON "${name}"("B");\nALTER TABLE "${name}" ADD CONSTRAINT "${name}_A_fkey" FOREIGN KEY ("A") REFERENCES ${pen.qualified(a)}("id") ON DELETE CASCADE ON UPDATE CASCADE;\nALTER TABLE "${name}" ADD CONSTRAINT "${name}_B_fkey" FOREIGN KEY ("B") REFERENCES ${pen.qualified(b)}("id") ON DELETE CASCADE ON UPDATE CASCADE`;
};

/** Foreign keys are taken off, the columns change, and they come back. */
const changeKeyType: Writer = (pen, world) => {
  const table = pen.pick(pen.tables(world).filter(({ constraints }) => constraints.some(({ type }) => type === 'f')));
  const key = table?.constraints.find(({ type }) => type === 'f');
  const target = pen.pick(pen.tables(world));
  if (!table || !key || !target) return undefined;
  const alter = `ALTER TABLE ${pen.qualified(table)}`;
  const column = pen.names(key.columns);
  return `-- DropForeignKey\n${alter} DROP CONSTRAINT ${pen.ifExists()}${pen.name(key.name)};\n\n-- AlterTable\n${alter} ALTER COLUMN ${column} DROP NOT NULL;\n\n-- AddForeignKey\n${alter} ADD CONSTRAINT ${pen.name(key.name)} FOREIGN KEY (${column}) REFERENCES ${pen.qualified(target)}(${pen.name('id')}) ON DELETE SET NULL ON UPDATE CASCADE`;
};

const createThenDrop: Writer = (pen, world) => {
  const name = pen.name(pen.newTable(world));
  return `CREATE TABLE ${pen.ifNotExists()}${name} (id INTEGER);\nINSERT INTO ${name} VALUES (1);\nDROP TABLE ${pen.ifExists()}${name}`;
};

export const IDIOM_FAMILY: Family = [
  [4, redefineTable],
  [4, renameModel],
  [4, changeKey],
  [4, joinTable],
  [4, changeKeyType],
  [2, createThenDrop],
];
