import type { Family, Writer } from '../family';
import type { Pen } from '../pen';
import type { World, WorldColumn, WorldRelation } from '../world';

type Action = (pen: Pen, world: World, table: WorldRelation) => string | undefined;

const addColumn: Action = (pen, world, table) => {
  const { random } = pen;
  const name = pen.newColumn(table);
  const kind = random.below(100);
  const start = `ADD ${pen.maybe(90, 'COLUMN ')}${pen.ifNotExists()}${pen.name(name)}`;
  if (kind < 5) return `${start} SERIAL`;
  if (kind < 9) return `${start} BIGINT GENERATED ${random.of(['ALWAYS', 'BY DEFAULT'])} AS IDENTITY`;
  if (kind < 13) return `${start} TEXT GENERATED ALWAYS AS ('x' || ${pen.text()}) STORED`;
  const target = random.chance(15) ? pen.pick(pen.tables(world).filter(({ kind }) => kind === 'r')) : undefined;
  const id = target?.columns.find((column) => column.name === 'id');
  if (target && id)
    return `${start} ${id.type} ${pen.maybe(30, `CONSTRAINT ${pen.name(`${table.name}_${name}_fk`)} `)}REFERENCES ${pen.qualified(target)}(${pen.name('id')})${pen.maybe(40, ' ON DELETE SET NULL')}`;
  const type = pen.columnType(world);
  const value = pen.value(world, type);
  const defaulted = value !== 'NULL' && random.chance(55);
  return (
    `${start} ${type}` +
    (defaulted ? `${pen.maybe(60, ' NOT NULL')} DEFAULT ${value}` : pen.maybe(15, ' NOT NULL')) +
    (!defaulted && /^(TEXT|VARCHAR|INTEGER|UUID)/.test(type) && !type.endsWith(']') ? pen.maybe(10, ' UNIQUE') : '') +
    (/^(INTEGER|BIGINT|NUMERIC)/.test(type) && !type.endsWith(']')
      ? pen.maybe(12, ` CHECK (${pen.name(name)} >= 0)`)
      : '')
  );
};

const dropColumn: Action = (pen, _world, table) => {
  const column = pen.column(table, ({ name }) => name !== 'id' || pen.random.chance(10));
  return (
    column && `DROP ${pen.maybe(90, 'COLUMN ')}${pen.ifExists()}${pen.name(column.name)}${pen.maybe(15, ' CASCADE')}`
  );
};

const setDefault: Action = (pen, world, table) => {
  const column = pen.column(table, ({ generated, identity }) => !generated && !identity);
  if (!column) return undefined;
  const alter = `ALTER ${pen.maybe(90, 'COLUMN ')}${pen.name(column.name)}`;
  return pen.random.chance(35) ? `${alter} DROP DEFAULT` : `${alter} SET DEFAULT ${pen.value(world, column.type)}`;
};

const setNotNull: Action = (pen, _world, table) => {
  const column = pen.column(table);
  return column && `ALTER COLUMN ${pen.name(column.name)} ${pen.random.of(['SET NOT NULL', 'DROP NOT NULL'])}`;
};

