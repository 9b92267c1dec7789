import { testSqlRule } from '../../../../test/harness/sqlRule';
import { addColumn } from './add-column';

testSqlRule(addColumn, {
  bad: [
    {
      marks: ['ADD COLUMN department'],
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
      marks: ['ADD COLUMN "nick"', 'ADD COLUMN "age"'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'User' AND column_name = 'nick'
    ) THEN
        ALTER TABLE "User" ADD COLUMN "nick" TEXT;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'User' AND column_name = 'age'
    ) THEN
        ALTER TABLE "User" ADD COLUMN "age" INTEGER NOT NULL DEFAULT 0;
    END IF;
END $$;`,
    },
  ],
  cases: [
    {
      name: 'Prisma writes no COLUMN',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      text: 'ALTER TABLE "User" ADD "nick" TEXT;',
      marks: ['ADD "nick"'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'User' AND column_name = 'nick'
    ) THEN
        ALTER TABLE "User" ADD "nick" TEXT;
    END IF;
END $$;`,
    },
    {
      name: 'in a DO block, with the UPDATE that would give other values on a second run',
      before: 'CREATE TABLE users (id INT PRIMARY KEY, name TEXT);',
      text: `DO $$
DECLARE
  words TEXT[] := ARRAY['apple', 'pear'];
BEGIN
  -- The code
  ALTER TABLE users ADD COLUMN code TEXT;
  -- comes from chance
  UPDATE users SET code = words[1] || md5(random()::text);
  ALTER TABLE users ALTER COLUMN code SET NOT NULL;
END $$;`,
      marks: ['ADD COLUMN code'],
      becomes: `DO $$
DECLARE
  words TEXT[] := ARRAY['apple', 'pear'];
BEGIN
  -- The code
  IF NOT EXISTS (
      SELECT 1 FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'code'
  ) THEN
      ALTER TABLE users ADD COLUMN code TEXT;
      -- comes from chance
      UPDATE users SET code = words[1] || md5(random()::text);
  END IF;
  ALTER TABLE users ALTER COLUMN code SET NOT NULL;
END $$;`,
    },
    {
      name: 'a schema is kept',
      before: 'CREATE SCHEMA "Auth"; CREATE TABLE "Auth"."User" (id UUID PRIMARY KEY);',
      text: 'ALTER TABLE "Auth"."User" ADD COLUMN "nick" TEXT;',
      marks: ['ADD COLUMN "nick"'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = 'Auth' AND table_name = 'User' AND column_name = 'nick'
    ) THEN
        ALTER TABLE "Auth"."User" ADD COLUMN "nick" TEXT;
    END IF;
END $$;`,
    },
    {
      name: 'ONLY, lower case and comments',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `-- who they work for
alter table only users -- all of them
  add column department varchar(100); -- done`,
      marks: ['add column department'],
      becomes: `-- who they work for
do $$
begin
    if not exists (
        select 1 from information_schema.columns
        where table_schema = current_schema() and table_name = 'users' and column_name = 'department'
    ) then
        alter table only users -- all of them
          add column department varchar(100);
    end if;
end $$; -- done`,
    },
    {
      name: 'each of several actions',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      text: `ALTER TABLE "User" ADD COLUMN "a" TEXT, -- first
-- second
ADD COLUMN "b" INTEGER NOT NULL DEFAULT 0,
DROP COLUMN IF EXISTS "age",
ALTER COLUMN "name" SET DEFAULT 'x';`,
      marks: ['ADD COLUMN "a"', 'ADD COLUMN "b"'],
      becomes: `ALTER TABLE "User" DROP COLUMN IF EXISTS "age";
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'User' AND column_name = 'a'
    ) THEN
        ALTER TABLE "User" ADD COLUMN "a" TEXT;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'User' AND column_name = 'b'
    ) THEN
        ALTER TABLE "User"
        -- first
        -- second
        ADD COLUMN "b" INTEGER NOT NULL DEFAULT 0;
    END IF;
END $$;
ALTER TABLE "User" ALTER COLUMN "name" SET DEFAULT 'x';`,
    },
    {
      name: 'a column that is dropped and added again under another type',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      text: `ALTER TABLE "User" DROP COLUMN "age",
ADD COLUMN "age" JSONB NOT NULL DEFAULT '{}', ADD COLUMN "b" TEXT;`,
      marks: ['ADD COLUMN "b"'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'User' AND column_name = 'b'
    ) THEN
        ALTER TABLE "User" DROP COLUMN "age",
        ADD COLUMN "age" JSONB NOT NULL DEFAULT '{}', ADD COLUMN "b" TEXT;
    END IF;
END $$;`,
    },
    {
      name: 'a table that the file renames later',
      before:
        'CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, "age" INTEGER, CONSTRAINT "User_pkey" PRIMARY KEY ("id"));',
      text: `ALTER TABLE "User" ADD COLUMN "x" INT;
ALTER TABLE IF EXISTS "User" RENAME TO "Account";`,
      marks: ['ADD COLUMN "x"'],
      becomes: `ALTER TABLE IF EXISTS "User" ADD COLUMN IF NOT EXISTS "x" INT;
ALTER TABLE IF EXISTS "User" RENAME TO "Account";`,
    },
    {
      name: 'emoji before it, strings over two lines',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `/* 🩺 */ ALTER TABLE users ADD COLUMN note TEXT DEFAULT 'two
  lines';`,
      marks: ['ADD COLUMN note'],
      becomes: `/* 🩺 */ DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'note'
    ) THEN
        ALTER TABLE users ADD COLUMN note TEXT DEFAULT 'two
  lines';
    END IF;
END $$;`,
    },
    {
      name: 'within a DO block',
      before: 'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);',
      text: `DO $$
BEGIN
    ALTER TABLE users ADD COLUMN department TEXT;
END $$;`,
      marks: ['ADD COLUMN department'],
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
      name: 'second outside',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'department') THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
    ALTER TABLE users ADD COLUMN title TEXT;
