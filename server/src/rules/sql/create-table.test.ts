import { testSqlRule } from '../../../../test/harness/sqlRule';
import { createTable } from './create-table';

testSqlRule(createTable, {
  bad: [
    {
      marks: ['CREATE TABLE audit_logs'],
      becomes: `CREATE TABLE IF NOT EXISTS audit_logs (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid()
);`,
    },
    {
      marks: ['CREATE TABLE user_emails'],
      becomes: 'CREATE TABLE IF NOT EXISTS user_emails AS SELECT id, email FROM users;',
    },
  ],
  cases: [
    {
      name: 'made again, as the file renames it: the clause would not help',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY);',
      text: `CREATE TABLE IF NOT EXISTS comments (id UUID PRIMARY KEY);
DO $$ BEGIN ALTER TABLE users ALTER COLUMN id SET DEFAULT gen_random_uuid(); END $$;
ALTER TABLE comments RENAME TO notes;`,
      marks: ['CREATE TABLE IF NOT EXISTS comments'],
    },
    {
      name: 'lower case',
      text: 'create table clients (id uuid primary key);',
      marks: ['create table clients'],
      becomes: 'create table if not exists clients (id uuid primary key);',
    },
    {
      name: 'SELECT INTO',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      text: 'SELECT * INTO "copy" FROM "User";',
      marks: ['SELECT * INTO'],
      becomes: 'CREATE TABLE IF NOT EXISTS "copy" AS SELECT * FROM "User";',
    },
    {
      name: 'dropped before: runs twice by nature',
      text: `DROP TABLE IF EXISTS scratch;
CREATE TABLE scratch (id INT);
DROP TABLE scratch;`,
      marks: [],
    },
    {
      name: 'the query is read before the name is looked at',
      before: 'CREATE SCHEMA old; CREATE TABLE old.wards (id INT PRIMARY KEY, name TEXT);',
      text: `CREATE TABLE IF NOT EXISTS wards AS TABLE old.wards;
DROP SCHEMA IF EXISTS old CASCADE;`,
      marks: ['CREATE TABLE IF NOT EXISTS wards'],
      becomes: `DO $$
BEGIN
    IF to_regclass('old."wards"') IS NOT NULL THEN
        CREATE TABLE IF NOT EXISTS wards AS TABLE old.wards;
    END IF;
END $$;
DROP SCHEMA IF EXISTS old CASCADE;`,
    },
    {
      name: 'a query that reads a column that the file drops',
      before: 'CREATE TABLE wards (id INT PRIMARY KEY, note TEXT);',
      text: `CREATE TABLE IF NOT EXISTS ward_notes AS SELECT id, note FROM wards;
ALTER TABLE wards DROP COLUMN IF EXISTS note;`,
      marks: ['CREATE TABLE IF NOT EXISTS ward_notes'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'wards' AND column_name = 'note') THEN
        CREATE TABLE IF NOT EXISTS ward_notes AS SELECT id, note FROM wards;
    END IF;
END $$;
ALTER TABLE wards DROP COLUMN IF EXISTS note;`,
    },
  ],
});
