import { expect, test } from 'vitest';
import { emptyDatabase } from '../../../../test/harness/database';
import { query } from '../database/database';
import { empty, seed } from './seed';

const TYPES = [
  'smallint',
  'integer',
  'bigint',
  'oid',
  'numeric(4,2)',
  'real',
  'double precision',
  'money',
  'boolean',
  'uuid',
  'json',
  'jsonb',
  'date',
  'timestamp(3)',
  'timestamptz',
  'time',
  'timetz',
  'interval',
  'bytea',
  'inet',
  'cidr',
  'macaddr',
  'tsvector',
  'text',
  'citext',
  'name',
  '"char"',
  'varchar(3)',
  'varchar',
  'char(2)',
  'char',
  'text[]',
  'mood',
  'mood[]',
  'email',
  'required',
  'email[]',
];

async function seeded(sql: string, namedIn: string, table: string): Promise<string[]> {
  const database = await emptyDatabase();
  await query(database, `${sql}; BEGIN`);
  await seed(database, { namedIn });
  const rows = await query(database, `SELECT r::text FROM ${table} r ORDER BY 1`);
  return rows.map(([row]) => row!);
}

test('has a value for every type, domains and arrays of them included', async () => {
  const columns = TYPES.map((type, i) => `c${i} ${type} NOT NULL`).join(', ');
  const rows = await seeded(
    `CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('it''s', 'b\\c'); CREATE DOMAIN email AS varchar(5);
     CREATE DOMAIN required AS email NOT NULL; CREATE TABLE t (${columns}, g int GENERATED ALWAYS AS (1) STORED, "I d" int GENERATED ALWAYS AS IDENTITY)`,
    'ALTER TABLE t',
    't',
  );
  expect(rows).toHaveLength(3);
});

test('fills what a table refers to, also in a circle, and matches the keys', async () => {
  const sql = `CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL); CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a);
    ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; CREATE TABLE c (id text PRIMARY KEY, a int REFERENCES a)`;
  expect(await seeded(sql, 'UPDATE c', 'c')).toEqual(['(900001,900001)', '(900002,900002)', '(900003,)']);
  expect(await seeded(sql, 'UPDATE c', 'b')).toHaveLength(3);
});

test('leaves out the rows that a constraint refuses, and their children', async () => {
  const sql = `CREATE TABLE parent (id int PRIMARY KEY CHECK (id <> 900002)); CREATE TABLE child (p int NOT NULL REFERENCES parent)`;
  expect(await seeded(sql, 'child', 'parent')).toEqual(['(900001)', '(900003)']);
  expect(await seeded(sql, 'child', 'child')).toEqual(['(900001)', '(900003)']);
});

test('leaves tables alone that are not named, and those with rows where that is asked', async () => {
  const database = await emptyDatabase();
  await query(database, 'CREATE TABLE a (id int); CREATE TABLE b (id int); INSERT INTO a VALUES (1); BEGIN');
  await seed(database, { namedIn: 'SELECT FROM a', onlyEmpty: true });
  expect(await query(database, 'SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)')).toEqual([['1', '0']]);
});

test('empties a table whatever refers to it, and says when there is none', async () => {
  const database = await emptyDatabase();
  await query(database, 'CREATE TABLE "A" (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES "A"); BEGIN');
  await seed(database, { namedIn: 'b' });
  expect(await empty(database, 'public.A')).toBe(true);
  expect(await query(database, 'SELECT count(*) FROM "A"')).toEqual([['0']]);
  expect(await empty(database, 'nowhere')).toBe(false);
});

test('gives no row to a child whose parent is left alone and has none', async () => {
  const database = await emptyDatabase();
  await query(database, 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int NOT NULL REFERENCES a); BEGIN');
  await seed(database, { namedIn: 'a b', skip: new Set(['a']) });
  expect(await query(database, 'SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)')).toEqual([['0', '0']]);
});
