import { testSqlRule } from '../../../../test/harness/sqlRule';
import { createObject } from './create-object';

testSqlRule(createObject, {
  bad: [
    {
      marks: ['CREATE EXTENSION pgcrypto'],
      becomes: 'CREATE EXTENSION IF NOT EXISTS pgcrypto;',
    },
    {
      marks: ['CREATE SEQUENCE invoice_numbers'],
      becomes: 'CREATE SEQUENCE IF NOT EXISTS invoice_numbers;',
    },
    {
      marks: ['CREATE VIEW user_emails'],
      becomes: 'CREATE OR REPLACE VIEW user_emails AS SELECT email FROM users;',
    },
    {
      marks: ['CREATE POLICY own_rows'],
      becomes: `DROP POLICY IF EXISTS own_rows ON users;
CREATE POLICY own_rows ON users FOR SELECT USING (email = current_user);`,
    },
  ],
  cases: [
    {
      name: 'a schema with what is in it, which IF NOT EXISTS does not take',
      text: `CREATE SCHEMA billing
  CREATE TABLE invoices (id INT PRIMARY KEY);`,
      marks: ['CREATE SCHEMA billing'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'billing') THEN
        CREATE SCHEMA billing
          CREATE TABLE invoices (id INT PRIMARY KEY);
    END IF;
END $$;`,
    },
    {
      name: 'a publication that is put in the place of another one',
      before: 'CREATE TABLE chats (id INT PRIMARY KEY); CREATE PUBLICATION realtime FOR TABLE chats;',
      text: `ALTER PUBLICATION realtime RENAME TO old;
CREATE PUBLICATION realtime FOR TABLE chats;
DROP PUBLICATION old;`,
      marks: [],
    },
    {
      name: 'statistics over a column that the file drops',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `CREATE STATISTICS user_stats ON id, email FROM users;
ALTER TABLE users DROP COLUMN IF EXISTS email;`,
      marks: ['CREATE STATISTICS user_stats'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'email') THEN
        CREATE STATISTICS IF NOT EXISTS user_stats ON id, email FROM users;
    END IF;
END $$;
ALTER TABLE users DROP COLUMN IF EXISTS email;`,
      ground: 'crashPoints',
    },
    {
      name: 'beside another change of its table that lasts',
      before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';`,
      text: `ALTER TABLE users ADD UNIQUE (email);
DROP TRIGGER IF EXISTS touch ON users;
CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION tf();`,
      marks: [],
      ground: 'none',
    },
    {
      name: 'materialized view',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: 'CREATE MATERIALIZED VIEW m AS SELECT id FROM users;',
      marks: ['CREATE MATERIALIZED VIEW m'],
      becomes: 'CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT id FROM users;',
    },
    {
      name: 'function',
      text: 'create function one() returns int language sql as $$ select 1 $$;',
      marks: ['create function one'],
      becomes: 'create or replace function one() returns int language sql as $$ select 1 $$;',
    },
    {
      name: 'trigger',
      before: `CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id")); CREATE FUNCTION tf() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; end';`,
      text: 'CREATE TRIGGER "t" BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION tf();',
      marks: ['CREATE TRIGGER "t"'],
      becomes: 'CREATE OR REPLACE TRIGGER "t" BEFORE INSERT ON "User" FOR EACH ROW EXECUTE FUNCTION tf();',
    },
    {
      name: 'schema',
      text: 'CREATE SCHEMA "Z";',
      marks: ['CREATE SCHEMA "Z"'],
      becomes: 'CREATE SCHEMA IF NOT EXISTS "Z";',
    },
    {
      name: 'publication',
      text: 'CREATE PUBLICATION pb;',
      marks: ['CREATE PUBLICATION pb'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_publication WHERE pubname = 'pb') THEN
        CREATE PUBLICATION pb;
    END IF;
END $$;`,
    },
    {
      name: 'every column of a table, and its whole row',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY); CREATE TABLE posts (id UUID PRIMARY KEY, author UUID);',
      text: `DROP VIEW IF EXISTS written;
CREATE VIEW written AS SELECT p.*, to_jsonb(u) AS author_row FROM posts p JOIN users u ON u.id = p.author;`,
      marks: [],
    },
    {
      name: 'a materialized view made anew with its index',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY);',
      text: `DROP MATERIALIZED VIEW IF EXISTS ids;
CREATE MATERIALIZED VIEW ids AS SELECT id FROM users;
CREATE UNIQUE INDEX ids_id_idx ON ids (id);`,
      marks: [],
    },
    {
      name: 'for each table of a list',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY); CREATE TABLE rooms (id INT PRIMARY KEY);',
      text: `DO $$
DECLARE
    t TEXT;
BEGIN
    FOREACH t IN ARRAY ARRAY['visits', 'rooms'] LOOP
        EXECUTE format('CREATE POLICY %I ON %I USING (true)', t || '_all', t);
    END LOOP;
END $$;`,
      marks: ["format('CREATE POLICY %I ON %I USING (true)', t || '_all', t)"],
    },
    {
      name: 'for each table of a list, dropped or asked for first',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY); CREATE TABLE rooms (id INT PRIMARY KEY);',
      text: `DO $$
DECLARE
    t TEXT;
    tables CONSTANT TEXT[] := ARRAY['visits', 'rooms'];
BEGIN
    FOREACH t IN ARRAY tables LOOP
        EXECUTE format('DROP POLICY IF EXISTS %I ON %I', t || '_all', t);
        EXECUTE format('CREATE POLICY %I ON %I USING (true)', t || '_all', t);
    END LOOP;
    FOR t IN SELECT unnest(tables) LOOP
        CONTINUE WHEN to_regclass(t) IS NULL;
        IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = t AND policyname = t || '_read') THEN
            EXECUTE format('CREATE POLICY %I ON %I FOR SELECT USING (true)', t || '_read', t);
        END IF;
    END LOOP;
END $$;`,
      marks: [],
    },
    {
      name: 'behind a loop that drops what it finds',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY); CREATE TABLE rooms (id INT PRIMARY KEY);',
      text: `DO $$
DECLARE
    p RECORD;
BEGIN
    FOR p IN SELECT policyname FROM pg_policies WHERE tablename = 'visits' LOOP
        EXECUTE format('drop policy %I on visits', p.policyname);
    END LOOP;
END $$;
CREATE POLICY all_visits ON visits USING (true);
CREATE POLICY all_rooms ON rooms USING (true);`,
      marks: ['CREATE POLICY all_rooms'],
      becomes: `DO $$
DECLARE
    p RECORD;
BEGIN
    FOR p IN SELECT policyname FROM pg_policies WHERE tablename = 'visits' LOOP
        EXECUTE format('drop policy %I on visits', p.policyname);
    END LOOP;
END $$;
CREATE POLICY all_visits ON visits USING (true);
DROP POLICY IF EXISTS all_rooms ON rooms;
CREATE POLICY all_rooms ON rooms USING (true);`,
    },
    {
      name: 'a function behind a loop that drops all of its name',
      text: `DO $$
DECLARE
    old TEXT;
BEGIN
    FOR old IN SELECT oid::regprocedure::text FROM pg_proc WHERE proname = 'visits_of' LOOP
        EXECUTE format('DROP FUNCTION %s', old);
    END LOOP;
END $$;
CREATE FUNCTION visits_of(patient INT) RETURNS INT LANGUAGE sql AS 'SELECT patient';`,
      marks: [],
    },
    {
      name: 'what CASCADE takes along',
      before: 'CREATE TABLE users (id INT PRIMARY KEY, email TEXT);',
      text: `DROP FUNCTION IF EXISTS is_own(INT) CASCADE;
CREATE FUNCTION is_own(id INT) RETURNS BOOLEAN LANGUAGE sql AS 'SELECT true';
CREATE POLICY own_rows ON users USING (is_own(id));
DROP VIEW IF EXISTS mails CASCADE;
CREATE VIEW mails AS SELECT email FROM users;
CREATE VIEW other_mails AS SELECT m.email FROM mails m WHERE is_own(1);
DROP TYPE IF EXISTS pair CASCADE;
CREATE TYPE pair AS (x INT, y INT);
CREATE FUNCTION origin() RETURNS pair LANGUAGE sql AS 'SELECT (0, 0)::pair';`,
      marks: [],
    },
    {
      name: 'what goes with its schema',
      text: `DROP SCHEMA IF EXISTS tools CASCADE;
CREATE SCHEMA tools;
CREATE FUNCTION tools.one() RETURNS INT LANGUAGE sql AS 'SELECT 1';
CREATE TYPE tools.kind AS ENUM ('a');
CREATE VIEW tools.ones AS SELECT tools.one() AS one;`,
      marks: [],
    },
    {
      name: 'a view that gets further columns later',
      before: 'CREATE TABLE users (id INT PRIMARY KEY, email TEXT);',
      text: `CREATE OR REPLACE VIEW mails AS SELECT id, email FROM users;
ALTER TABLE users ADD COLUMN phone TEXT;
CREATE OR REPLACE VIEW mails AS SELECT * FROM users;`,
      marks: ['CREATE OR REPLACE VIEW mails'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'phone'
    ) THEN
        CREATE OR REPLACE VIEW mails AS SELECT id, email FROM users;
        ALTER TABLE users ADD COLUMN phone TEXT;
    END IF;
END $$;
CREATE OR REPLACE VIEW mails AS SELECT * FROM users;`,
    },
    {
      name: 'a view that calls a column otherwise later',
      before: 'CREATE TABLE users (id INT PRIMARY KEY, email TEXT);',
      text: `CREATE OR REPLACE VIEW mails (user_id) AS SELECT id, email FROM users UNION SELECT id, 'x' FROM users;
DROP VIEW mails;
CREATE OR REPLACE VIEW mails AS SELECT id, lower(email) FROM users;`,
      marks: ['CREATE OR REPLACE VIEW mails'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'mails' AND column_name = 'id'
    ) THEN
        CREATE OR REPLACE VIEW mails (user_id) AS SELECT id, email FROM users UNION SELECT id, 'x' FROM users;
    END IF;
END $$;
DROP VIEW mails;
CREATE OR REPLACE VIEW mails AS SELECT id, lower(email) FROM users;`,
    },
    {
      name: 'a function that gives something else later',
      text: `CREATE OR REPLACE FUNCTION one(n INT) RETURNS INT LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION one(INTEGER);
CREATE OR REPLACE FUNCTION one(n INT) RETURNS TEXT LANGUAGE sql AS 'SELECT ''1''';`,
      marks: ['CREATE OR REPLACE FUNCTION one'],
    },
    {
      name: 'a function whose parameter gets a name, and then another',
      text: `CREATE OR REPLACE FUNCTION one(INT, OUT r INT) LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION one(n INT) RETURNS INT LANGUAGE sql AS 'SELECT 1';
DROP FUNCTION one;
CREATE OR REPLACE FUNCTION one(m INT) RETURNS INT LANGUAGE sql AS 'SELECT 1';`,
      marks: ['CREATE OR REPLACE FUNCTION one', 'CREATE OR REPLACE FUNCTION one'],
    },
    {
      name: 'an aggregate that is dropped first',
      text: `DROP AGGREGATE IF EXISTS total(INT);
CREATE AGGREGATE total(INTEGER) (SFUNC = int4pl, STYPE = INT, INITCOND = '0');`,
      marks: [],
    },
    {
      name: 'an operator and a cast that are dropped first, in other spellings',
      before: "CREATE TYPE urgency AS ENUM ('LOW', 'HIGH');",
      text: `DROP OPERATOR IF EXISTS ~! (NONE, character varying);
CREATE OR REPLACE FUNCTION tidy(VARCHAR) RETURNS VARCHAR LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE OPERATOR ~! (RIGHTARG = VARCHAR, FUNCTION = tidy);
DROP CAST IF EXISTS (character varying AS public.urgency);
CREATE CAST (VARCHAR AS urgency) WITH INOUT AS IMPLICIT;`,
      marks: [],
    },
    {
      name: 'what goes with a type that is made anew',
      text: `DROP TYPE IF EXISTS urgency CASCADE;
CREATE TYPE urgency AS ENUM ('LOW', 'HIGH');
CREATE OR REPLACE FUNCTION higher(urgency, urgency) RETURNS urgency LANGUAGE sql IMMUTABLE AS 'SELECT greatest($1, $2)';
CREATE AGGREGATE highest(urgency) (SFUNC = higher, STYPE = urgency);
CREATE OPERATOR |^| (LEFTARG = urgency, RIGHTARG = urgency, FUNCTION = higher);
CREATE CAST (VARCHAR AS urgency) WITH INOUT AS IMPLICIT;`,
      marks: [],
    },
    {
      name: 'a view of a column that another view calls otherwise by then',
      before: 'CREATE TABLE users (id INT PRIMARY KEY, email TEXT); CREATE VIEW mails AS SELECT id, email FROM users;',
      text: `CREATE OR REPLACE VIEW addresses AS SELECT email FROM mails;
DO $$ BEGIN ALTER VIEW mails RENAME COLUMN email TO address; EXCEPTION WHEN undefined_column THEN NULL; END $$;`,
      marks: ['CREATE OR REPLACE VIEW addresses'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'mails' AND column_name = 'email') THEN
        CREATE OR REPLACE VIEW addresses AS SELECT email FROM mails;
    END IF;
END $$;
DO $$ BEGIN ALTER VIEW mails RENAME COLUMN email TO address; EXCEPTION WHEN undefined_column THEN NULL; END $$;`,
    },
    {
      name: 'an operator and a cast',
      before: `CREATE TYPE "Urgency" AS ENUM ('LOW', 'HIGH'); CREATE SCHEMA ops;
CREATE FUNCTION has("Urgency"[], "Urgency") RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS 'SELECT $2 = ANY($1)';
CREATE FUNCTION urgency(INT) RETURNS "Urgency" LANGUAGE sql IMMUTABLE AS 'SELECT ''LOW''::"Urgency"';`,
      text: `CREATE OPERATOR ops.@? (LEFTARG = "Urgency"[], RIGHTARG = "Urgency", FUNCTION = has);
CREATE CAST (INT AS "Urgency") WITH FUNCTION urgency(INT);`,
      marks: ['CREATE OPERATOR ops', 'CREATE CAST'],
      becomes: `DO $$
BEGIN
    IF to_regoperator('ops.@?("Urgency"[], "Urgency")') IS NULL THEN
        CREATE OPERATOR ops.@? (LEFTARG = "Urgency"[], RIGHTARG = "Urgency", FUNCTION = has);
    END IF;
END $$;
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_cast WHERE castsource = to_regtype('int4') AND casttarget = to_regtype('"Urgency"')) THEN
        CREATE CAST (INT AS "Urgency") WITH FUNCTION urgency(INT);
    END IF;
END $$;`,
    },
    {
      name: 'a view whose column the file renames',
      before: 'CREATE TABLE users (id INT PRIMARY KEY, email TEXT);',
      text: `CREATE OR REPLACE VIEW mails AS SELECT id, email FROM users;
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'mails' AND column_name = 'email')
        AND NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'mails' AND column_name = 'address') THEN
        ALTER VIEW mails RENAME COLUMN email TO address;
    END IF;
END $$;`,
      marks: ['CREATE OR REPLACE VIEW mails'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'mails' AND column_name = 'address'
    ) THEN
        CREATE OR REPLACE VIEW mails AS SELECT id, email FROM users;
    END IF;
END $$;
DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'mails' AND column_name = 'email')
        AND NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'mails' AND column_name = 'address') THEN
        ALTER VIEW mails RENAME COLUMN email TO address;
    END IF;
END $$;`,
    },
    {
      name: 'a view whose column the file renames before it replaces it',
      before: `CREATE TABLE users (id INT PRIMARY KEY, email TEXT);
CREATE VIEW mails AS SELECT id, email FROM users;`,
      text: `DO $$ BEGIN ALTER VIEW mails RENAME COLUMN email TO address; EXCEPTION WHEN undefined_column THEN NULL; END $$;
CREATE OR REPLACE VIEW mails AS SELECT id, lower(email) AS address FROM users;`,
      marks: [],
    },
    {
      name: 'a function in place of a procedure that the history has made',
      before: "CREATE PROCEDURE archive(n INT) LANGUAGE sql AS 'SELECT 1';",
      text: `DO $$ BEGIN DROP PROCEDURE IF EXISTS archive(INT); EXCEPTION WHEN wrong_object_type THEN NULL; END $$;
CREATE OR REPLACE FUNCTION archive(n INT) RETURNS INT LANGUAGE sql AS 'SELECT 1';`,
      marks: [],
    },
    {
      name: 'a function that ends with the connection',
      before: "CREATE TABLE patients (id INT PRIMARY KEY, phone TEXT); INSERT INTO patients VALUES (1, '5');",
      text: `CREATE FUNCTION pg_temp.digits(value TEXT) RETURNS TEXT LANGUAGE sql AS $$ SELECT regexp_replace(value, '[^0-9]', '', 'g') $$;
UPDATE patients SET phone = pg_temp.digits(phone);`,
      marks: [],
    },
  ],
});