END $$;`,
      marks: ['ADD COLUMN title'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'department') THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'title'
    ) THEN
        ALTER TABLE users ADD COLUMN title TEXT;
    END IF;
END $$;`,
    },
    {
      name: 'execute const',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    EXECUTE 'alter table users add column department text';
END $$;`,
      marks: ['add column department'],
      becomes: `DO $$
BEGIN
    EXECUTE 'alter table users add column if not exists department text';
END $$;`,
    },
    {
      name: 'format',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    EXECUTE format('ALTER TABLE %I ADD COLUMN %I TEXT', 'users', 'department');
END $$;`,
      marks: [`format('ALTER TABLE %I ADD COLUMN %I TEXT', 'users', 'department')`],
    },
    {
      name: 'early return wrong',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'dept') THEN
        RETURN;
    END IF;
    ALTER TABLE users ADD COLUMN department TEXT;
END $$;`,
      marks: ['ADD COLUMN department'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'dept') THEN
        RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
    },
    {
      name: 'else wrong',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'dept') THEN
        RAISE NOTICE 'there';
    ELSE
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
END $$;`,
      marks: ['ADD COLUMN department'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'dept') THEN
        RAISE NOTICE 'there';
    ELSE
        IF NOT EXISTS (
            SELECT 1 FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
        ) THEN
            ALTER TABLE users ADD COLUMN department TEXT;
        END IF;
    END IF;
END $$;`,
    },
    {
      name: 'handler wrong',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE SCHEMA other; CREATE TABLE other.users (id UUID PRIMARY KEY);',
      text: `DO $$
BEGIN
    ALTER TABLE users ADD COLUMN department TEXT;
EXCEPTION WHEN duplicate_table THEN NULL;
END $$;`,
      marks: ['ADD COLUMN department'],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department TEXT;
    END IF;
EXCEPTION WHEN duplicate_table THEN NULL;
END $$;`,
    },
    {
      name: 'in each round over a list of names',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY); CREATE TABLE rooms (id INT PRIMARY KEY);',
      text: `DO $$
DECLARE
    t TEXT;
    c TEXT;
BEGIN
    FOR t, c IN SELECT * FROM (VALUES ('visits', 'ward'), ('rooms', 'floor')) AS wanted LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN %I TEXT', t, c);
    END LOOP;
END $$;`,
      marks: ["format('ALTER TABLE %I ADD COLUMN %I TEXT', t, c)"],
    },
    {
      name: 'behind RETURN where a row says that all is done',
      before: `CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT); CREATE TABLE beds (id INT PRIMARY KEY);`,
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM settings WHERE key = 'floors') THEN
        RETURN;
    END IF;
    ALTER TABLE beds ADD COLUMN floor INT;
    INSERT INTO settings VALUES ('floors', 'yes');
END $$;`,
      marks: [],
    },
    {
      name: 'behind RETURN where nobody knows, and where no row is put in',
      before: `CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT); CREATE TABLE beds (id INT PRIMARY KEY);`,
      text: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM settings WHERE key = 'floors') THEN
        RETURN;
    END IF;
    ALTER TABLE beds ADD COLUMN floor INT;
END $$;
DO $$
BEGIN
    IF (SELECT value FROM settings WHERE key = 'sides') = 'yes' THEN
        RETURN;
    END IF;
    ALTER TABLE beds ADD COLUMN side INT;
    INSERT INTO settings VALUES ('sides', 'yes');
END $$;`,
      marks: ['ADD COLUMN floor'],
      becomes: `DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM settings WHERE key = 'floors') THEN
        RETURN;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'beds' AND column_name = 'floor'
    ) THEN
        ALTER TABLE beds ADD COLUMN floor INT;
    END IF;
END $$;
DO $$
BEGIN
    IF (SELECT value FROM settings WHERE key = 'sides') = 'yes' THEN
        RETURN;
    END IF;
    ALTER TABLE beds ADD COLUMN side INT;
    INSERT INTO settings VALUES ('sides', 'yes');
END $$;`,
    },
    {
      name: 'in the ELSE of a condition that only the run knows',
      before: `CREATE TABLE beds (id INT PRIMARY KEY);`,
      text: `DO $$
BEGIN
    IF current_setting('server_version_num')::int >= 90000 THEN
        ALTER TABLE beds ADD COLUMN IF NOT EXISTS floor INT;
    ELSE
        ALTER TABLE beds ADD COLUMN floor INT;
    END IF;
END $$;`,
      marks: [],
    },
  ],
});
