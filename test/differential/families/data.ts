import type { Family, Writer } from '../family';
import type { Pen } from '../pen';
import type { World, WorldColumn, WorldRelation } from '../world';

const writable = ({ generated }: WorldColumn) => !generated;

function rowOf(pen: Pen, world: World, columns: readonly WorldColumn[], constant: boolean): string {
  return columns
    .map(({ name, type }) =>
      name === 'id' && /^(text|character)/.test(type)
        ? `'${pen.random.of(['a', 'b', 'c'])}${pen.fresh()}'`
        : pen.value(world, type, constant),
    )
    .join(', ');
}

/** The columns that an INSERT gives: those that need a value, and some of the others. */
function given(pen: Pen, table: WorldRelation): WorldColumn[] {
  const keys = pen.random.chance(70);
  return table.columns.filter(
    (column) =>
      writable(column) &&
      !(column.identity && pen.random.chance(95)) &&
      ((column.notNull && !column.defaulted) || (column.name === 'id' ? keys : pen.random.chance(60))),
  );
}

const insert: Writer = (pen, world) => {
  const table = pen.table(world);
  if (!table) return undefined;
  const columns = given(pen, table);
  if (columns.length === 0) return `INSERT INTO ${pen.qualified(table)} DEFAULT VALUES`;
  const { random } = pen;
  const constant = random.chance(70);
  const target = `INSERT INTO ${pen.qualified(table)} (${pen.names(columns.map(({ name }) => name))})`;
  const row = () => rowOf(pen, world, columns, constant);
  const first = columns[0]!;
  const known = rowOf(pen, world, [first], true);
  const others = rowOf(
    pen,
    world,
    columns.filter((column) => column !== first),
    constant,
  );
  const more = others && `, ${others}`;
  const settable = columns.find(({ name }) => name !== 'id');
  return random.of([
    `${target} VALUES (${row()})`,
    `${target} VALUES (${row()}), (${row()})`,
    `${target} VALUES (${row()}) ON CONFLICT DO NOTHING`,
    `${target} VALUES (${row()}) ON CONFLICT (${pen.name('id')}) DO NOTHING`,
    ...(settable
      ? [
          `${target} VALUES (${row()}) ON CONFLICT (${pen.name('id')}) DO UPDATE SET ${pen.name(settable.name)} = EXCLUDED.${pen.name(settable.name)}`,
        ]
      : []),
    `${target} SELECT ${row()} WHERE NOT EXISTS (SELECT 1 FROM ${pen.qualified(table)})`,
    `${target} SELECT ${known}${more} WHERE NOT EXISTS (SELECT 1 FROM ${pen.qualified(table)} WHERE ${pen.name(first.name)} = ${known})`,
    `${target} SELECT ${row()}`,
    `${target} SELECT ${row()} FROM generate_series(1, 1)`,
  ]);
};

const copyRows: Writer = (pen, world) => {
  const [from, to] = pen.random.some(pen.tables(world), 2);
  if (!from || !to) return undefined;
  const shared = to.columns.filter(
    (column) => writable(column) && from.columns.some(({ name, type }) => name === column.name && type === column.type),
  );
  if (shared.length === 0) return undefined;
  const names = pen.names(shared.map(({ name }) => name));
  return `INSERT INTO ${pen.qualified(to)} (${names}) SELECT ${names} FROM ${pen.qualified(from)}${pen.maybe(30, ' ON CONFLICT DO NOTHING')}`;
};

