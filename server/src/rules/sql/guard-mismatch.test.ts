import { testSqlRule } from '../../../../test/harness/sqlRule';
import { guardMismatch } from './guard-mismatch';

testSqlRule(guardMismatch, {
  bad: [
    {
      marks: [`'department'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;`,
    },
    {
      marks: [`'UserRole'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = current_schema() AND t.typname = 'user_role'
    ) THEN
        CREATE TYPE user_role AS ENUM ('ADMIN', 'USER');
    END IF;
END $$;`,
    },
  ],
  cases: [
    {
      name: 'another name than the one that a loop makes',
      before: `CREATE TABLE chats (id INT PRIMARY KEY); CREATE TABLE calls (id INT PRIMARY KEY);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';`,
      text: `DO $$ DECLARE t TEXT; BEGIN
    FOREACH t IN ARRAY '{chats, calls}'::text[] LOOP
        IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'trg_' || t) THEN
            EXECUTE format('CREATE TRIGGER trg_%s_touch BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION touch()', t, t);
        END IF;
    END LOOP;
END $$;`,
      marks: [`NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'trg_' || t)`],
    },
    {
      name: 'a text search dictionary in the place of a configuration',
      text: `DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_ts_dict WHERE dictname = 'clinical') THEN
        CREATE TEXT SEARCH CONFIGURATION clinical (COPY = simple);
    END IF;
END $$;`,
      marks: [`'clinical'`],
    },
    {
      name: 'another table of a publication',
      before:
        'CREATE TABLE chats (id INT PRIMARY KEY); CREATE TABLE calls (id INT PRIMARY KEY); CREATE PUBLICATION realtime;',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_publication_tables WHERE pubname = 'realtime' AND tablename = 'calls') THEN
        ALTER PUBLICATION realtime ADD TABLE chats;
    END IF;
END $$;`,
      marks: [`'realtime'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_publication_rel JOIN pg_publication p ON p.oid = prpubid WHERE pubname = 'realtime' AND prrelid = to_regclass('"chats"')) THEN
        ALTER PUBLICATION realtime ADD TABLE chats;
    END IF;
END $$;`,
    },
    {
      name: 'another column',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'dept') THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
      marks: [`'dept'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
    },
    {
      name: 'a table that the statement needs, which says where it is wanted',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY); CREATE TABLE clients (id UUID PRIMARY KEY, owner UUID);',
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'users') THEN
        ALTER TABLE clients ADD CONSTRAINT clients_owner_fkey FOREIGN KEY (owner) REFERENCES users(id);
    END IF;
END $$;`,
      marks: [`'users'`],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'users') THEN
        ALTER TABLE clients DROP CONSTRAINT IF EXISTS clients_owner_fkey;
        ALTER TABLE clients ADD CONSTRAINT clients_owner_fkey FOREIGN KEY (owner) REFERENCES users(id);
    END IF;
END $$;`,
    },
    {
      name: 'a table beside a constraint of another name',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY); CREATE TABLE clients (id UUID PRIMARY KEY, owner UUID);',
      text: `DO $$
BEGIN
    IF to_regclass('users') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'clients_owner') THEN
        ALTER TABLE clients ADD CONSTRAINT clients_owner_fkey FOREIGN KEY (owner) REFERENCES users(id);
    END IF;
END $$;`,
      marks: [`'users'`],
      becomes: `DO $$
BEGIN
    IF to_regclass('users') IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'clients_owner') THEN
        ALTER TABLE clients DROP CONSTRAINT IF EXISTS clients_owner_fkey;
        ALTER TABLE clients ADD CONSTRAINT clients_owner_fkey FOREIGN KEY (owner) REFERENCES users(id);
    END IF;
END $$;`,
    },
    {
      name: 'a table that is asked for before a column of it goes',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `DO $$
BEGIN
    IF to_regclass('users') IS NOT NULL THEN
        ALTER TABLE users RENAME COLUMN email TO mail;
    END IF;
END $$;`,
      marks: [`'users'`],
      becomes: `DO $$
BEGIN
    IF to_regclass('users') IS NOT NULL THEN
        IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'email')
            AND NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'mail') THEN
            ALTER TABLE users RENAME COLUMN email TO mail;
        END IF;
    END IF;
END $$;`,
    },
    {
      name: 'another letter case',
      text: `DO $$
BEGIN
    IF to_regclass('Client') IS NULL THEN
        CREATE TABLE "Client" ("id" UUID PRIMARY KEY);
    END IF;
END $$;`,
      marks: [`'Client'`],
      becomes: `DO $$
BEGIN
    IF to_regclass('Client') IS NULL THEN
        CREATE TABLE IF NOT EXISTS "Client" ("id" UUID PRIMARY KEY);
    END IF;
END $$;`,
    },
    {
      name: 'another constraint',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id")); CREATE TABLE "Post" ("id" TEXT NOT NULL, "userId" TEXT NOT NULL, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'Post_user_fkey') THEN
        ALTER TABLE "Post" ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id");
    END IF;
END $$;`,
      marks: [`'Post_user_fkey'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"Post"') AND conname = 'Post_userId_fkey') THEN
        ALTER TABLE "Post" ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id");
    END IF;
END $$;`,
    },
    {
      name: 'a second statement that the guard does not know',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'other_idx') THEN
        CREATE INDEX users_email_idx ON users(email);
    END IF;
END $$;`,
      marks: [`'other_idx'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'other_idx') THEN
        CREATE INDEX IF NOT EXISTS users_email_idx ON users(email);
    END IF;
END $$;`,
    },
    {
      name: 'wrong schema',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'other' AND table_name = 'users' AND column_name = 'department') THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
      marks: [`'department'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
    },
    {
      name: 'uppercase name',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'USERS' AND column_name = 'department') THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
      marks: [`'department'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
    },
    {
      name: 'to_regtype of new',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF to_regtype('Role') IS NULL THEN
        CREATE TYPE "Role" AS ENUM ('A');
    END IF;
END $$;`,
      marks: [`'Role'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
        WHERE n.nspname = current_schema() AND t.typname = 'Role'
    ) THEN
        CREATE TYPE "Role" AS ENUM ('A');
    END IF;
END $$;`,
    },
    {
      name: 'wrong label',
      before: `CREATE TYPE status AS ENUM ('A');`,
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = 'status' AND e.enumlabel = 'X') THEN
        ALTER TYPE status ADD VALUE 'Y';
    END IF;
END $$;`,
      marks: [`'X'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = 'status' AND e.enumlabel = 'X') THEN
        ALTER TYPE status ADD VALUE IF NOT EXISTS 'Y';
    END IF;
END $$;`,
    },
    {
      name: 'index wrong',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'users_mail_idx') THEN
        CREATE INDEX users_email_idx ON users(email);
    END IF;
END $$;`,
      marks: [`'users_mail_idx'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'users_mail_idx') THEN
        CREATE INDEX IF NOT EXISTS users_email_idx ON users(email);
    END IF;