const changeType: Action = (pen, world, table) => {
  const column = pen.column(table, ({ generated }) => !generated);
  if (!column) return undefined;
  const { random } = pen;
  const name = pen.name(column.name);
  const set = `ALTER COLUMN ${name} ${random.of(['TYPE', 'SET DATA TYPE'])}`;
  if (/^(integer|bigint|smallint|numeric)/.test(column.type))
    return random.of([
      `${set} BIGINT`,
      `${set} TEXT`,
      `${set} NUMERIC(20,4)`,
      `${set} TEXT USING ${name}::text`,
      `${set} NUMERIC(12,2) USING ${name} / 100.0`,
      `${set} BIGINT USING (${name} * 100)::bigint`,
      `${set} INTEGER USING round(${name})::integer`,
      `${set} TIMESTAMPTZ USING to_timestamp(${name})`,
      `${set} BOOLEAN USING ${name} <> 0`,
      `${set} BOOLEAN USING (${name} = 1)`,
    ]);
  if (/^(text|character|citext)/.test(column.type)) {
    const own = pen.type(world, 'enum');
    return random.of([
      `${set} VARCHAR(100)`,
      `${set} TEXT`,
      `${set} TEXT USING trim(${name})`,
      `${set} TEXT USING lower(${name})`,
      `${set} TEXT USING ${name} || '!'`,
      `${set} INTEGER USING nullif(${name}, '')::integer`,
      `${set} INTEGER USING length(${name})`,
      `${set} JSONB USING to_jsonb(${name})`,
      `${set} JSONB USING ('"' || ${name} || '"')::jsonb`,
      `${set} TEXT[] USING ARRAY[${name}]`,
      `${set} TEXT[] USING string_to_array(${name}, ',')`,
      `${set} VARCHAR(10) USING left(${name}, 10)`,
      `${set} TEXT COLLATE "C"`,
      `${set} BOOLEAN USING CASE WHEN ${name} = 'yes' THEN true ELSE false END`,
      `${set} UUID USING gen_random_uuid()`,
      ...(own
        ? [
            `${set} ${pen.qualified(own)} USING ${name}::${pen.qualified(own)}`,
            `${set} ${pen.qualified(own)} USING '${own.parts[0]}'::${pen.qualified(own)}`,
          ]
        : []),
    ]);
  }
  if (/^timestamp/.test(column.type))
    return random.of([
      `${set} TIMESTAMPTZ`,
      `${set} TIMESTAMPTZ(3) USING ${name} AT TIME ZONE 'UTC'`,
      `${set} DATE`,
      `${set} TIMESTAMP(3)`,
      `${set} TEXT USING to_char(${name}, 'YYYY')`,
      `${set} TIMESTAMP(6) USING ${name}::timestamp`,
      `${set} BIGINT USING extract(epoch FROM ${name})::bigint`,
    ]);
  if (/^boolean/.test(column.type))
    return random.of([
      `${set} INTEGER USING ${name}::integer`,
      `${set} TEXT USING CASE WHEN ${name} THEN 'yes' ELSE 'no' END`,
      `${set} BOOLEAN USING NOT ${name}`,
    ]);
  if (/^uuid/.test(column.type)) return random.of([`${set} TEXT`, `${set} VARCHAR(36) USING ${name}::text`]);
  if (/^json/.test(column.type))
    return random.of([`${set} JSONB`, `${set} JSONB USING ${name}::jsonb`, `${set} TEXT USING ${name}::text`]);
  if (column.type.endsWith('[]'))
    return random.of([
      `${set} TEXT USING ${name}[1]`,
      `${set} TEXT USING array_to_string(${name}, ',')`,
      `${set} TEXT[] USING ${name}::text[]`,
    ]);
  return random.of([`${set} TEXT`, `${set} TEXT USING ${name}::text`]);
};

const columnSettings: Action = (pen, _world, table) => {
  const column = pen.column(table);
  if (!column) return undefined;
  return `ALTER COLUMN ${pen.name(column.name)} ${pen.random.of([
    'SET STATISTICS 500',
    'SET STATISTICS -1',
    'SET STORAGE EXTERNAL',
    'SET STORAGE PLAIN',
    'SET COMPRESSION pglz',
    'SET (n_distinct = 100)',
    'RESET (n_distinct)',
  ])}`;
};

const identity: Action = (pen, _world, table) => {
  const column = pen.column(table, ({ type, generated }) => /^(integer|bigint|smallint)/.test(type) || generated);
  if (!column) return undefined;
  const alter = `ALTER COLUMN ${pen.name(column.name)}`;
  if (column.generated) return `${alter} DROP EXPRESSION${pen.maybe(40, ' IF EXISTS')}`;
  if (column.identity)
    return `${alter} ${pen.random.of(['DROP IDENTITY', 'DROP IDENTITY IF EXISTS', 'SET GENERATED ALWAYS', 'SET GENERATED BY DEFAULT', 'RESTART WITH 100', 'SET INCREMENT BY 2'])}`;
  return `${pen.maybe(40, `${alter} DROP DEFAULT, `)}${alter} ADD GENERATED ${pen.random.of(['ALWAYS', 'BY DEFAULT'])} AS IDENTITY${pen.maybe(20, ' (START WITH 1000)')}`;
};

const ACTIONS: readonly (readonly [number, Action])[] = [
  [16, addColumn],
  [8, dropColumn],
  [6, setDefault],
  [6, setNotNull],
  [9, changeType],
  [3, columnSettings],
  [4, identity],
];

const alterTable: Writer = (pen, world) => {
  const table = pen.table(world);
  if (!table) return undefined;
  const count = pen.random.chance(70) ? 1 : 2 + pen.random.below(2);
  const actions = Array.from({ length: count }, () =>
    pen.random.weighed(ACTIONS, ([weight]) => weight)[1](pen, world, table),
  ).filter((action) => action !== undefined);
  if (actions.length === 0) return undefined;
  const only = pen.maybe(5, 'ONLY ');
  return pen.commented(
    'AlterTable',
    `ALTER TABLE ${pen.maybe(pen.style.guarded / 3, 'IF EXISTS ')}${only}${pen.qualified(table)} ${actions.join(',\n')}`,
  );
};

