import type { Family, Writer } from '../family';
import type { Pen } from '../pen';
import type { World } from '../world';
import { COLUMN_FAMILY } from './columns';
import { CONSTRAINT_FAMILY } from './constraints';
import { DATA_FAMILY } from './data';
import { PROGRAM_FAMILY } from './programs';
import { TABLE_FAMILY } from './tables';
import { TYPE_FAMILY } from './types';

const INNER: Family = [
  ...COLUMN_FAMILY,
  ...CONSTRAINT_FAMILY,
  ...TABLE_FAMILY,
  ...TYPE_FAMILY,
  ...PROGRAM_FAMILY,
  ...DATA_FAMILY,
];

function inner(pen: Pen, world: World): string | undefined {
  const text = pen.random.weighed(INNER, ([weight]) => weight)[1](pen, world);
  return text && !/\$\$|BEGIN|COMMIT|^SELECT/.test(text) ? text.replace(/^-- .*\n/gm, '') : undefined;
}

const block = (body: string, declare = '') => `DO $$ ${declare}BEGIN\n    ${body}\nEND $$`;

const CAUGHT =
  'duplicate_object duplicate_table duplicate_column undefined_object undefined_table undefined_column unique_violation others invalid_table_definition'.split(
    ' ',
  );

const caught: Writer = (pen, world) => {
  const sql = inner(pen, world);
  const [first, second] = pen.random.some(CAUGHT, 2);
  return (
    sql &&
    block(
      `${sql};\nEXCEPTION WHEN ${first}${pen.maybe(40, ` OR ${second}`)} THEN ${pen.random.of(['NULL', "RAISE NOTICE 'there already'"])};`,
    )
  );
};

const createTypeCaught: Writer = (pen) =>
  block(
    `CREATE TYPE ${pen.name(pen.newName('enum'))} AS ENUM ('A', 'B');\nEXCEPTION WHEN ${pen.random.of(['duplicate_object', 'duplicate_object', 'others', 'duplicate_table'])} THEN null;`,
  );

const guardedColumn: Writer = (pen, world) => {
  const table = pen.table(world);
  if (!table) return undefined;
  const { random } = pen;
  const column = pen.newColumn(table);
  const wrong = random.chance(12);
  const asked = wrong ? `${column}x` : column;
  const guard = random.of([
    `SELECT 1 FROM information_schema.columns WHERE table_name = '${table.name}' AND column_name = '${asked}'`,
    `SELECT 1 FROM information_schema.columns WHERE table_schema = '${table.schema}' AND table_name = '${table.name}' AND column_name = '${asked}'`,
    `SELECT FROM pg_attribute WHERE attrelid = '${table.schema}."${table.name}"'::regclass AND attname = '${asked}' AND NOT attisdropped`,
    `SELECT * FROM pg_catalog.pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relname = '${table.name}' AND a.attname = '${asked}' AND NOT a.attisdropped`,
  ]);
  const alter = `ALTER TABLE ${pen.qualified(table)}`;
  return random.of([
    block(`IF NOT EXISTS (${guard}) THEN\n        ${alter} ADD COLUMN ${pen.name(column)} TEXT;\n    END IF;`),
    block(`IF EXISTS (${guard}) THEN RETURN; END IF;\n    ${alter} ADD COLUMN ${pen.name(column)} TEXT;`),
    block(
      `IF (SELECT count(*) FROM (${guard.replace('SELECT FROM', 'SELECT 1 FROM')}) q) = 0 THEN\n        ${alter} ADD COLUMN ${pen.name(column)} TEXT;\n    END IF;`,
    ),
    block(
      `found := EXISTS (${guard});\n    IF NOT found THEN\n        ${alter} ADD COLUMN ${pen.name(column)} TEXT;\n    END IF;`,
      'DECLARE found boolean; ',
    ),
    block(
      `PERFORM 1 FROM information_schema.columns WHERE table_name = '${table.name}' AND column_name = '${asked}';\n    IF NOT FOUND THEN\n        ${alter} ADD COLUMN ${pen.name(column)} TEXT;\n    END IF;`,
    ),
    block(
      `IF NOT EXISTS (${guard}) THEN\n        EXECUTE '${alter} ADD COLUMN ${pen.name(column)} TEXT';\n    END IF;`,
    ),
    block(
      `IF NOT EXISTS (${guard}) THEN\n        EXECUTE format('ALTER TABLE %I.%I ADD COLUMN %I TEXT', '${table.schema}', '${table.name}', '${column}');\n    END IF;`,
    ),
  ]);
};

