import type { Random } from '../../harness/random';
import { COLUMNS, tableName } from './words';

/** A table as the statements so far have left it. */
export interface Table {
  readonly name: string;
  /** Columns that nothing else hangs on. */
  free: string[];
}

/** What the statements so far have made: each new one fits on it, so that all of them run in order. */
export class Database {
  readonly random: Random;
  readonly tables: Table[] = [];
  readonly enums: string[] = [];
  readonly indexes: string[] = [];
  #numbers = 0;

  constructor(random: Random) {
    this.random = random;
  }

  /** A number that no name has yet. */
  number(): number {
    return ++this.#numbers;
  }

  table(): Table {
    return this.random.of(this.tables);
  }

  /** True for the share of statements that somebody has guarded already. */
  isGuarded(): boolean {
    return this.random.chance(40);
  }
}

/** Writes one statement that PostgreSQL accepts behind those before it. */
type Writer = (database: Database) => string;

/** The kinds of statements of a history, with how often each comes. */
const WRITERS: readonly (readonly [number, Writer])[] = [
  [30, addColumn],
  [18, createIndex],
  [10, alterColumn],
  [8, addForeignKey],
  [5, dropColumn],
  [5, dropIndex],
  [4, createEnum],
  [3, addEnumValue],
  [6, backfill],
  [4, comment],
  [3, createFunction],
];

/** The next statement. */
export function nextStatement(database: Database): string {
  const [, write] = database.random.weighed(WRITERS, ([weight]) => weight);
  return write(database);
}

/** A table in the house's style; every seventh or so breaks one of its rules. */
export function createTable(database: Database): string {
  const { random, tables } = database;
  const name = tableName(tables.length);
  const columns = random.some(COLUMNS, 4 + Math.floor(random.next() * 6));
  const breaches = { stamps: random.chance(15), softDelete: random.chance(15) };
  tables.push({ name, free: columns.map((column) => column.name) });
  const lines = [
    '"id" UUID NOT NULL DEFAULT gen_random_uuid()',
    ...columns.map((column) => `"${column.name}" ${column.sql}${random.chance(30) ? ' NOT NULL' : ''}`),
    ...(breaches.stamps
      ? []
      : ['"created_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP', '"updated_at" TIMESTAMP(3) NOT NULL']),
    ...(breaches.softDelete
      ? []
      : ['"is_deleted" BOOLEAN NOT NULL DEFAULT false', '"deleted_at" TIMESTAMP(3)', '"deleted_by_id" UUID']),
    `CONSTRAINT "${name}_pkey" PRIMARY KEY ("id")`,
  ];
  const head = `CREATE TABLE ${database.isGuarded() ? 'IF NOT EXISTS ' : ''}"${name}"`;
  return `-- CreateTable\n${head} (\n${lines.map((line) => `    ${line}`).join(',\n')}\n);`;
}

function addColumn(database: Database): string {
  const { random } = database;
  const table = database.table();
  const { name, sql } = random.of(COLUMNS);
  const column = `${name}_${database.number()}`;
  table.free.push(column);
  const statement = (clause: string) => `ALTER TABLE "${table.name}" ADD COLUMN ${clause}"${column}" ${sql};`;
  if (!database.isGuarded()) return `-- AlterTable\n${statement('')}`;
  if (random.chance(50)) return `-- AlterTable\n${statement('IF NOT EXISTS ')}`;
  return guarded(
    `information_schema.columns\n        WHERE table_schema = current_schema() AND table_name = '${table.name}' AND column_name = '${column}'`,
    statement(''),
  );
}

function createIndex(database: Database): string {
  const table = database.table();
  const column = indexable(database, table);
  if (column === undefined) return addColumn(database);
  const name = `${table.name}_${column}_${database.number()}_idx`.slice(0, 62);
  database.indexes.push(name);
  table.free = table.free.filter((free) => free !== column);
  return `-- CreateIndex\nCREATE INDEX ${database.isGuarded() ? 'IF NOT EXISTS ' : ''}"${name}" ON "${table.name}"("${column}");`;
}

/** PostgreSQL has no order for JSON documents that an index of the usual kind could keep. */
function indexable({ random }: Database, { free }: Table): string | undefined {
  const columns = free.filter((column) => !column.startsWith('metadata'));
  return columns.length > 2 ? random.of(columns) : undefined;
}

function alterColumn(database: Database): string {
  const table = database.table();
  if (table.free.length === 0) return addColumn(database);
  const what = database.random.of(['DROP NOT NULL', 'DROP DEFAULT']);
  return `-- AlterTable\nALTER TABLE "${table.name}" ALTER COLUMN "${database.random.of(table.free)}" ${what};`;
}

function addForeignKey(database: Database): string {
  const table = database.table();
  const target = database.table();
  const column = `${target.name}_${database.number()}_id`;
  const name = `${table.name}_${column}_fkey`.slice(0, 62);
  const statement = `ALTER TABLE "${table.name}" ADD COLUMN "${column}" UUID,\nADD CONSTRAINT "${name}" FOREIGN KEY ("${column}") REFERENCES "${target.name}"("id") ON DELETE SET NULL ON UPDATE CASCADE;`;
  return database.isGuarded()
    ? guarded(`pg_constraint WHERE conname = '${name}'`, statement)
    : `-- AddForeignKey\n${statement}`;
}

function dropColumn(database: Database): string {
  const table = database.table();
  if (table.free.length < 4) return addColumn(database);
  const column = database.random.of(table.free);
  table.free = table.free.filter((free) => free !== column);
  return `-- AlterTable\nALTER TABLE "${table.name}" DROP COLUMN ${database.isGuarded() ? 'IF EXISTS ' : ''}"${column}";`;
}

function dropIndex(database: Database): string {
  const name = database.indexes.pop();
  if (name === undefined) return createIndex(database);
  return `-- DropIndex\nDROP INDEX ${database.isGuarded() ? 'IF EXISTS ' : ''}"${name}";`;
}

function createEnum(database: Database): string {
  const name = `state_${database.number()}`;
  database.enums.push(name);
  const statement = `CREATE TYPE "${name}" AS ENUM ('ACTIVE', 'INACTIVE', 'ON_HOLD');`;
  return database.isGuarded() ? guarded(`pg_type WHERE typname = '${name}'`, statement) : `-- CreateEnum\n${statement}`;
}

function addEnumValue(database: Database): string {
  if (database.enums.length === 0) return createEnum(database);
  const name = database.random.of(database.enums);
  return `-- AlterEnum\nALTER TYPE "${name}" ADD VALUE ${database.isGuarded() ? 'IF NOT EXISTS ' : ''}'VALUE_${database.number()}';`;
}

function backfill(database: Database): string {
  const table = database.table();
  if (table.free.length === 0) return addColumn(database);
  const column = database.random.of(table.free);
  return `-- Backfill\nUPDATE "${table.name}" SET "${column}" = "${column}" WHERE "${column}" IS NULL;`;
}

function comment(database: Database): string {
  const { name } = database.table();
  return `COMMENT ON TABLE "${name}" IS 'Rows of ${name}';`;
}

function createFunction(database: Database): string {
  const name = `touch_${database.number()}`;
  return `CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $fn$\nBEGIN\n  RETURN NEW;\nEND;\n$fn$;`;
}

function guarded(from: string, statement: string): string {
  const inner = statement.replaceAll('\n', '\n        ');
  return `DO $$\nBEGIN\n    IF NOT EXISTS (\n        SELECT 1 FROM ${from}\n    ) THEN\n        ${inner}\n    END IF;\nEND $$;`;
}
