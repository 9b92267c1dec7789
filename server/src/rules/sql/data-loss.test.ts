import { testSqlRule } from '../../../../test/harness/sqlRule';
import { dataLoss } from './data-loss';

testSqlRule(dataLoss, {
  ground: 'none',
  bad: [
    {
      marks: ['DROP COLUMN age'],
      becomes: `DO $$
BEGIN
    IF (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('"clients"') AND attname = 'age' AND NOT attisdropped) IS DISTINCT FROM to_regtype('int4') THEN
        ALTER TABLE clients DROP COLUMN age, ADD COLUMN age INTEGER;
    END IF;
END $$;`,
    },
    {
      marks: ['TRUNCATE sessions'],
    },
  ],
  cases: [
    {
      name: 'all values of a column',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: 'UPDATE users SET email = NULL;',
      marks: ['UPDATE users'],
    },
    {
      name: 'a type with the columns that a later statement gives it',
      text: `DROP TYPE IF EXISTS "Role" CASCADE;
CREATE TYPE "Role" AS ENUM ('A', 'B');
CREATE TABLE IF NOT EXISTS "User" ("id" INTEGER PRIMARY KEY, "role" "Role");`,
      marks: ['DROP TYPE IF EXISTS "Role"'],
    },
    {
      name: 'a table made anew',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id")); CREATE TABLE "Post" ("id" TEXT NOT NULL, "userId" TEXT NOT NULL, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));',
      text: `DROP TABLE IF EXISTS "Post";
CREATE TABLE "Post" ("id" INT PRIMARY KEY, "b" TEXT);`,
      marks: ['DROP TABLE IF EXISTS "Post"'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'Post' AND column_name = 'b'
    ) THEN
        DROP TABLE IF EXISTS "Post";
        CREATE TABLE "Post" ("id" INT PRIMARY KEY, "b" TEXT);
    END IF;
END $$;`,
    },
    {
      name: 'all rows',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: 'DELETE FROM users;',
      marks: ['DELETE FROM users'],
    },
    {
      name: 'a generated column holds nothing of its own',
      before: 'CREATE TABLE invoices (id UUID PRIMARY KEY, net INT, gross INT GENERATED ALWAYS AS (net + 1) STORED);',
      text: `ALTER TABLE invoices DROP COLUMN IF EXISTS gross;
ALTER TABLE invoices ADD COLUMN gross INT GENERATED ALWAYS AS (net * 2) STORED;`,
      marks: [],
      ground: 'second',
    },
    {
      name: 'a column whose values the run puts into another one before',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, code TEXT);',
      text: `ALTER TABLE visits RENAME COLUMN code TO code_old;
ALTER TABLE visits ADD COLUMN code UUID;
UPDATE visits SET code = code_old::uuid WHERE code_old IS NOT NULL;
ALTER TABLE visits DROP COLUMN code_old;`,
      marks: [],
      ground: 'second',
    },
    {
      name: 'a column of which the run puts only some values into another one before',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, code TEXT);',
      text: `ALTER TABLE visits RENAME COLUMN code TO code_old;
ALTER TABLE visits ADD COLUMN code TEXT;
UPDATE visits SET code = code_old WHERE id > 5;
ALTER TABLE visits DROP COLUMN code_old;`,
      marks: ['DROP COLUMN code_old'],
    },
    {
      name: 'a table that is made anew under its name, with the columns that no earlier file gives it',
      before: 'CREATE TABLE IF NOT EXISTS log (version INT NOT NULL);',
      text: `ALTER TABLE log RENAME TO log_old;
CREATE TABLE log (line TEXT NOT NULL, version INT NOT NULL, PRIMARY KEY (line, version));
INSERT INTO log SELECT 'main', version FROM log_old;
DROP TABLE log_old;`,
      marks: ['DROP TABLE log_old'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'log' AND column_name = 'line'
    ) THEN
        ALTER TABLE log RENAME TO log_old;
        CREATE TABLE log (line TEXT NOT NULL, version INT NOT NULL, PRIMARY KEY (line, version));
        INSERT INTO log SELECT 'main', version FROM log_old;
        DROP TABLE log_old;
    END IF;
END $$;`,
    },
    {
      name: 'all values, wherever there is one',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `UPDATE users SET email = NULL WHERE email IS NOT NULL;
UPDATE users SET email = NULL WHERE id IS NOT NULL;`,
      marks: ['UPDATE users', 'UPDATE users'],
    },
    {
      name: 'values that the same statement puts into another column, over those that are there',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, mail TEXT, email TEXT);',
      text: 'UPDATE users SET mail = NULL, email = mail WHERE mail IS NOT NULL;',
      marks: ['UPDATE users'],
    },
    {
      name: 'a schema that is made anew with all that is in it',
      text: `DROP SCHEMA IF EXISTS audit CASCADE;
CREATE SCHEMA audit;
CREATE TABLE audit.log (id INT PRIMARY KEY);
CREATE FUNCTION audit.one() RETURNS INT LANGUAGE sql AS 'SELECT 1';
CREATE TYPE audit.kind AS ENUM ('a');`,
      marks: ['DROP SCHEMA IF EXISTS audit'],
    },
    {
      name: 'values that a change of type does not keep',
      before: 'CREATE TABLE users (id INT PRIMARY KEY, age TEXT);',
      text: 'ALTER TABLE users ALTER COLUMN age TYPE INT USING NULL;',
      marks: ['ALTER COLUMN age'],
      becomes: `DO $$
BEGIN
    IF (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('"users"') AND attname = 'age' AND NOT attisdropped) IS DISTINCT FROM to_regtype('int4') THEN
        ALTER TABLE users ALTER COLUMN age TYPE INT USING NULL;
    END IF;
END $$;`,
    },
    {
      name: 'a key that is counted from now on',
      before: 'CREATE TABLE users (id TEXT, name TEXT, CONSTRAINT users_pkey PRIMARY KEY (id));',
      text: `ALTER TABLE users DROP CONSTRAINT users_pkey,
DROP COLUMN id,
ADD COLUMN id SERIAL NOT NULL,
ADD CONSTRAINT users_pkey PRIMARY KEY (id);`,
      marks: ['DROP COLUMN id'],
      becomes: `DO $$
BEGIN
    IF (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('"users"') AND attname = 'id' AND NOT attisdropped) IS DISTINCT FROM to_regtype('int4') THEN
        ALTER TABLE users DROP CONSTRAINT users_pkey,
        DROP COLUMN id,
        ADD COLUMN id SERIAL NOT NULL,
        ADD CONSTRAINT users_pkey PRIMARY KEY (id);
    END IF;
END $$;`,
    },
    {
      name: 'a copy that is dropped first and made anew: nothing tells whether the first run has been',
      before: "CREATE TABLE visits (id INT PRIMARY KEY, note TEXT); INSERT INTO visits VALUES (1, 'a');",
      text: `DROP TABLE IF EXISTS visits_kept;
CREATE TABLE visits_kept AS SELECT * FROM visits;
UPDATE visits SET note = NULL;`,
      marks: ['DROP TABLE IF EXISTS visits_kept', 'UPDATE visits'],
    },
  ],
});
