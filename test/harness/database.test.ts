import { expect, test } from 'vitest';
import { fingerprint } from '../../server/src/prove/catalog/fingerprint';
import { emptyDatabase } from './database';

const EVERYTHING = [
  'CREATE TABLE users (id int); INSERT INTO users VALUES (1)',
  "CREATE TYPE role AS ENUM ('A'); CREATE DOMAIN email AS text",
  'CREATE SCHEMA auth; CREATE VIEW auth.one AS SELECT 1 AS n',
  'CREATE EXTENSION citext',
  'CREATE ROLE app; CREATE TABLE t (id int); GRANT SELECT ON t TO app',
  'DROP SCHEMA public',
  'CREATE PUBLICATION p',
  'CREATE SCHEMA s; SET search_path = s; SET ROLE pg_monitor; BEGIN',
  'CREATE TEMP TABLE t (id int)',
];

test('is empty again whatever was made in it', async () => {
  const pristine = await fingerprint(await emptyDatabase());
  for (const sql of EVERYTHING) {
    const database = await emptyDatabase();
    expect((await database.send(sql)).failure, sql).toBeUndefined();
    expect(await fingerprint(await emptyDatabase()), sql).toEqual(pristine);
  }
});

test('is started anew after what cannot be dropped', async () => {
  const pristine = await fingerprint(await emptyDatabase());
  const database = await emptyDatabase();
  expect((await database.send('CREATE CAST (text AS money) WITH INOUT')).failure).toBeUndefined();
  const next = await emptyDatabase();
  expect(next).not.toBe(database);
  expect(await fingerprint(next)).toEqual(pristine);
});
