import { testSqlRule } from '../../../../test/harness/sqlRule';
import { drop } from './drop';

testSqlRule(drop, {
  bad: [
    {
      marks: ['DROP TABLE users'],
      becomes: 'DROP TABLE IF EXISTS users;',
    },
    {
      marks: ['DROP COLUMN email'],
      becomes: 'ALTER TABLE users DROP COLUMN IF EXISTS email;',
    },
    {
      marks: ['DROP CONSTRAINT fk', 'DROP TABLE appointments'],
      becomes: `ALTER TABLE IF EXISTS appointments DROP CONSTRAINT IF EXISTS fk;
DROP TABLE IF EXISTS appointments;`,
    },
  ],
  cases: [
    {
      name: 'a column made anew in a table that the file renames',
      before: 'CREATE TABLE patients (id TEXT PRIMARY KEY, kind TEXT);',
      text: `ALTER TABLE patients DROP COLUMN kind, ADD COLUMN kind INTEGER;
ALTER TABLE IF EXISTS patients RENAME TO notes;`,
      marks: ['DROP COLUMN kind'],
      becomes: `DO $$
BEGIN
    IF to_regclass('"patients"') IS NOT NULL
        AND (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('"patients"') AND attname = 'kind' AND NOT attisdropped) IS DISTINCT FROM to_regtype('int4') THEN
        ALTER TABLE patients DROP COLUMN kind, ADD COLUMN kind INTEGER;
    END IF;
END $$;
ALTER TABLE IF EXISTS patients RENAME TO notes;`,
    },
    {
      name: 'several at once',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id")); CREATE TABLE "Post" ("id" TEXT NOT NULL, "userId" TEXT NOT NULL, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));',
      text: 'DROP TABLE "Post", "User";',
      marks: ['"Post"', '"User"'],
      becomes: 'DROP TABLE IF EXISTS "Post", "User";',
    },
    {
      name: 'an index',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE INDEX users_email_idx ON users(email);',
      text: 'drop index users_email_idx;',
      marks: ['drop index users_email_idx'],
      becomes: 'drop index if exists users_email_idx;',
    },
    {
      name: 'a type whose name a table takes',
      before: `CREATE TYPE "Role" AS ENUM ('A');`,
      text: `DROP TYPE "Role";
CREATE TABLE IF NOT EXISTS "Role" ("id" INT PRIMARY KEY);`,
      marks: ['DROP TYPE "Role"'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_type WHERE oid = to_regtype('"Role"') AND typtype = 'e') THEN
        DROP TYPE "Role";
    END IF;
END $$;
CREATE TABLE IF NOT EXISTS "Role" ("id" INT PRIMARY KEY);`,
    },
    {
      name: 'a column and a constraint',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      text: `ALTER TABLE "User" DROP COLUMN "age",
  DROP CONSTRAINT "User_pkey";`,
      marks: ['DROP COLUMN "age"', 'DROP CONSTRAINT "User_pkey"'],
      becomes: `ALTER TABLE "User" DROP COLUMN IF EXISTS "age",
  DROP CONSTRAINT IF EXISTS "User_pkey";`,
    },
  ],
});
