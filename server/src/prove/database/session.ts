import { type Database, query } from './database';

/**
 * SQL that gives a new session what the migrations so far have left in this one: settings such as search_path, the role.
 * Undefined where they have left what no SQL gives back, such as temporary tables.
 * @param texts the migrations: the names of settings that PostgreSQL does not know itself stand nowhere else.
 */
export async function sessionSettings(database: Database, texts: readonly string[]): Promise<string | undefined> {
  const [[holds] = []] = await query(database, HOLDS_MORE);
  if (holds === 't') return undefined;
  const rows = await query(database, settings(ownSettings(texts)));
  return rows.map(([sql]) => sql!).join(';\n');
}

/** Whether the session has what ends with it. Statements that we prepared ourselves do not count. */
const HOLDS_MORE = `SELECT
  EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.pg_my_temp_schema())
  OR EXISTS (SELECT FROM pg_catalog.pg_type WHERE typnamespace = pg_catalog.pg_my_temp_schema())
  OR EXISTS (SELECT FROM pg_catalog.pg_proc WHERE pronamespace = pg_catalog.pg_my_temp_schema())
  OR EXISTS (SELECT FROM pg_catalog.pg_prepared_statements WHERE name NOT LIKE 'ehr_schema_%')
  OR EXISTS (SELECT FROM pg_catalog.pg_cursors WHERE is_holdable)
  OR EXISTS (SELECT FROM pg_catalog.pg_locks WHERE locktype = 'advisory')`;

/** The role comes last: it may not be allowed to set what comes before. pg_settings does not show it. */
function settings(own: readonly string[]): string {
  const names = own.map((name) => `'${name}'`).join(', ');
  return `SELECT pg_catalog.format('SELECT pg_catalog.set_config(%L, %L, false)', name, pg_catalog.current_setting(name))
  FROM (SELECT 1 AS place, name FROM pg_catalog.pg_settings
      WHERE source = 'session' AND context IN ('user', 'superuser') AND name NOT LIKE 'ehr_schema.%'
    UNION ALL SELECT 1, name FROM pg_catalog.unnest(ARRAY[${names}]::pg_catalog.text[]) AS name
      WHERE pg_catalog.current_setting(name, true) IS NOT NULL
    UNION ALL SELECT 2, 'session_authorization' WHERE pg_catalog.current_setting('session_authorization') <> ''
    UNION ALL SELECT 3, 'role') AS settings ORDER BY place, name`;
}

/** The names of settings with a dot in them that some texts set or read, such as `app.tenant`. */
function ownSettings(texts: readonly string[]): string[] {
  const names = texts.flatMap((text) => [...text.matchAll(OWN_SETTING)].map(([, name]) => name!.toLowerCase()));
  return [...new Set(names)];
}

const OWN_SETTING =
  /\b(?:(?:set_config|current_setting)\s*\(\s*'|set\s+(?:session\s+|local\s+)?)([a-z_]\w*\.[a-z_]\w*)/gi;
