import { testSqlRule } from '../../../../test/harness/sqlRule';
import { rename } from './rename';

testSqlRule(rename, {
  bad: [
    {
      marks: ['RENAME COLUMN email TO email_address'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'email')
        AND NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'email_address') THEN
        ALTER TABLE users RENAME COLUMN email TO email_address;
    END IF;
END $$;`,
    },
    {
      marks: ['RENAME TO accounts'],
      becomes: 'ALTER TABLE IF EXISTS users RENAME TO accounts;',
    },
  ],
  cases: [
    {
      name: 'a constraint of a table that the file makes anew without it',
      before: 'CREATE TABLE notes (id INTEGER CONSTRAINT notes_key UNIQUE);',
      text: `ALTER TABLE notes RENAME CONSTRAINT notes_key TO notes_id_key;
DROP TABLE notes;
CREATE TABLE IF NOT EXISTS notes (id INTEGER);`,
      marks: ['RENAME CONSTRAINT notes_key TO notes_id_key'],
      becomes: `DO $$
BEGIN
    IF to_regclass('"notes_key"') IS NOT NULL THEN
        ALTER TABLE notes RENAME CONSTRAINT notes_key TO notes_id_key;
        DROP TABLE notes;
    END IF;
END $$;
CREATE TABLE IF NOT EXISTS notes (id INTEGER);`,
    },
    {
      name: 'type',
      before: `CREATE TYPE "Role" AS ENUM ('A');`,
      text: 'ALTER TYPE "Role" RENAME TO "UserRole";',
      marks: ['RENAME TO "UserRole"'],
      becomes: `DO $$
BEGIN
    IF to_regtype('"Role"') IS NOT NULL
        AND to_regtype('"UserRole"') IS NULL THEN
        ALTER TYPE "Role" RENAME TO "UserRole";
    END IF;
END $$;`,
    },
    {
      name: 'label',
      before: `CREATE TYPE "Role" AS ENUM ('A');`,
      text: `ALTER TYPE "Role" RENAME VALUE 'A' TO 'Z';`,
      marks: [`RENAME VALUE 'A'`],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_enum WHERE enumtypid = to_regtype('"Role"') AND enumlabel = 'A')
        AND NOT EXISTS (SELECT 1 FROM pg_enum WHERE enumtypid = to_regtype('"Role"') AND enumlabel = 'Z') THEN
        ALTER TYPE "Role" RENAME VALUE 'A' TO 'Z';
    END IF;
END $$;`,
    },
    {
      name: 'constraint',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      text: 'ALTER TABLE "User" RENAME CONSTRAINT "User_pkey" TO "users_pk";',
      marks: ['RENAME CONSTRAINT "User_pkey" TO "users_pk"'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"User"') AND conname = 'User_pkey')
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"User"') AND conname = 'users_pk') THEN
        ALTER TABLE "User" RENAME CONSTRAINT "User_pkey" TO "users_pk";
    END IF;
END $$;`,
    },
    {
      name: 'a policy whose new name PostgreSQL looks for first',
      before: 'CREATE TABLE users (id INT PRIMARY KEY); CREATE POLICY own ON users USING (true);',
      text: `DO $$ BEGIN
    ALTER POLICY own ON users RENAME TO readers;
EXCEPTION WHEN undefined_object THEN NULL;
END $$;`,
      marks: ['RENAME TO readers'],
      becomes: `DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = to_regclass('"users"') AND polname = 'own')
        AND NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = to_regclass('"users"') AND polname = 'readers') THEN
        ALTER POLICY own ON users RENAME TO readers;
    END IF;
EXCEPTION WHEN undefined_object THEN NULL;
END $$;`,
    },
    {
      name: 'a trigger whose old name PostgreSQL looks for first',
      before: `CREATE TABLE users (id INT PRIMARY KEY);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();`,
      text: `DO $$ BEGIN
    ALTER TRIGGER touched ON users RENAME TO users_touched;
EXCEPTION WHEN undefined_object THEN NULL;
END $$;`,
      marks: [],
    },
    {
      name: 'index',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      text: 'ALTER INDEX "User_pkey" RENAME TO "users_pk";',
      marks: ['RENAME TO "users_pk"'],
      becomes: 'ALTER INDEX IF EXISTS "User_pkey" RENAME TO "users_pk";',
    },
    {
      name: "two columns in each other's place, one of them serial",
      before: 'CREATE TABLE notes (id SERIAL PRIMARY KEY, created NUMERIC(10,2) NOT NULL);',
      text: `ALTER TABLE notes RENAME COLUMN id TO tmp;
ALTER TABLE notes RENAME COLUMN created TO id;
ALTER TABLE notes RENAME COLUMN tmp TO created;`,
      marks: ['RENAME COLUMN id TO tmp', 'RENAME COLUMN created TO id', 'RENAME COLUMN tmp TO created'],
      becomes: `DO $$
BEGIN
    IF (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('"notes"') AND attname = 'created' AND NOT attisdropped) IS DISTINCT FROM to_regtype('int4') THEN
        ALTER TABLE notes RENAME COLUMN id TO tmp;
        ALTER TABLE notes RENAME COLUMN created TO id;
        ALTER TABLE notes RENAME COLUMN tmp TO created;
    END IF;
END $$;`,
    },
    {
      name: "two columns in each other's place that cannot be told apart",
      before: 'CREATE TABLE notes (id SERIAL PRIMARY KEY, created INT NOT NULL);',
      text: `ALTER TABLE notes RENAME COLUMN id TO tmp;
ALTER TABLE notes RENAME COLUMN created TO id;
ALTER TABLE notes RENAME COLUMN tmp TO created;`,
      marks: ['RENAME COLUMN id TO tmp', 'RENAME COLUMN created TO id', 'RENAME COLUMN tmp TO created'],
    },
    {
      name: "two columns in each other's place that differ in their modifiers alone",
      before: 'CREATE TABLE notes (id INT PRIMARY KEY, net NUMERIC(10,2) NOT NULL, gross NUMERIC(12,4));',
      text: `ALTER TABLE notes RENAME COLUMN net TO tmp;
ALTER TABLE notes RENAME COLUMN gross TO net;
ALTER TABLE notes RENAME COLUMN tmp TO gross;`,
      marks: ['RENAME COLUMN net TO tmp', 'RENAME COLUMN gross TO net', 'RENAME COLUMN tmp TO gross'],
    },
  ],
});
