import { type Database, type QueryResult, query } from '../database/database';
import { OTHERS, SHARED } from './others';
import { RELATIONS } from './relations';

/**
 * One SELECT over everything that a migration can make or change, as rows of (kind, name, aspects in JSON). What all
 * databases of a server share is left out where others may change it meanwhile.
 */
export function catalogQuery(alone: boolean): string {
  return `WITH ns AS MATERIALIZED (SELECT oid, quote_ident(nspname) AS n, nspacl, nspowner FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
  ext AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
  rel AS MATERIALIZED (SELECT c.*, ns.n || '.' || quote_ident(c.relname) AS q FROM pg_class c JOIN ns ON ns.oid = c.relnamespace
    WHERE NOT EXISTS (SELECT FROM ext WHERE classid = 'pg_class'::regclass AND objid = c.oid))
${[...RELATIONS, ...OTHERS, ...(alone ? SHARED : [])].join('\nUNION ALL\n')}`;
}

/**
 * A query with all names written out in full, that sees all there is: a migration can have taken another role. It leaves the
 * session's search_path and role as they were.
 */
export function qualified(sql: string): string {
  return `SELECT set_config('ehr_schema.search_path', current_setting('search_path'), false), set_config('ehr_schema.role', current_setting('role'), false);
SET search_path = pg_catalog;
SET ROLE none;
${sql};
DO $$ BEGIN
  PERFORM set_config('role', current_setting('ehr_schema.role'), false);
  PERFORM set_config('search_path', current_setting('ehr_schema.search_path'), false);
END $$`;
}

/** A query of ours whose plan the session keeps: planning it takes ten times as long as running it. */
export interface PreparedQuery {
  /** The name of the statement in the session. */
  readonly name: string;
  readonly sql: string;
}

/** Runs a prepared query with an argument, and prepares it where the session does not know it: a migration can forget it. */
export async function prepared(
  database: Database,
  { name, sql }: PreparedQuery,
  argument = '',
): Promise<QueryResult['rows']> {
  const known = await query(database, `SELECT FROM pg_catalog.pg_prepared_statements WHERE name = '${name}'`);
  if (known.length === 0) await query(database, qualified(`PREPARE ${name} AS ${sql}`));
  return query(database, qualified(`EXECUTE ${name}${argument}`));
}