const guardedDropColumn: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table, ({ name }) => name !== 'id');
  if (!table || !column) return undefined;
  const alter = `ALTER TABLE ${pen.qualified(table)}`;
  const renamed = pen.name(pen.newColumn(table));
  const act = pen.random.of([
    `${alter} DROP COLUMN ${pen.name(column.name)}`,
    `${alter} RENAME COLUMN ${pen.name(column.name)} TO ${renamed}`,
    `UPDATE ${pen.qualified(table)} SET ${pen.name(column.name)} = NULL`,
  ]);
  return block(
    `IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = '${table.name}' AND column_name = '${column.name}') THEN\n        ${act};\n    END IF;`,
  );
};

const guardedConstraint: Writer = (pen, world) => {
  const table = pen.table(world);
  const column = table && pen.column(table);
  if (!table || !column) return undefined;
  const { random } = pen;
  const name = `${table.name}_${column.name}_checked`;
  const asked = random.chance(10) ? `${name}x` : name;
  const guard = random.of([
    `SELECT 1 FROM pg_constraint WHERE conname = '${asked}'`,
    `SELECT 1 FROM pg_constraint WHERE conname = '${asked}' AND conrelid = '${table.schema}."${table.name}"'::regclass`,
    `SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = '${asked}' AND table_name = '${table.name}'`,
  ]);
  const add = `ALTER TABLE ${pen.qualified(table)} ADD CONSTRAINT ${pen.name(name)} ${random.of([`CHECK (${pen.name(column.name)}::text <> 'q')`, `UNIQUE (${pen.name(column.name)})`])}`;
  return random.of([
    block(`IF NOT EXISTS (${guard}) THEN\n        ${add};\n    END IF;`),
    block(
      `${add};\nEXCEPTION WHEN ${random.of(['duplicate_object', 'duplicate_table', 'duplicate_object OR duplicate_table', 'others'])} THEN NULL;`,
    ),
  ]);
};

const guardedObject: Writer = (pen, world) => {
  const { random } = pen;
  const table = pen.table(world);
  const type = pen.type(world, 'enum');
  const fresh = pen.newTable(world);
  const index = pen.newName('idx');
  const choices = [
    block(
      `IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'guarded_t') THEN\n        CREATE TYPE guarded_t AS ENUM ('A', 'B');\n    END IF;`,
    ),
    block(
      `IF NOT EXISTS (SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = 'public' AND t.typname = 'Guarded') THEN\n        CREATE TYPE "Guarded" AS ENUM ('A', 'B');\n    END IF;`,
    ),
    block(
      `IF to_regclass('${random.of(['', 'public.'])}"${fresh}"') IS NULL THEN\n        CREATE TABLE ${pen.name(fresh)} (id INTEGER PRIMARY KEY);\n    END IF;`,
    ),
    block(
      `IF NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tablename = '${fresh}') THEN\n        CREATE TABLE ${pen.name(fresh)} (id INTEGER PRIMARY KEY);\n    END IF;`,
    ),
    block(
      `IF NOT EXISTS (SELECT FROM information_schema.tables WHERE table_name = '${fresh}') THEN\n        CREATE TABLE ${pen.name(fresh)} (id INTEGER PRIMARY KEY);\n    END IF;`,
    ),
    block(
      `IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_reader') THEN\n        CREATE ROLE app_reader NOLOGIN;\n    END IF;`,
    ),
    block(
      `IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'guarded') THEN\n        CREATE SCHEMA guarded;\n    END IF;`,
    ),
    block(
      `IF NOT EXISTS (SELECT FROM pg_publication WHERE pubname = 'guarded_pub') THEN\n        CREATE PUBLICATION guarded_pub;\n    END IF;`,
    ),
    block(
      `IF NOT EXISTS (SELECT FROM pg_proc WHERE proname = 'guarded_fn') THEN\n        CREATE FUNCTION guarded_fn() RETURNS integer LANGUAGE sql AS 'SELECT 1';\n    END IF;`,
    ),
    block(
      `IF current_setting('server_version_num')::int >= 120000 THEN\n        CREATE TABLE ${pen.ifNotExists()}${pen.name(fresh)} (id INTEGER PRIMARY KEY);\n    END IF;`,
    ),
  ];
  if (table) {
    const on = pen.qualified(table);
    const id = pen.name(table.columns[0]?.name ?? 'id');
    choices.push(
      block(
        `IF NOT EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = '${index}') THEN\n        CREATE INDEX ${pen.name(index)} ON ${on}(${id});\n    END IF;`,
      ),
      block(
        `IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = '${index}') THEN\n        CREATE INDEX ${pen.name(index)} ON ${on}(${id});\n    END IF;`,
      ),
      block(
        `IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = '${table.name}' AND policyname = 'guarded') THEN\n        CREATE POLICY guarded ON ${on} USING (true);\n    END IF;`,
      ),
      block(
        `IF EXISTS (SELECT FROM pg_tables WHERE tablename = '${table.name}') THEN\n        ALTER TABLE ${on} RENAME TO ${pen.name(fresh)};\n    END IF;`,
      ),
      block(`IF NOT EXISTS (SELECT 1 FROM ${on}) THEN\n        INSERT INTO ${on} DEFAULT VALUES;\n    END IF;`),
      block(
        `IF to_regclass('${table.schema}."${table.name}"') IS NOT NULL THEN\n        DROP TABLE ${on} CASCADE;\n    END IF;`,
      ),
    );
  }
  if (type) {
    const label = `G${pen.fresh()}`;
    choices.push(
      block(
        `IF NOT EXISTS (SELECT 1 FROM pg_enum WHERE enumlabel = '${label}' AND enumtypid = '"${type.name}"'::regtype) THEN\n        ALTER TYPE ${pen.qualified(type)} ADD VALUE '${label}';\n    END IF;`,
      ),
      block(
        `IF NOT EXISTS (SELECT 1 FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = '${type.name}' AND e.enumlabel = '${label}') THEN\n        ALTER TYPE ${pen.qualified(type)} ADD VALUE '${label}';\n    END IF;`,
      ),
      block(
        `IF EXISTS (SELECT 1 FROM pg_type WHERE typname = '${type.name}') THEN\n        DROP TYPE ${pen.qualified(type)} CASCADE;\n    END IF;`,
      ),
      block(
        `IF EXISTS (SELECT 1 FROM pg_enum WHERE enumlabel = '${type.parts[0]}' AND enumtypid = '"${type.name}"'::regtype) THEN\n        ALTER TYPE ${pen.qualified(type)} RENAME VALUE '${type.parts[0]}' TO '${label}';\n    END IF;`,
      ),
    );
  }
  return random.of(choices);
};