const update: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table, writable);
  if (!table || !column) return undefined;
  const name = pen.name(column.name);
  const number = /^(integer|bigint|smallint|numeric|real|double)/.test(column.type);
  const text = /^(text|character|citext)/.test(column.type);
  const same = table.columns
    .filter(({ type, name }) => type === column.type && name !== column.name)
    .map(({ name }) => pen.name(name));
  const values = [
    pen.value(world, column.type),
    pen.value(world, column.type),
    ...(number ? [`${name} + 1`, `${name} * 2`, `abs(${name})`, `coalesce(${name}, 0)`, `greatest(${name}, 5)`] : []),
    ...(text
      ? [
          `lower(${name})`,
          `${name} || 'x'`,
          `trim(${name})`,
          `replace(${name}, 'a', 'b')`,
          `concat('x', ${name})`,
          `coalesce(${name}, 'none')`,
          `substring(${name} FROM 2)`,
          `regexp_replace(${name}, '^a', 'b')`,
        ]
      : []),
    ...(/^boolean/.test(column.type) ? [`NOT ${name}`] : []),
    ...(/^jsonb/.test(column.type)
      ? [`${name} || '{"b": 1}'::jsonb`, `jsonb_set(${name}, '{a}', '1')`, `${name} - 'a'`]
      : []),
    ...(/^timestamp/.test(column.type) ? ['CURRENT_TIMESTAMP', 'clock_timestamp()', `${name} + interval '1 day'`] : []),
    ...same.slice(0, 2),
    'NULL',
    'DEFAULT',
  ];
  const filter = pen.random.of([
    '',
    '',
    ` WHERE ${name} IS NULL`,
    ` WHERE ${name} IS NOT NULL`,
    ` WHERE ${pen.name('id')} IS NOT NULL`,
    ` WHERE ${name}::text <> 'absent'`,
  ]);
  return `UPDATE ${pen.qualified(table)} SET ${name} = ${pen.random.of(values)}${filter}`;
};

const updateFrom: Writer = (pen, world) => {
  const [a, b] = pen.random.some(pen.tables(world), 2);
  const column = a && pen.column(a, (column) => writable(column) && /^(text|character varying$)/.test(column.type));
  if (!a || !b || !column) return undefined;
  return `UPDATE ${pen.qualified(a)} AS t SET ${pen.name(column.name)} = s.${pen.name('id')}::text FROM ${pen.qualified(b)} AS s WHERE s.${pen.name('id')}::text = t.${pen.name('id')}::text`;
};

const remove: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table);
  if (!table || !column) return undefined;
  return pen.random.of([
    `DELETE FROM ${pen.qualified(table)} WHERE ${pen.name(column.name)} IS NULL`,
    `DELETE FROM ${pen.qualified(table)} WHERE ${pen.name(column.name)}::text = ${pen.text()}`,
    `DELETE FROM ${pen.qualified(table)}`,
    `TRUNCATE ${pen.maybe(50, 'TABLE ')}${pen.qualified(table)}${pen.maybe(30, ' CASCADE')}${pen.maybe(20, ' RESTART IDENTITY')}`,
    `DELETE FROM ${pen.qualified(table)} a USING ${pen.qualified(table)} b WHERE a.ctid < b.ctid AND a.${pen.name(column.name)}::text = b.${pen.name(column.name)}::text`,
  ]);
};

const common: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table, (column) => writable(column) && /^text/.test(column.type));
  if (!table || !column) return undefined;
  return `WITH picked AS (SELECT ${pen.name('id')} FROM ${pen.qualified(table)}) UPDATE ${pen.qualified(table)} SET ${pen.name(column.name)} = ${pen.random.of([pen.text(), `${pen.name(column.name)} || '+'`])} WHERE ${pen.name('id')} IN (SELECT ${pen.name('id')} FROM picked)`;
};

/** Fill a column that may be empty, then require it. */
const fillThenRequire: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table, (column) => writable(column) && !column.notNull);
  if (!table || !column) return undefined;
  const name = pen.name(column.name);
  const value = pen.value(world, column.type);
  if (value === 'NULL') return undefined;
  return `UPDATE ${pen.qualified(table)} SET ${name} = ${value} WHERE ${name} IS NULL;\nALTER TABLE ${pen.qualified(table)} ALTER COLUMN ${name} SET NOT NULL`;
};

export const DATA_FAMILY: Family = [
  [18, insert],
  [4, copyRows],
  [16, update],
  [3, updateFrom],
  [6, remove],
  [2, common],
  [5, fillThenRequire],
];
export { insert };
