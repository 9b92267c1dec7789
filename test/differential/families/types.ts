import type { Family, Writer } from '../family';
import type { Pen } from '../pen';
import type { World, WorldType } from '../world';

const LABELS = ['ADMIN', 'MEMBER', 'GUEST', 'OPEN', 'CLOSED', 'DRAFT', 'low', 'high'];

function newTypeName(pen: Pen, world: World): string {
  const free = ['Role', 'Status', 'Kind', 'Level', 'Colour', 'Mood', 'Stage']
    .map((name) => (pen.style.prisma ? name : `${name.toLowerCase()}_t`))
    .filter((name) => !world.types.some((type) => type.name === name));
  return free.length ? pen.random.of(free) : `Type${pen.fresh()}`;
}

const labels = (pen: Pen) =>
  pen.random
    .some(LABELS, 2 + pen.random.below(3))
    .map((label) => `'${label}'`)
    .join(', ');

const createEnum: Writer = (pen, world) => {
  const schema = world.schemas.length > 1 && pen.random.chance(20) ? pen.random.of(world.schemas) : 'public';
  return pen.commented(
    'CreateEnum',
    `CREATE TYPE ${pen.qualified({ schema, name: newTypeName(pen, world) })} AS ENUM (${labels(pen)})`,
  );
};

const dropThenCreateEnum: Writer = (pen, world) => {
  const name = pen.name(newTypeName(pen, world));
  return `DROP TYPE IF EXISTS ${name}${pen.maybe(40, ' CASCADE')};\nCREATE TYPE ${name} AS ENUM (${labels(pen)})`;
};

const createOther: Writer = (pen, world) => {
  const name = pen.name(newTypeName(pen, world));
  return pen.random.of([
    `CREATE TYPE ${name} AS (street TEXT, city TEXT)`,
    `CREATE DOMAIN ${name} AS TEXT${pen.maybe(60, ` ${pen.maybe(50, 'CONSTRAINT checked ')}CHECK (VALUE <> '')`)}${pen.maybe(20, ' NOT NULL')}`,
    `CREATE DOMAIN ${name} AS INTEGER DEFAULT 0 CHECK (VALUE >= 0)`,
    `CREATE TYPE ${name} AS RANGE (subtype = float8)`,
  ]);
};

const addValue: Writer = (pen, world) => {
  const type = pen.type(world, 'enum');
  if (!type) return undefined;
  const label = pen.pick(LABELS.filter((label) => !type.parts.includes(label))) ?? `L${pen.fresh()}`;
  const place = pen.maybe(25, ` ${pen.random.of(['BEFORE', 'AFTER'])} '${pen.random.of(type.parts)}'`);
  return pen.commented(
    'AlterEnum',
    `ALTER TYPE ${pen.qualified(type)} ADD VALUE ${pen.ifNotExists()}'${label}'${place}`,
  );
};

const renameValue: Writer = (pen, world) => {
  const type = pen.type(world, 'enum');
  return (
    type &&
    `ALTER TYPE ${pen.qualified(type)} RENAME VALUE '${pen.random.of(type.parts)}' TO '${pen.random.of(type.parts)}_${pen.fresh()}'`
  );
};

const alterType: Writer = (pen, world) => {
  const type = pen.pick(world.types);
  if (!type) return undefined;
  const name = pen.qualified(type);
  const schema = pen.pick(world.schemas.filter((schema) => schema !== type.schema));
  const word = type.kind === 'domain' ? 'DOMAIN' : 'TYPE';
  return pen.random.of([
    `ALTER ${word} ${name} RENAME TO ${pen.name(newTypeName(pen, world))}`,
    `ALTER ${word} ${name} OWNER TO CURRENT_USER`,
    ...(schema ? [`ALTER ${word} ${name} SET SCHEMA ${pen.name(schema)}`] : []),
    `DROP ${word} ${pen.ifExists()}${name}${pen.maybe(40, ' CASCADE')}`,
    `DROP TYPE ${pen.ifExists()}${name}`,
    ...parts(pen, type, name),
  ]);
};

