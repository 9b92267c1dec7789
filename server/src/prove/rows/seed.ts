import { type Database, query } from '../database/database';
import { generatedValue } from './generatedValues';
import { type SeedTable, seedTables } from './seedTables';

/** Which tables are given rows. */
export interface SeedOptions {
  /** A text whose words may be names of tables: those that exist are filled, and the ones that they refer to. */
  readonly namedIn: string;
  /** Names of tables that are left alone. */
  readonly skip?: ReadonlySet<string>;
  /** Tables that hold rows already are left as they are. */
  readonly onlyEmpty?: boolean;
}

/**
 * Puts three generated rows into tables, in the transaction that is open; the third one has NULL wherever that is allowed.
 * A row that a constraint refuses is left out. Triggers and foreign keys do not fire where the session may switch them off.
 */
export async function seed(database: Database, options: SeedOptions): Promise<void> {
  const tables = (await seedTables(database, words(options.namedIn))).filter(({ name }) => !options.skip?.has(name));
  if (tables.length === 0) return;
  const body = await asReplica(database, script(tables, options.onlyEmpty ?? false));
  // Rows whose parents lie in a table that is left alone may have none, as after a row that was refused.
  const refused = (options.skip?.size ?? 0) > 0;
  await query(
    database,
    `DO $ehr_schema_seed$ DECLARE refused boolean := ${refused}; BEGIN\n${body}\nEND $ehr_schema_seed$`,
  );
}

/** Statements of a DO block that run without triggers and foreign keys, where the session may switch them off. */
export async function asReplica(database: Database, statements: string): Promise<string> {
  const [row] = await query(database, "SELECT pg_catalog.current_setting('is_superuser')");
  if (row?.[0] !== 'on') return statements;
  const role = 'SET LOCAL session_replication_role';
  return `${role} = replica;\n${statements}\n${role} = origin;`;
}

/** Takes all rows out of a table, whatever refers to them, in the transaction that is open. */
export async function empty(database: Database, table: string): Promise<boolean> {
  const name = table
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
  await query(database, 'SAVEPOINT ehr_schema_empty');
  const { failure } = await database.send(
    `SET LOCAL session_replication_role = replica; DELETE FROM ${name}; SET LOCAL session_replication_role = origin`,
  );
  await query(
    database,
    `${failure ? 'ROLLBACK TO SAVEPOINT ehr_schema_empty; ' : ''}RELEASE SAVEPOINT ehr_schema_empty`,
  );
  return failure === undefined;
}

/** Every word of a text, as it stands and as PostgreSQL folds it. */
export function words(text: string): string[] {
  const found = new Set<string>();
  for (const [word] of text.matchAll(/[\p{L}_][\p{L}\p{N}_$]*/gu)) found.add(word).add(word.toLowerCase());
  return [...found];
}

const ROWS = [1, 2, 3];

/** The statements of one DO block that fills the tables, so that a refused row costs no round trip. */
function script(tables: readonly SeedTable[], onlyEmpty: boolean): string {
  const inserts = tables.map((table) => {
    const rows = guarded(insert(table, ROWS), ROWS.map((row) => guarded(insert(table, [row]))).join('\n'));
    return onlyEmpty ? `IF EXISTS (SELECT FROM ${table.table}) THEN refused := true; ELSE ${rows} END IF;` : rows;
  });
  const orphans = tables.flatMap((table) => table.references.map((reference) => deleteOrphans(table.table, reference)));
  return `${inserts.join('\n')}
FOR round IN 1..4 LOOP
  EXIT WHEN NOT refused;
  refused := false;
  ${orphans.map((sql) => `${sql}; refused := refused OR FOUND;`).join('\n  ')}
END LOOP;`;
}

/** An exception block: what is refused leaves nothing behind, and `otherwise` is done instead. */
export function guarded(sql: string, otherwise = 'refused := true;'): string {
  return `BEGIN ${sql}; EXCEPTION WHEN OTHERS THEN ${otherwise} END;`;
}

function insert({ table, columns }: SeedTable, rows: readonly number[]): string {
  if (columns.length === 0) return rows.map(() => `INSERT INTO ${table} DEFAULT VALUES`).join('; ');
  const values = rows.map((row) => `(${columns.map((column) => value(column, row)).join(', ')})`);
  const names = columns.map(({ column }) => column).join(', ');
  return `INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE VALUES ${values.join(', ')}`;
}

function value(column: SeedTable['columns'][number], row: number): string {
  return row === ROWS.at(-1) && column.nullable ? 'NULL' : (generatedValue(column, row) ?? 'NULL');
}

/** A refused row may leave children behind, which a foreign key that is added later would stumble over. */
function deleteOrphans(table: string, reference: SeedTable['references'][number]): string {
  const { columns, parent, parentColumns } = reference;
  const filled = columns.map((column) => `c.${column} IS NOT NULL`).join(' AND ');
  const joined = columns.map((column, i) => `c.${column} = p.${parentColumns[i]}`).join(' AND ');
  return `DELETE FROM ${table} c WHERE ${filled} AND NOT EXISTS (SELECT FROM ${parent} p WHERE ${joined})`;
}
