import { type Database, query } from './database';

/** SQL that gives a new session the settings that the migrations so far have left in this one, such as search_path. */
export async function sessionSettings(database: Database): Promise<string> {
  const rows = await query(
    database,
    `SELECT pg_catalog.format('SELECT pg_catalog.set_config(%L, %L, false)', name, pg_catalog.current_setting(name))
      FROM pg_catalog.pg_settings WHERE source = 'session' AND context IN ('user', 'superuser') AND name NOT LIKE 'ehr_schema.%'`,
  );
  return rows.map(([sql]) => sql!).join(';\n');
}