function parts(pen: Pen, type: WorldType, name: string): string[] {
  const part = pen.pick(type.parts);
  if (type.kind === 'composite')
    return [
      `ALTER TYPE ${name} ADD ATTRIBUTE ${pen.name('zip')} TEXT`,
      `ALTER TYPE ${name} ADD ATTRIBUTE country TEXT, ADD ATTRIBUTE region TEXT`,
      ...(part
        ? [
            `ALTER TYPE ${name} DROP ATTRIBUTE ${pen.ifExists()}${pen.name(part)}`,
            `ALTER TYPE ${name} RENAME ATTRIBUTE ${pen.name(part)} TO ${pen.name(`${part}_2`)}`,
            `ALTER TYPE ${name} ALTER ATTRIBUTE ${pen.name(part)} TYPE VARCHAR(50)`,
          ]
        : []),
    ];
  if (type.kind === 'domain')
    return [
      `ALTER DOMAIN ${name} SET DEFAULT NULL`,
      `ALTER DOMAIN ${name} DROP DEFAULT`,
      `ALTER DOMAIN ${name} SET NOT NULL`,
      `ALTER DOMAIN ${name} DROP NOT NULL`,
      `ALTER DOMAIN ${name} ADD CONSTRAINT longer CHECK (VALUE IS NOT NULL)`,
      `ALTER DOMAIN ${name} ADD CHECK (VALUE IS NOT NULL) NOT VALID`,
      ...(part
        ? [
            `ALTER DOMAIN ${name} DROP CONSTRAINT ${pen.ifExists()}${pen.name(part)}`,
            `ALTER DOMAIN ${name} RENAME CONSTRAINT ${pen.name(part)} TO other_check`,
            `ALTER DOMAIN ${name} VALIDATE CONSTRAINT ${pen.name(part)}`,
          ]
        : []),
    ];
  return [];
}

/** As Prisma changes the values of an enum. */
const swapEnum: Writer = (pen, world) => {
  const type = pen.type(world, 'enum');
  if (!type) return undefined;
  const { random } = pen;
  const users = pen
    .tables(world)
    .flatMap((table) =>
      table.columns
        .filter((column) => column.type.replaceAll('"', '').endsWith(type.name) && !column.generated)
        .map((column) => ({ table, column })),
    );
  const created = pen.name(`${type.name}_new`);
  const old = pen.name(`${type.name}_old`);
  const name = pen.name(type.name);
  const dropped = users.filter(({ column }) => column.defaulted);
  const values = [...type.parts.slice(random.chance(30) ? 1 : 0), ...(random.chance(60) ? [`NEW_${pen.fresh()}`] : [])]
    .map((label) => `'${label}'`)
    .join(', ');
  const mapped = (column: string) =>
    random.chance(80)
      ? `(${column}::text::${created})`
      : `(CASE ${column}::text WHEN '${type.parts[0]}' THEN '${type.parts.at(-1)}' ELSE ${column}::text END::${created})`;
  const body = [
    `CREATE TYPE ${created} AS ENUM (${values || "'X'"})`,
    ...dropped.map(
      ({ table, column }) => `ALTER TABLE ${pen.qualified(table)} ALTER COLUMN ${pen.name(column.name)} DROP DEFAULT`,
    ),
    ...users.map(
      ({ table, column }) =>
        `ALTER TABLE ${pen.qualified(table)} ALTER COLUMN ${pen.name(column.name)} TYPE ${created} USING ${mapped(pen.name(column.name))}`,
    ),
    `ALTER TYPE ${name} RENAME TO ${old}`,
    `ALTER TYPE ${created} RENAME TO ${name}`,
    `DROP TYPE ${pen.ifExists()}${old}`,
    ...dropped.map(
      ({ table, column }) =>
        `ALTER TABLE ${pen.qualified(table)} ALTER COLUMN ${pen.name(column.name)} SET DEFAULT '${type.parts.at(-1)}'`,
    ),
  ];
  return pen.commented('AlterEnum', random.chance(70) ? `BEGIN;\n${body.join(';\n')};\nCOMMIT` : body.join(';\n'));
};

/** A column of text becomes one of an enum. */
const textToEnum: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table, ({ type, generated }) => /^(text|character)/.test(type) && !generated);
  if (!table || !column) return undefined;
  const type = pen.name(newTypeName(pen, world));
  const name = pen.name(column.name);
  return `CREATE TYPE ${type} AS ENUM ('alpha', 'beta');\nALTER TABLE ${pen.qualified(table)} ALTER COLUMN ${name} DROP DEFAULT, ALTER COLUMN ${name} TYPE ${type} USING ('alpha'::${type})`;
};

export const TYPE_FAMILY: Family = [
  [12, createEnum],
  [3, dropThenCreateEnum],
  [6, createOther],
  [12, addValue],
  [5, renameValue],
  [12, alterType],
  [8, swapEnum],
  [3, textToEnum],
];
export { createEnum };
