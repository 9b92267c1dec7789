import type { Family, Writer } from '../family';

const schema: Writer = (pen, world) => {
  const known = pen.pick(world.schemas.filter((name) => name !== 'public'));
  if (!known || pen.random.chance(50))
    return `CREATE SCHEMA ${pen.ifNotExists()}${pen.name(pen.random.of(['billing', 'audit', 'Reporting', 'archive']))}`;
  return pen.random.of([
    `ALTER SCHEMA ${pen.name(known)} RENAME TO ${pen.name(`${known}_2`)}`,
    `DROP SCHEMA ${pen.ifExists()}${pen.name(known)} CASCADE`,
    `DROP SCHEMA ${pen.ifExists()}${pen.name(known)}`,
    `GRANT USAGE ON SCHEMA ${pen.name(known)} TO PUBLIC`,
    `COMMENT ON SCHEMA ${pen.name(known)} IS 'x'`,
  ]);
};

const EXTENSIONS = ['citext', 'pg_trgm', 'pgcrypto', '"uuid-ossp"'];

const extension: Writer = (pen, world) => {
  const known = pen.pick(world.extensions);
  if (known && pen.random.chance(40)) return `DROP EXTENSION ${pen.ifExists()}"${known}"${pen.maybe(50, ' CASCADE')}`;
  return `CREATE EXTENSION ${pen.random.chance(60) ? 'IF NOT EXISTS ' : ''}${pen.random.of(EXTENSIONS)}${pen.maybe(15, ' WITH SCHEMA public')}`;
};

const comment: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table);
  const constraint = table && pen.pick(table.constraints);
  const index = table && pen.pick(table.indexes);
  const type = pen.pick(world.types);
  const routine = pen.pick(
    world.routines.filter(({ kind, arguments: given }) => kind === 'f' && !/OUT|TABLE/.test(given)),
  );
  const text = pen.random.of(["'a note'", 'NULL']);
  return pen.pick(
    [
      table && `COMMENT ON TABLE ${pen.qualified(table)} IS ${text}`,
      table && column && `COMMENT ON COLUMN ${pen.qualified(table)}.${pen.name(column.name)} IS ${text}`,
      table && constraint && `COMMENT ON CONSTRAINT ${pen.name(constraint.name)} ON ${pen.qualified(table)} IS ${text}`,
      table && index && `COMMENT ON INDEX ${pen.qualified({ schema: table.schema, name: index.name })} IS ${text}`,
      type && `COMMENT ON TYPE ${pen.qualified(type)} IS ${text}`,
      routine && `COMMENT ON FUNCTION ${pen.qualified(routine)}(${routine.arguments}) IS ${text}`,
    ].filter(Boolean),
  );
};

const grant: Writer = (pen, world) => {
  const table = pen.table(world);
  const routine = pen.pick(
    world.routines.filter(({ kind, arguments: given }) => kind === 'f' && !/OUT|TABLE/.test(given)),
  );
  return pen.pick(
    [
      table && `GRANT SELECT, INSERT ON ${pen.qualified(table)} TO PUBLIC`,
      table && `REVOKE ALL ON TABLE ${pen.qualified(table)} FROM PUBLIC`,
      table && `GRANT UPDATE (${pen.name(table.columns[0]?.name ?? 'id')}) ON ${pen.qualified(table)} TO PUBLIC`,
      'GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC',
      'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC',
      routine && `GRANT EXECUTE ON FUNCTION ${pen.qualified(routine)}(${routine.arguments}) TO PUBLIC`,
      'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
    ].filter(Boolean),
  );
};

const publication: Writer = (pen, world) => {
  const known = pen.pick(world.publications);
  const table = pen.pick(pen.tables(world).filter(({ kind }) => kind === 'r'));
  if (!known || !table || pen.random.chance(40))
    return `CREATE PUBLICATION ${pen.newName('pub')}${table ? pen.random.of(['', ` FOR TABLE ${pen.qualified(table)}`, ' FOR ALL TABLES']) : ''}`;
  const name = pen.name(known);
  return pen.random.of([
    `ALTER PUBLICATION ${name} ADD TABLE ${pen.qualified(table)}`,
    `ALTER PUBLICATION ${name} SET TABLE ${pen.qualified(table)}`,
    `ALTER PUBLICATION ${name} DROP TABLE ${pen.qualified(table)}`,
    `DROP PUBLICATION ${pen.ifExists()}${name}`,
    `ALTER PUBLICATION ${name} RENAME TO ${pen.name(`${known}_2`)}`,
    `ALTER PUBLICATION ${name} SET (publish = 'insert')`,
  ]);
};

const statistics: Writer = (pen, world) => {
  const known = pen.pick(world.statistics);
  if (known)
    return pen.random.of([
      `DROP STATISTICS ${pen.ifExists()}${pen.name(known)}`,
      `ALTER STATISTICS ${pen.name(known)} RENAME TO ${pen.name(`${known}_2`)}`,
      `ALTER STATISTICS ${pen.name(known)} SET STATISTICS 100`,
    ]);
  const table = pen.table(world);
  const [a, b] = pen.random.some(
    (table?.columns ?? []).filter(({ type }) => !/^(json|tsvector)/.test(type)),
    2,
  );
  return (
    table &&
    a &&
    b &&
    `CREATE STATISTICS ${pen.ifNotExists()}${pen.name(pen.newName('stats'))} ON ${pen.name(a.name)}, ${pen.name(b.name)} FROM ${pen.qualified(table)}`
  );
};

const role: Writer = (pen, world) => {
  const known = pen.pick(world.roles);
  if (!known || pen.random.chance(50)) return `CREATE ROLE ${pen.newName('role')}`;
  return pen.random.of([
    `DROP ROLE ${pen.ifExists()}${pen.name(known)}`,
    `ALTER ROLE ${pen.name(known)} WITH LOGIN`,
    `ALTER ROLE ${pen.name(known)} RENAME TO ${pen.name(`${known}_2`)}`,
    `GRANT ${pen.name(known)} TO CURRENT_USER`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${pen.name(known)}`,
  ]);
};

const setting: Writer = (pen, world) =>
  pen.random.of([
    `SET search_path TO ${pen.name(pen.random.of(world.schemas))}${pen.maybe(40, ', public')}`,
    "SET lock_timeout = '5s'",
    "SET LOCAL statement_timeout = '10s'",
    'SET search_path = public',
    'RESET search_path',
    "SELECT pg_catalog.set_config('search_path', '', false)",
    'SELECT 1',
    "SET client_encoding = 'UTF8'",
    'ANALYZE',
    'LOCK TABLE pg_class IN ACCESS SHARE MODE',
    'SET CONSTRAINTS ALL DEFERRED',
  ]);

const operators: Writer = (pen) =>
  pen.random.of([
    'CREATE CAST (text AS inet) WITH INOUT AS ASSIGNMENT',
    `CREATE COLLATION ${pen.ifNotExists()}plain (locale = 'C')`,
    'CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq)',
    'DROP OPERATOR IF EXISTS === (integer, integer)',
    'DROP CAST IF EXISTS (text AS inet)',
    'DROP COLLATION IF EXISTS plain',
    'CREATE TEXT SEARCH CONFIGURATION plain_text (COPY = simple)',
  ]);

export const OTHER_FAMILY: Family = [
  [6, schema],
  [6, extension],
  [5, comment],
  [4, grant],
  [4, publication],
  [3, statistics],
  [3, role],
  [4, setting],
  [1, operators],
];