const loops: Writer = (pen, world) => {
  const table = pen.table(world);
  if (!table) return undefined;
  const on = pen.qualified(table);
  return pen.random.of([
    block(
      `FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP\n        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.tablename);\n    END LOOP;`,
      'DECLARE t record; ',
    ),
    block(
      `FOR i IN 1..3 LOOP\n        EXECUTE format('CREATE TABLE ${pen.ifNotExists()}part_%s (id int)', i);\n    END LOOP;`,
    ),
    block(`FOR r IN SELECT * FROM ${on} LOOP\n        NULL;\n    END LOOP;`, 'DECLARE r record; '),
    block(
      `FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = '${table.schema}."${table.name}"'::regclass AND contype = 'c' LOOP\n        EXECUTE 'ALTER TABLE ${on} DROP CONSTRAINT ' || quote_ident(c.conname);\n    END LOOP;`,
      'DECLARE c record; ',
    ),
    block(
      `FOREACH n IN ARRAY ARRAY['one', 'two'] LOOP\n        EXECUTE 'CREATE SCHEMA IF NOT EXISTS ' || n;\n    END LOOP;`,
      'DECLARE n text; ',
    ),
    block(`IF EXISTS (SELECT 1 FROM ${on} WHERE false) THEN RAISE EXCEPTION 'bad rows'; END IF;`),
    block(`EXECUTE 'COMMENT ON TABLE ${on} IS ''looped''';`),
  ]);
};

const plain: Writer = (pen, world) => {
  const sql = inner(pen, world);
  return sql && block(`${sql};`);
};

const condition: Writer = (pen, world) => {
  const sql = inner(pen, world);
  const table = pen.table(world);
  return (
    sql &&
    table &&
    block(
      `IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = '${table.name}') THEN\n        ${sql};\n    END IF;`,
    )
  );
};

export const BLOCK_FAMILY: Family = [
  [8, caught],
  [4, createTypeCaught],
  [9, guardedColumn],
  [4, guardedDropColumn],
  [6, guardedConstraint],
  [10, guardedObject],
  [4, loops],
  [3, plain],
  [3, condition],
];