END $$;`,
    },
    {
      name: 'early return right',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'department') THEN
        RETURN;
    END IF;
    ALTER TABLE users ADD COLUMN department TEXT;
END $$;`,
      marks: [],
    },
    {
      name: 'nested if right',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'users') THEN
        IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'department') THEN
            ALTER TABLE users ADD COLUMN department TEXT;
        END IF;
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'else right',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'department') THEN
        RAISE NOTICE 'there';
    ELSE
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'case right',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    CASE WHEN NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'department') THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    ELSE
        NULL;
    END CASE;
END $$;`,
      marks: [],
    },
    {
      name: 'handler right',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    ALTER TABLE users ADD COLUMN department TEXT;
EXCEPTION WHEN duplicate_column THEN NULL;
END $$;`,
      marks: [],
    },
    {
      name: 'variable right',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
DECLARE found_it boolean;
BEGIN
    SELECT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'department') INTO found_it;
    IF NOT found_it THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'count',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF (SELECT count(*) FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'department') = 0 THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'execute const guarded',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'department') THEN
        EXECUTE 'ALTER TABLE users ADD COLUMN department TEXT';
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'inverted',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'department') THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
      marks: [`'department'`],
      ground: 'none',
    },
    {
      name: 'any of several columns',
      before: 'CREATE TABLE visits (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'visits' AND column_name IN ('room', 'ward')) THEN
        ALTER TABLE visits ADD COLUMN room TEXT;
        ALTER TABLE visits ADD COLUMN ward TEXT;
    END IF;
END $$;`,
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
        IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = t AND policyname = t || '_read') THEN
            EXECUTE format('CREATE POLICY %I ON %I USING (true)', t || '_all', t);
        END IF;
    END LOOP;
END $$;`,
      marks: ["NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = t AND policyname = t || '_read')"],
    },
    {
      name: 'for each row of a list',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY); CREATE TABLE rooms (id INT PRIMARY KEY);',
      text: `DO $$
DECLARE
    r RECORD;
BEGIN
    FOR r IN (SELECT tab, col AS name FROM (VALUES ('visits', 'day'), ('rooms', 'beds')) AS wanted(tab, col)) LOOP
        IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = r.tab AND column_name = r.tab) THEN
            EXECUTE format('ALTER TABLE %I ADD COLUMN %I TEXT', r.tab, r.name);
        END IF;
    END LOOP;
END $$;`,
      marks: [
        "NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = r.tab AND column_name = r.tab)",
      ],
    },
    {
      name: 'for each row of a list, by the right names',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY); CREATE TABLE rooms (id INT PRIMARY KEY);',
      text: `DO $$
DECLARE
    r RECORD;
    t TEXT;
    c TEXT;
BEGIN
    FOR r IN SELECT * FROM (VALUES ('visits', 'day'), ('rooms', 'beds')) AS wanted(tab, col) LOOP
        IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = r.tab AND column_name = r.col) THEN
            EXECUTE format('ALTER TABLE %I ADD COLUMN %I TEXT', r.tab, r.col);
        END IF;
    END LOOP;
    FOR t, c IN SELECT * FROM (VALUES ('visits', 'ward'), ('rooms', 'floor')) AS wanted LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN IF NOT EXISTS %I TEXT', t, c);
    END LOOP;
    FOR t IN SELECT name FROM unnest(ARRAY['visits', 'rooms']) AS name LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN IF NOT EXISTS note TEXT', t);
    END LOOP;
END $$;`,
      marks: [],
    },
    {
      name: 'a table whose name the guard folds, so that it never finds it',
      before: `CREATE TABLE "Visit" (id INT PRIMARY KEY); INSERT INTO "Visit" VALUES (1);`,
      text: `DO $$
BEGIN
    IF to_regclass('public.Visit') IS NOT NULL THEN
        ALTER TABLE "Visit" ADD COLUMN room TEXT;
    END IF;
    IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'visit') THEN
        ALTER TABLE "Visit" ADD COLUMN ward TEXT;
    END IF;
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE column_name = 'id' AND table_name = 'visit') THEN
        ALTER TABLE "Visit" ADD COLUMN floor TEXT;
    END IF;
END $$;`,
      marks: [`'public.Visit'`, `'visit'`, `'visit'`],
      suggested: `DO $$
BEGIN
    IF to_regclass('public."Visit"') IS NOT NULL THEN
        ALTER TABLE "Visit" ADD COLUMN room TEXT;
    END IF;
    IF EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'Visit') THEN
        ALTER TABLE "Visit" ADD COLUMN ward TEXT;
    END IF;
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE column_name = 'id' AND table_name = 'Visit') THEN
        ALTER TABLE "Visit" ADD COLUMN floor TEXT;
    END IF;
END $$;`,
      ground: 'none',
    },
    {
      name: 'a table of another letter case that is meant',
      before: `CREATE TABLE "Visit" (id INT PRIMARY KEY); CREATE TABLE old (id INT);`,
      text: `DO $$
BEGIN
    IF to_regclass('public.visit') IS NOT NULL THEN
        DROP TABLE visit;
    ELSE
        ALTER TABLE "Visit" ADD COLUMN IF NOT EXISTS room TEXT;
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'whether a table has any parent',
      before:
        'CREATE TABLE vitals (taken DATE NOT NULL) PARTITION BY RANGE (taken); CREATE TABLE vitals_load (taken DATE NOT NULL);',
      text: `ALTER TABLE IF EXISTS vitals_load RENAME TO vitals_2025;
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass('vitals_2025')) THEN
        ALTER TABLE vitals ATTACH PARTITION vitals_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'whether another table has any parent',
      before:
        'CREATE TABLE vitals (taken DATE NOT NULL) PARTITION BY RANGE (taken); CREATE TABLE vitals_2025 (taken DATE NOT NULL); CREATE TABLE vitals_2026 (taken DATE NOT NULL);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass('vitals_2026')) THEN
        ALTER TABLE vitals ATTACH PARTITION vitals_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    END IF;
