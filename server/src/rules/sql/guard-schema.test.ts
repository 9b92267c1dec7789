import { describe, expect, test } from 'vitest';
import { loadTestParser } from '../../../../test/harness/parser';
import { testSqlRule } from '../../../../test/harness/sqlRule';
import { SqlUnderTest } from '../../../../test/harness/sqlUnderTest';
import { guardSchema } from './guard-schema';

const TWINS = `CREATE SCHEMA archive;
CREATE TYPE archive.role AS ENUM ('ADMIN');
CREATE TYPE role AS ENUM ('USER');
CREATE TABLE archive.users (id UUID CONSTRAINT users_key UNIQUE, name TEXT);
CREATE TABLE users (id UUID, name TEXT);
CREATE INDEX i ON archive.users(name);
`;

testSqlRule(guardSchema, {
  ground: 'none',
  bad: [
    {
      marks: ["'users'"],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;
`,
    },
    {
      marks: ["'user_role'"],
      becomes: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND typname = 'user_role') THEN
        CREATE TYPE user_role AS ENUM ('ADMIN', 'USER');
    END IF;
END $$;
`,
    },
  ],
  cases: [
    {
      name: 'guards over several catalogs, in a condition of several parts, with aliases, and of statements with a schema',
      before: TWINS,
      text: `do $$ begin
  if not exists (select from pg_indexes where indexname = 'i') and exists (select 1 from pg_tables t where t.tablename = 'users') then
    create index i on users(name);
  end if;
  if not exists (select 1 from pg_enum e join pg_type t on t.oid = e.enumtypid where t.typname = 'role' and e.enumlabel = 'GUEST') then
    alter type role add value 'GUEST';
  end if;
  if (SELECT count(*) FROM information_schema.columns c
      WHERE c.column_name = 'ü😀' AND c.table_name = 'users') = 0 then alter table archive.users add "ü😀" int; end if;
end $$;
`,
      marks: ["'i'", "'users'", "'role'", "'users'"],
      becomes: `do $$ begin
  if not exists (select from pg_indexes where schemaname = current_schema() and indexname = 'i') and exists (select 1 from pg_tables t where t.schemaname = current_schema() and t.tablename = 'users') then
    create index i on users(name);
  end if;
  if not exists (select 1 from pg_enum e join pg_type t on t.oid = e.enumtypid where t.typnamespace = (select oid from pg_namespace where nspname = current_schema()) and t.typname = 'role' and e.enumlabel = 'GUEST') then
    alter type role add value 'GUEST';
  end if;
  if (SELECT count(*) FROM information_schema.columns c
      WHERE c.table_schema = 'archive' AND c.column_name = 'ü😀' AND c.table_name = 'users') = 0 then alter table archive.users add "ü😀" int; end if;
end $$;
`,
    },
    {
      name: 'guards that follow the search path, or name a schema',
      before: TWINS,
      text: `DO $$ BEGIN
  IF to_regclass('users') IS NULL THEN CREATE TABLE users (id INT); END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'users_key' AND conrelid = 'users'::regclass) THEN
    ALTER TABLE users ADD CONSTRAINT users_key UNIQUE (id);
  END IF;
  IF NOT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relname = 'i') THEN
    CREATE INDEX i ON users(name);
  END IF;
  IF EXISTS (SELECT 1 FROM users WHERE name = 'x') THEN DELETE FROM users WHERE name = 'x'; END IF;
END $$;
`,
      marks: [],
    },
  ],
});

describe('the severity', () => {
  const severities = async (name: string) => {
    const text = `DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_tables WHERE tablename = '${name}') THEN CREATE TABLE ${name} (id INT); END IF; END $$;`;
    const under = new SqlUnderTest(guardSchema, { sql: await loadTestParser() }, { before: TWINS });
    return under.check(text).map(({ severity }) => severity);
  };

  test('is error where the history has the twin, else info', async () => {
    expect(await severities('users')).toEqual(['error']);
    expect(await severities('clients')).toEqual(['info']);
  });
});
