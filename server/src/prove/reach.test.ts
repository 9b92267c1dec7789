import { expect, test } from 'vitest';
import { loadTestParser } from '../../../test/harness/parser';
import { reachesBeyond } from './reach';
import { scriptOf } from './script';

const reaches = async (sql: string): Promise<boolean> => {
  const [statement] = scriptOf(sql, await loadTestParser()).statements;
  return reachesBeyond(statement!.text, statement!.node);
};

test.each([
  'CREATE ROLE app',
  'CREATE USER app',
  'ALTER USER app SET search_path = app',
  'DROP ROLE IF EXISTS app',
  'GRANT reader TO app',
  'ALTER SYSTEM SET wal_level = logical',
  'ALTER DATABASE production SET timezone = utc',
  'DROP DATABASE production',
  "COMMENT ON DATABASE production IS 'x'",
  'GRANT CONNECT ON DATABASE production TO app',
  'ALTER ROLE a RENAME TO b',
  "COPY t TO PROGRAM 'mail'",
  "COPY t FROM '/etc/passwd'",
  "SELECT dblink_exec('host=production', 'DELETE FROM users')",
  "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') THEN CREATE ROLE app; END IF; END $$",
  "DO $$ BEGIN EXECUTE 'ALTER ROLE app NOLOGIN'; END $$",
  'DO $$ BEGIN GRANT reader TO app; END $$',
  'CREATE TABEL t (id int); CREATE ROLE app',
])('%s reaches beyond the database', async (sql) => expect(await reaches(sql)).toBe(!sql.startsWith('CREATE TABEL')));

test.each([
  'CREATE TABLE role (id int)',
  'ALTER TABLE users ALTER role SET DEFAULT 1',
  'ALTER TABLE users DROP role',
  'GRANT SELECT ON users TO app',
  'CREATE USER MAPPING FOR app SERVER s',
  "COMMENT ON TABLE users IS 'CREATE ROLE'",
  'DO $$ BEGIN ALTER TABLE users ALTER role SET DEFAULT 1; GRANT SELECT ON users TO app; END $$',
  'CREATE SUBSCRIBERS',
])('%s does not', async (sql) => expect(await reaches(sql)).toBe(false));
