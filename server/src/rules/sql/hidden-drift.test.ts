import { describe, expect, test } from 'vitest';
import { loadTestParser } from '../../../../test/harness/parser';
import { testSqlRule } from '../../../../test/harness/sqlRule';
import { SqlUnderTest } from '../../../../test/harness/sqlUnderTest';
import { hiddenDrift } from './hidden-drift';

const BEFORE = `CREATE TYPE kind AS ENUM ('ADMIN', 'USER');
CREATE TABLE users (id UUID NOT NULL, name VARCHAR(100) NOT NULL DEFAULT '', n INTEGER, role kind, a INT, PRIMARY KEY (id));
CREATE TABLE logs (id SERIAL PRIMARY KEY, user_id UUID REFERENCES users(id), "at" TIMESTAMP(3));
CREATE UNIQUE INDEX idx_name ON users(name);
CREATE VIEW seen AS SELECT 1;
`;

testSqlRule(hiddenDrift, {
  ground: 'none',
  bad: [
    { marks: ['CREATE TABLE IF NOT EXISTS users'] },
    { marks: ['ADD COLUMN department'] },
    { marks: ['CREATE INDEX IF NOT EXISTS idx_users'] },
  ],
  cases: [
    {
      name: 'all that can differ',
      before: BEFORE,
      text: `alter table users add column if not exists n text, add column if not exists b int, add column if not exists name varchar(100) not null;
CREATE INDEX IF NOT EXISTS idx_name ON users(name);
CREATE TABLE IF NOT EXISTS seen (id INT);
CREATE TABLE IF NOT EXISTS logs (id INT PRIMARY KEY, user_id UUID NOT NULL, "at" TIMESTAMP(6));
DO $$ BEGIN CREATE TYPE kind AS ENUM ('ADMIN', 'GUEST'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN
  IF to_regclass('users') IS NULL THEN CREATE TABLE users (email TEXT); END IF;
END $$;
`,
      marks: [
        'add column if not exists n',
        'CREATE INDEX IF NOT EXISTS idx_name',
        'CREATE TABLE IF NOT EXISTS seen',
        'CREATE TABLE IF NOT EXISTS logs',
        'CREATE TYPE kind',
        'CREATE TABLE users',
      ],
    },
    {
      name: 'definitions that agree, or that the file puts right',
      before: BEFORE,
      text: `CREATE TABLE IF NOT EXISTS users (id UUID NOT NULL PRIMARY KEY, name character varying(100) NOT NULL, n INT4, role "kind", a BIGINT, email TEXT);
ALTER TABLE users ALTER a TYPE BIGINT, ADD COLUMN IF NOT EXISTS email TEXT;
CREATE UNIQUE INDEX IF NOT EXISTS idx_name ON users(name);
CREATE TABLE IF NOT EXISTS logs (id INT, user_id UUID REFERENCES users(id));
DO $$ BEGIN CREATE TYPE kind AS ENUM ('USER'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DROP INDEX idx_name; CREATE INDEX IF NOT EXISTS idx_name ON users(n);
ALTER TABLE logs RENAME TO events; CREATE TABLE IF NOT EXISTS logs (other TEXT);
DO $$ BEGIN DROP TABLE IF EXISTS logs; CREATE TABLE logs (id TEXT); END $$;
CREATE TABLE IF NOT EXISTS fresh (id INT); CREATE TABLE IF NOT EXISTS fresh (id INT);
`,
      marks: [],
    },
  ],
});

describe('what is said', () => {
  const messages = async (text: string) =>
    new SqlUnderTest(hiddenDrift, { sql: await loadTestParser() }, { before: BEFORE })
      .check(text)
      .map(({ message }) => message);

  test('is what differs', async () => {
    expect(
      await messages(
        'CREATE TABLE IF NOT EXISTS logs (id INT PRIMARY KEY, at TIMESTAMP(6), user_id UUID NOT NULL, x INT DEFAULT 1);',
      ),
    ).toEqual([
      '"logs" is there already and stays as it is: "at" is TIMESTAMP(3), not TIMESTAMP(6), "user_id" may be NULL and it has no column "x". Change it with ALTER, or choose another name.',
    ]);
    expect(await messages('CREATE INDEX IF NOT EXISTS idx_name ON logs(at);')).toEqual([
      '"idx_name" is there already and stays as it is: it is an index of another table and it is unique. Change it with ALTER, or choose another name.',
    ]);
    expect(await messages('CREATE TABLE IF NOT EXISTS users (id INT, n UUID UNIQUE, b INT, c INT, d INT);')).toEqual([
      '"users" is there already and stays as it is: "id" is UUID, not INTEGER, "n" is INTEGER, not UUID, it has no unique key (n), it has no column "b" and 2 more. Change it with ALTER, or choose another name.',
    ]);
  });
});
