import { describe, expect, test } from 'vitest';
import { loadTestParser } from '../../../../test/harness/parser';
import { testSqlRule } from '../../../../test/harness/sqlRule';
import { SqlUnderTest } from '../../../../test/harness/sqlUnderTest';
import { uuidKey } from './uuid-key';

const LATER = '../20270101000000_later/migration.sql';

testSqlRule(uuidKey, {
  ground: 'none',
  bad: [{ marks: ['SERIAL'] }, { marks: ['INTEGER'] }],
  cases: [
    {
      name: 'however the key is written',
      before: 'CREATE TABLE users (name TEXT); CREATE TABLE groups (name TEXT);',
      text: `create table a (id bigserial, primary key (id));
ALTER TABLE users ADD COLUMN id INT PRIMARY KEY;
ALTER TABLE groups ADD COLUMN "id" SMALLSERIAL NOT NULL, ADD CONSTRAINT groups_pkey PRIMARY KEY ("id");
DO $$ BEGIN CREATE TABLE b (n BIGINT GENERATED ALWAYS AS IDENTITY (START 5) NOT NULL); END $$;
ALTER TABLE b ADD PRIMARY KEY (n);
`,
      marks: ['bigserial', 'INT', 'SMALLSERIAL', 'BIGINT'],
    },
    {
      name: 'keys that are right, or none of ours',
      before:
        'CREATE TABLE users (id UUID PRIMARY KEY, n INT UNIQUE, m INT) ; CREATE TABLE p (id INT) PARTITION BY RANGE (id);',
      text: `CREATE TABLE a (id TEXT PRIMARY KEY, n SERIAL, m INTEGER UNIQUE);
CREATE TABLE b (x INT, y INT, PRIMARY KEY (x, y));
CREATE TABLE c (user_n INT PRIMARY KEY REFERENCES users(n));
CREATE TEMP TABLE d (id SERIAL PRIMARY KEY);
CREATE TABLE p1 PARTITION OF p (PRIMARY KEY (id)) FOR VALUES FROM (1) TO (2);
CREATE TABLE _prisma_migrations (id SERIAL PRIMARY KEY);
CREATE TABLE e (id SERIAL PRIMARY KEY); CREATE TABLE f (id SERIAL PRIMARY KEY);
ALTER TABLE users ALTER COLUMN m TYPE INTEGER;`,
      files: { [LATER]: 'DROP TABLE e; ALTER TABLE f DROP COLUMN id, ADD COLUMN id UUID PRIMARY KEY;' },
      marks: [],
    },
  ],
});

describe('the suggestion', () => {
  const suggested = async (text: string) =>
    new SqlUnderTest(uuidKey, { sql: await loadTestParser() }, {}).suggestedTexts(text);

  test('makes the column a UUID with a default', async () => {
    expect(await suggested('CREATE TABLE a (id SERIAL PRIMARY KEY, b INT);')).toEqual([
      'CREATE TABLE a (id UUID PRIMARY KEY DEFAULT gen_random_uuid(), b INT);',
    ]);
    expect(
      await suggested(
        'create table a (b int, id bigint not null generated always as identity (start 5), primary key (id));',
      ),
    ).toEqual(['create table a (b int, id uuid not null default gen_random_uuid(), primary key (id));']);
  });

  test('is not offered where something points to the table, or the column has a default of its own', async () => {
    expect(await suggested('CREATE TABLE a (id SERIAL PRIMARY KEY, parent INT REFERENCES a);')).toEqual([]);
    expect(await suggested("CREATE TABLE a (id INT PRIMARY KEY DEFAULT nextval('s'));")).toEqual([]);
    expect(await suggested('ALTER TABLE a ADD id SERIAL PRIMARY KEY;')).toEqual([]);
  });
});