END $$;`,
      marks: ["NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass('vitals_2026'))"],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = to_regclass('"vitals_2025"') AND inhparent = to_regclass('"vitals"')) THEN
        ALTER TABLE vitals ATTACH PARTITION vitals_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    END IF;
END $$;`,
    },
    {
      name: 'a label of a type that a query looks up by its name',
      before: `CREATE TYPE triage AS ENUM ('red');`,
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_enum WHERE enumlabel = 'Blue' AND enumtypid = (SELECT oid FROM pg_type WHERE typname = 'triage')) THEN
        ALTER TYPE triage ADD VALUE 'blue';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_enum WHERE enumlabel = 'green' AND enumtypid = (SELECT oid FROM pg_type WHERE typname = 'triage')) THEN
        ALTER TYPE triage ADD VALUE 'green';
    END IF;
END $$;`,
      marks: [`'Blue'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_enum WHERE enumlabel = 'Blue' AND enumtypid = (SELECT oid FROM pg_type WHERE typname = 'triage')) THEN
        ALTER TYPE triage ADD VALUE IF NOT EXISTS 'blue';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_enum WHERE enumlabel = 'green' AND enumtypid = (SELECT oid FROM pg_type WHERE typname = 'triage')) THEN
        ALTER TYPE triage ADD VALUE 'green';
    END IF;
