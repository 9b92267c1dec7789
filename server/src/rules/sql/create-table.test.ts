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
  ],
});