const renameColumn: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table);
  return (
    table &&
    column &&
    `ALTER TABLE ${pen.ifExists()}${pen.qualified(table)} RENAME ${pen.maybe(85, 'COLUMN ')}${pen.name(column.name)} TO ${pen.name(pen.newColumn(table))}`
  );
};

/** A column made anew: what Prisma writes where it cannot cast. */
const replaceColumn: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table, ({ name }) => name !== 'id');
  if (!table || !column) return undefined;
  const name = pen.name(column.name);
  const type = pen.columnType(world);
  const value = pen.value(world, type);
  const add = `ADD COLUMN ${pen.ifNotExists()}${name} ${type}${value === 'NULL' ? '' : pen.maybe(50, ` NOT NULL DEFAULT ${value}`)}`;
  const drop = `DROP COLUMN ${pen.ifExists()}${name}`;
  const alter = `ALTER TABLE ${pen.qualified(table)}`;
  return pen.random.chance(60) ? `${alter} ${drop},\n${add}` : `${alter} ${drop};\n${alter} ${add}`;
};

/** Add, copy, make required, drop the old one. */
const backFill: Writer = (pen, world) => {
  const table = pen.table(world);
  const old = table && pen.column(table, ({ generated }) => !generated);
  if (!table || !old) return undefined;
  const { random } = pen;
  const target = pen.qualified(table);
  const name = pen.newColumn(table);
  const [from, to] = [pen.name(old.name), pen.name(name)];
  const parts = [
    `ALTER TABLE ${target} ADD COLUMN ${pen.ifNotExists()}${to} TEXT`,
    `UPDATE ${target} SET ${to} = ${random.of([`${from}::text`, `coalesce(${from}::text, '')`, pen.text(), 'gen_random_uuid()::text', `${from}::text || '-1'`])}${pen.maybe(40, ` WHERE ${to} IS NULL`)}`,
    ...(random.chance(60) ? [`ALTER TABLE ${target} ALTER COLUMN ${to} SET NOT NULL`] : []),
    ...(random.chance(40) ? [`ALTER TABLE ${target} DROP COLUMN ${pen.ifExists()}${from}`] : []),
    ...(random.chance(20) ? [`ALTER TABLE ${target} RENAME COLUMN ${to} TO ${pen.name(`${name}_2`)}`] : []),
  ];
  return parts.join(';\n');
};

/** A new column takes the place of the old one, under its name. */
const swapColumn: Writer = (pen, world) => {
  const table = pen.table(world);
  const old = table && pen.column(table, ({ generated, name }) => !generated && name !== 'id');
  if (!table || !old) return undefined;
  const target = pen.qualified(table);
  const [from, to] = [pen.name(old.name), pen.name(`${old.name}_new`)];
  return [
    `ALTER TABLE ${target} ADD COLUMN ${pen.ifNotExists()}${to} ${pen.random.of(['TEXT', 'JSONB', 'VARCHAR(50)'])}`,
    `UPDATE ${target} SET ${to} = ${pen.random.of(['NULL', `to_jsonb(${from})`, `${from}::text`])}`,
    `ALTER TABLE ${target} DROP COLUMN ${pen.ifExists()}${from}`,
    `ALTER TABLE ${target} RENAME COLUMN ${to} TO ${from}`,
  ].join(';\n');
};

const swapNames: Writer = (pen, world) => {
  const table = pen.table(world);
  const [a, b] = pen.random.some<WorldColumn>(table?.columns ?? [], 2);
  if (!table || !a || !b) return undefined;
  const alter = `ALTER TABLE ${pen.qualified(table)} RENAME COLUMN`;
  return `${alter} ${pen.name(a.name)} TO ${pen.name('tmp_name')};\n${alter} ${pen.name(b.name)} TO ${pen.name(a.name)};\n${alter} ${pen.name('tmp_name')} TO ${pen.name(b.name)}`;
};

const viewsColumns: Writer = (pen, world) => {
  const view = pen.pick(world.relations.filter(({ kind }) => kind === 'v'));
  const column = view && pen.column(view);
  return (
    view &&
    column &&
    pen.random.of([
      `ALTER VIEW ${pen.ifExists()}${pen.qualified(view)} RENAME COLUMN ${pen.name(column.name)} TO ${pen.name(`${column.name}_x`)}`,
      `ALTER VIEW ${pen.qualified(view)} ALTER COLUMN ${pen.name(column.name)} SET DEFAULT NULL`,
      `ALTER VIEW ${pen.qualified(view)} SET (security_invoker = true)`,
    ])
  );
};

export const COLUMN_FAMILY: Family = [
  [30, alterTable],
  [5, renameColumn],
  [3, replaceColumn],
  [4, backFill],
  [2, swapColumn],
  [1, swapNames],
  [1, viewsColumns],
];