END $$;`,
    },
    {
      name: 'a swap of columns under the type that one of them has before it',
      before:
        "CREATE TABLE visits (id INT PRIMARY KEY, note TEXT, minutes INT); INSERT INTO visits VALUES (1, 'a', 5);",
      text: `DO $$
BEGIN
    IF (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('"visits"') AND attname = 'minutes' AND NOT attisdropped) IS DISTINCT FROM to_regtype('text') THEN
        ALTER TABLE visits RENAME COLUMN note TO swapped;
        ALTER TABLE visits RENAME COLUMN minutes TO note;
        ALTER TABLE visits RENAME COLUMN swapped TO minutes;
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'triggers of any table, by the right name and by another',
      before: `CREATE TABLE visits (id INT NOT NULL, room TEXT); CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;`,
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'visits_touch' AND NOT tgisinternal) THEN
        CREATE TRIGGER visits_touch BEFORE UPDATE ON visits FOR EACH ROW EXECUTE FUNCTION touch();
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'visits_Born') THEN
        CREATE TRIGGER visits_Born BEFORE INSERT ON visits FOR EACH ROW EXECUTE FUNCTION touch();
    END IF;
END $$;`,
      marks: [`'visits_Born'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'visits_touch' AND NOT tgisinternal) THEN
        CREATE TRIGGER visits_touch BEFORE UPDATE ON visits FOR EACH ROW EXECUTE FUNCTION touch();
    END IF;
    IF NOT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = 'visits_Born') THEN
        CREATE OR REPLACE TRIGGER visits_Born BEFORE INSERT ON visits FOR EACH ROW EXECUTE FUNCTION touch();
    END IF;
END $$;`,
    },
    {
      name: 'functions, by the right name and by another',
      text: `DO $do$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_proc WHERE proname = 'age_in') THEN
        CREATE FUNCTION age_in(y INT) RETURNS INT LANGUAGE sql AS $$ SELECT y $$;
    END IF;
    IF to_regprocedure('weight_in(int)') IS NULL THEN
        CREATE FUNCTION weight_in(y INT) RETURNS INT LANGUAGE sql AS $$ SELECT y $$;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM information_schema.routines WHERE routine_schema = 'public' AND routine_name = 'heightIn') THEN
        CREATE FUNCTION heightIn(y INT) RETURNS INT LANGUAGE sql AS $$ SELECT y $$;
    END IF;
END $do$;`,
      marks: [`'heightIn'`],
      becomes: `DO $do$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_proc WHERE proname = 'age_in') THEN
        CREATE FUNCTION age_in(y INT) RETURNS INT LANGUAGE sql AS $$ SELECT y $$;
    END IF;
    IF to_regprocedure('weight_in(int)') IS NULL THEN
        CREATE FUNCTION weight_in(y INT) RETURNS INT LANGUAGE sql AS $$ SELECT y $$;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM information_schema.routines WHERE routine_schema = 'public' AND routine_name = 'heightIn') THEN
        CREATE OR REPLACE FUNCTION heightIn(y INT) RETURNS INT LANGUAGE sql AS $$ SELECT y $$;
    END IF;
END $do$;`,
    },
    {
      name: 'to_regproc finds nothing where a name has two functions',
      before: `CREATE FUNCTION bmi(a INT) RETURNS INT LANGUAGE sql AS $$ SELECT a $$;`,
      text: `DO $do$
BEGIN
    IF to_regproc('bmi') IS NOT NULL THEN
        CREATE FUNCTION bmi(a INT, b INT) RETURNS INT LANGUAGE sql AS $$ SELECT a / b $$;
    END IF;
