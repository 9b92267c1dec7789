import { type Database, query } from '../database/database';
import { catalogQuery, prepared, qualified } from './query';

/**
 * Everything that a migration can change: each object of the catalog by its kind and name, and the rows of each table that
 * has some, with what there is to say of it as JSON. Rows are counted and hashed; their contents are never in it.
 */
export type Fingerprint = ReadonlyMap<string, string>;

/** Takes the fingerprint of a database as its session sees it, uncommitted changes included. */
export async function fingerprint(database: Database): Promise<Fingerprint> {
  const result = new Map<string, string>();
  const catalog = { name: 'ehr_schema_catalog', sql: catalogQuery(database.kind === 'embedded') };
  for (const [kind, name, aspects] of await prepared(database, catalog)) result.set(`${kind} ${name}`, aspects!);
  const tables = await tablesWithRows(database);
  if (tables.length === 0) return result;
  const hashes = tables.map(
    (
      table,
    ) => `SELECT '${table.replaceAll("'", "''")}', count(*), md5(string_agg(row_text, E'\\n' ORDER BY row_text COLLATE "C"))
      FROM (SELECT to_jsonb(ehr_schema_row)::text AS row_text FROM ONLY ${table} AS ehr_schema_row) AS contents`,
  );
  for (const [table, count, contents] of await query(database, qualified(hashes.join('\nUNION ALL\n'))))
    if (count !== '0') result.set(`rows of ${table}`, JSON.stringify({ count, contents }));
  return result;
}

/** The tables and filled materialized views that take up any space. */
async function tablesWithRows(database: Database): Promise<string[]> {
  const rows = await query(
    database,
    qualified(`SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE (c.relkind = 'r' OR (c.relkind = 'm' AND c.relispopulated)) AND n.nspname !~ '^pg_'
        AND n.nspname <> 'information_schema' AND pg_relation_size(c.oid) > 0 ORDER BY 1`),
  );
  return rows.map(([table]) => table!);
}
