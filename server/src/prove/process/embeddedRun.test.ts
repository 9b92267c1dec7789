import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { PGLITE_FOLDER } from '../../../../test/harness/database';
import { folderWith } from '../../../../test/harness/folder';
import { loadTestParser } from '../../../../test/harness/parser';
import { EmbeddedDatabase } from '../database/embedded';
import type { Proof } from '../verdict';
import { proveEmbedded } from './embeddedRun';
import type { ProveRequest } from './request';

const MIGRATIONS = [
  { name: '1', text: 'CREATE SCHEMA app; SET search_path = app; CREATE TABLE IF NOT EXISTS a (id int);' },
  { name: '2', text: 'CREATE TABLE b (id int);' },
  { name: '3', text: 'CREATE TABLE IF NOT EXISTS app.c (id int); ALTER TABLE app.b ADD COLUMN IF NOT EXISTS n int;' },
];

/** Runs a request and gives the verdicts of the second run by migration, and how often a database was opened. */
async function run(request: Partial<ProveRequest>) {
  const opened = vi.spyOn(EmbeddedDatabase, 'open');
  const engine = { parser: await loadTestParser(), pgliteFolder: PGLITE_FOLDER, version: '1' };
  const verdicts: Record<string, string> = {};
  const ran: string[] = [];
  const proved = (migration: string, { second, crashPoints }: Proof) => {
    verdicts[migration] = `${second.verdict} ${crashPoints.verdict}`;
  };
  await proveEmbedded({ migrations: MIGRATIONS, crashPoints: false, database: 'embedded', ...request }, engine, {
    phase: (migration) => {
      if (ran.at(-1) !== migration) ran.push(migration);
    },
    proved,
    kept: (proofs) => {
      for (const proof of proofs) proved(...proof);
    },
  });
  const result = { verdicts, ran, databases: opened.mock.calls.length };
  opened.mockRestore();
  return result;
}

const ALL = { '1': 'failed skipped', '2': 'failed skipped', '3': 'passed skipped' };

test('runs what has changed, and what is behind it', async () => {
  const cacheFolder = join(await folderWith({}), 'cache');
  expect(await run({ cacheFolder })).toEqual({ verdicts: ALL, ran: ['1', '2', '3'], databases: 1 });
  expect(await run({ cacheFolder })).toEqual({ verdicts: ALL, ran: [], databases: 0 });

  const edited = [...MIGRATIONS.slice(0, 2), { name: '3', text: 'CREATE TABLE d (id int);' }];
  const again = await run({ cacheFolder, migrations: edited });
  expect(again).toEqual({ verdicts: { ...ALL, '3': 'failed skipped' }, ran: ['3'], databases: 1 });

  const first = [{ name: '1', text: 'SELECT 1;' }, ...MIGRATIONS.slice(1)];
  expect((await run({ cacheFolder, migrations: first })).ran).toEqual(['1', '2', '3']);
});

test('runs again what was kept without crash points, where they are asked for', async () => {
  const cacheFolder = join(await folderWith({}), 'cache');
  await run({ cacheFolder });
  const deeper = await run({ cacheFolder, crashPoints: true });
  expect(deeper.ran).toEqual(['1', '2', '3']);
  expect(deeper.verdicts['3']).toBe('passed passed');
  expect((await run({ cacheFolder })).ran).toEqual([]);
});

test('only applies what comes before the migrations that are wanted, and leaves out what is behind them', async () => {
  expect(await run({ wanted: ['2'] })).toEqual({ verdicts: { '2': ALL['2'] }, ran: ['1', '2'], databases: 1 });
  expect(await run({ wanted: [] })).toEqual({ verdicts: {}, ran: [], databases: 0 });
  expect(await run({ wanted: ['nowhere'] })).toEqual({ verdicts: {}, ran: [], databases: 0 });
});

test('gives back the role and the settings that earlier migrations have left', async () => {
  const cacheFolder = join(await folderWith({}), 'cache');
  const text =
    "CREATE ROLE app; GRANT CREATE ON SCHEMA public TO app; SET ROLE app; SET search_path = ''; SET app.tenant = 'x';";
  const migrations = (last: string) => [
    { name: '1', text },
    { name: '2', text: last },
  ];
  await run({ cacheFolder, migrations: migrations('SELECT 1') });
  const settings = `current_user = 'app' AND current_setting('search_path') = '""' AND current_setting('app.tenant') = 'x'`;
  const check = `DO $$ BEGIN IF to_regclass('public.t') IS NULL THEN ASSERT ${settings}; CREATE TABLE public.t (); END IF; END $$`;
  const again = await run({ cacheFolder, migrations: migrations(check) });
  expect(again).toMatchObject({ ran: ['2'], verdicts: { '2': 'passed skipped' } });
});

test('begins anew where a session holds what cannot be given back', async () => {
  const cacheFolder = join(await folderWith({}), 'cache');
  const first = { name: '1', text: 'CREATE TEMPORARY TABLE t (id int);' };
  await run({ cacheFolder, migrations: [first, { name: '2', text: 'SELECT 1' }] });
  const again = await run({
    cacheFolder,
    migrations: [first, { name: '2', text: 'CREATE TABLE IF NOT EXISTS u AS SELECT * FROM t' }],
  });
  expect(again.ran).toEqual(['1', '2']);
});

test('keeps nothing of another PostgreSQL', async () => {
  const folder = await folderWith({ 'pglite.wasm': 'another' });
  const cacheFolder = join(folder, 'cache');
  await run({ cacheFolder });
  const engine = { parser: await loadTestParser(), pgliteFolder: folder, version: '1' };
  const listener = { proved: () => undefined, kept: () => undefined };
  await expect(
    proveEmbedded({ migrations: MIGRATIONS, crashPoints: false, database: 'embedded', cacheFolder }, engine, listener),
  ).rejects.toThrow();
});