END $do$;`,
      marks: [],
    },
    {
      name: 'a primary key of whatever name, and one of another table',
      before: `CREATE TABLE visits (id INT NOT NULL); CREATE TABLE beds (id INT NOT NULL);`,
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = 'visits'::regclass AND contype = 'p') THEN
        ALTER TABLE visits ADD PRIMARY KEY (id);
    END IF;
    IF NOT EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE table_name = 'bed' AND constraint_type = 'PRIMARY KEY') THEN
        ALTER TABLE beds ADD CONSTRAINT beds_pk PRIMARY KEY (id);
    END IF;
END $$;`,
      marks: [`'PRIMARY KEY'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = 'visits'::regclass AND contype = 'p') THEN
        ALTER TABLE visits ADD PRIMARY KEY (id);
    END IF;
    IF NOT EXISTS (SELECT 1 FROM information_schema.table_constraints WHERE table_name = 'bed' AND constraint_type = 'PRIMARY KEY') THEN
        IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass('"beds"') AND conname = 'beds_pk') THEN
            ALTER TABLE beds ADD CONSTRAINT beds_pk PRIMARY KEY (id);
        END IF;
    END IF;
END $$;`,
    },
    {
      name: 'a view or a table, whichever the name has',
      before: `CREATE TABLE visits (id INT); CREATE VIEW open_visits AS SELECT id FROM visits;`,
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'open_visits' AND relkind = 'v') THEN
        DROP VIEW open_visits;
    END IF;
    IF EXISTS (SELECT 1 FROM pg_class WHERE relname = 'visits' AND relkind IN ('r', 'p')) THEN
        ALTER TABLE visits ADD COLUMN IF NOT EXISTS ward TEXT;
    END IF;
END $$;
CREATE TABLE IF NOT EXISTS open_visits (id INT);`,
      marks: [],
    },
    {
      name: 'a word that the field never has',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'beds' AND table_type = 'base table') THEN
        CREATE TABLE beds (id INT);
    END IF;
END $$;`,
      marks: [`'beds'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'beds' AND table_type = 'base table') THEN
        CREATE TABLE IF NOT EXISTS beds (id INT);
    END IF;
END $$;`,
    },
    {
      name: 'more asked of a column that is not there, and of one that is',
      before: `CREATE TABLE beds (id INT NOT NULL);`,
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'beds' AND column_name = 'Floor' AND column_default IS NOT NULL) THEN
        ALTER TABLE beds ADD COLUMN floor INT DEFAULT 1;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'beds' AND column_name = 'side' AND column_default IS NOT NULL) THEN
        ALTER TABLE beds ADD COLUMN side INT DEFAULT 1;
    END IF;
END $$;`,
      marks: [`'Floor'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'beds' AND column_name = 'floor'
    ) THEN
        ALTER TABLE beds ADD COLUMN floor INT DEFAULT 1;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'beds' AND column_name = 'side' AND column_default IS NOT NULL) THEN
        ALTER TABLE beds ADD COLUMN side INT DEFAULT 1;
    END IF;
END $$;`,
    },
    {
      name: 'a child of whatever table',
      before: `CREATE TABLE vitals (id INT, at DATE) PARTITION BY RANGE (at); CREATE TABLE vitals_load (id INT, at DATE);`,
      text: `ALTER TABLE IF EXISTS vitals_load RENAME TO vitals_2024;
DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_inherits WHERE inhrelid = 'vitals_2024'::regclass) THEN
        ALTER TABLE vitals ATTACH PARTITION vitals_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'what another schema answers is not made',
      before: `CREATE SCHEMA archive; CREATE TABLE visits (id INT); CREATE TABLE archive.visits (id INT, note TEXT);`,
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'kind') THEN
        CREATE TYPE archive.kind AS ENUM ('in', 'out');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'visits' AND column_name = 'note') THEN
        ALTER TABLE visits ADD COLUMN note TEXT;
    END IF;
END $$;`,
      marks: [],
    },
    {
      name: 'a role that may not log in, among those that may',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_user WHERE usename = 'porter_of_test') THEN
        CREATE ROLE porter_of_test;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_user WHERE usename = 'nurse_of_test') THEN
        CREATE USER nurse_of_test;
    END IF;
END $$;`,
      marks: [`'porter_of_test'`],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'porter_of_test') THEN
        CREATE ROLE porter_of_test;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_user WHERE usename = 'nurse_of_test') THEN
        CREATE USER nurse_of_test;
    END IF;
END $$;`,
    },
  ],
});
