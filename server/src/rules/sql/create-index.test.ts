import { testSqlRule } from '../../../../test/harness/sqlRule';
import { createIndex } from './create-index';

testSqlRule(createIndex, {
  bad: [
    {
      marks: ['CREATE UNIQUE INDEX users_email_key'],
      becomes: 'CREATE UNIQUE INDEX IF NOT EXISTS users_email_key ON users(email);',
    },
    {
      marks: ['CREATE INDEX'],
      becomes: 'CREATE INDEX IF NOT EXISTS users_email_idx ON users(email);',
    },
  ],
  cases: [
    {
      name: 'without a name, with a column that it includes',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: 'CREATE INDEX ON users (email) INCLUDE (id);',
      marks: ['CREATE INDEX'],
      becomes: 'CREATE INDEX IF NOT EXISTS users_email_id_idx ON users (email) INCLUDE (id);',
    },
    {
      name: 'without a name, beside another one that has the name it would get',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE INDEX ON users (email);',
      text: "CREATE INDEX ON users (email) WHERE email <> '';",
      marks: ['CREATE INDEX'],
      becomes: "CREATE INDEX IF NOT EXISTS users_email_idx1 ON users (email) WHERE email <> '';",
    },
    {
      name: 'CONCURRENTLY',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      text: 'CREATE INDEX CONCURRENTLY "User_name_idx" ON "User"("name");',
      marks: ['CREATE INDEX CONCURRENTLY "User_name_idx"'],
      becomes: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS "User_name_idx" ON "User"("name");',
    },
    {
      name: 'without a name, on an expression',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: 'CREATE INDEX ON users(lower(email));',
      marks: ['CREATE INDEX'],
      becomes: 'CREATE INDEX IF NOT EXISTS users_lower_idx ON users(lower(email));',
    },
    {
      name: 'on a column that the file drops later',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `CREATE INDEX users_email_idx ON users(email);
ALTER TABLE users DROP COLUMN IF EXISTS email;`,
      marks: ['CREATE INDEX users_email_idx'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'email') THEN
        CREATE INDEX IF NOT EXISTS users_email_idx ON users(email);
    END IF;
END $$;
ALTER TABLE users DROP COLUMN IF EXISTS email;`,
    },
    {
      name: 'on a materialized view that is made anew',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY);',
      text: `DROP MATERIALIZED VIEW IF EXISTS ids;
CREATE MATERIALIZED VIEW ids AS SELECT id FROM users;
CREATE UNIQUE INDEX ids_id_idx ON ids (id);`,
      marks: [],
    },
  ],
});
