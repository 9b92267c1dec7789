import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../harness/bundle';
import { PASSWORD, postgresServer } from '../harness/postgresServer';
import { historyFolder, verify } from '../harness/verifying';

const GOOD = 'CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY);\n';
const BAD = '-- adds a column\nALTER TABLE users\n  ADD COLUMN name text;\n';

beforeAll(async () => void (await bundle()));

describe('verify', () => {
  test('says with exit code 0 that a history holds', async () => {
    const folder = await historyFolder({ '20260101_users': GOOD });
    const run = await verify(folder, ['--crash-points']);
    expect(run).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 migration on embedded PostgreSQL 18 in .* none failed\.\n$/),
    });
    expect(run.stderr).toMatch(/^passed {2}20260101_users \(\d+ ms\)\n$/);
  });

  test('names the failing statement with its place', async () => {
    const folder = await historyFolder({ '20260101_users': GOOD, '20260102_name': BAD });
    const { code, stdout } = await verify(folder, ['prisma']);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'prisma/migrations/20260102_name/migration.sql:2:1 failed on the second run: 42701 column "name" of relation "users" already exists\n    ALTER TABLE users\n',
    );
    expect(stdout).toMatch(/2 migrations on .*, 1 failed\.\n$/);
  });

  test('prints the JSON of the contract', async () => {
    const folder = await historyFolder({ '20260101_users': GOOD, '20260102_name': BAD });
    const { stdout } = await verify(folder, ['--format', 'json']);
    const start = BAD.indexOf('ALTER');
    const end = BAD.indexOf(';');
    const failure = {
      phase: 'second',
      message: 'column "name" of relation "users" already exists',
      sqlstate: '42701',
      statement: 0,
      range: { start: { line: 1, character: 0, offset: start }, end: { line: 2, character: 22, offset: end } },
    };
    const migration = { second: 'failed', fresh: 'passed', crashPoints: 'skipped', milliseconds: expect.any(Number) };
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      database: 'embedded PostgreSQL 18',
      migrations: [
        { ...migration, name: '20260101_users', second: 'passed' },
        { ...migration, name: '20260102_name', failure },
      ],
      summary: { migrations: 2, passed: 1, failed: 1, skipped: 0, milliseconds: expect.any(Number) },
    });
  });

  test('prints JUnit', async () => {
    const folder = await historyFolder({ '20260101_users': GOOD, '20260102_name': BAD });
    const { stdout } = await verify(folder, ['--format', 'junit']);
    expect(stdout).toContain('<testsuites name="ehr-schema verify" tests="6" failures="1" skipped="2"');
    expect(stdout).toContain('<testcase classname="20260102_name" name="second run"');
    expect(stdout).toContain('<failure type="42701"');
  });

  test('says what a second run that holds destroys of the data that came in between', async () => {
    const lossy = 'ALTER TABLE users DROP COLUMN IF EXISTS phone;\nALTER TABLE users ADD COLUMN phone text;\n';
    const folder = await historyFolder({
      '20260101_users': 'CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY, phone int);\n',
      '20260102_phone': lossy,
    });
    const text = await verify(folder, []);
    const json = await verify(folder, ['--format', 'json']);
    const junit = await verify(folder, ['--format', 'junit']);
    expect(text.code).toBe(0);
    expect(text.stdout).toContain(
      '20260102_phone/migration.sql holds on the second run, which destroys what came in between\n    column users.phone: 3 → none\n',
    );
    expect(JSON.parse(json.stdout).migrations[1]).toMatchObject({
      second: 'passed',
      losses: ['column users.phone: 3 → none'],
    });
    expect(junit.stdout).toMatch(/<system-out>holds on the second run[^<]*column users\.phone: 3 → none<\/system-out>/);
  });

  test('runs only what has changed', async () => {
    const folder = await historyFolder({ '20260101_users': GOOD, '20260102_name': BAD });
    const run = async () => JSON.parse((await verify(folder, ['--format', 'json'])).stdout);
    const first = await run();
    expect(await run()).toEqual({ ...first, summary: expect.anything() });
    await writeFile(join(folder, 'prisma/migrations/20260102_name/migration.sql'), GOOD.replace('users', 'clients'));
    const second = await run();
    expect(second.migrations[0]).toEqual(first.migrations[0]);
    expect(second.migrations[1]).toMatchObject({ second: 'passed' });
  });

  test('goes on without a cache when it cannot be written', async () => {
    const folder = await historyFolder({ '20260101_users': GOOD });
    const file = join(folder, 'full');
    await writeFile(file, '');
    const run = await verify(folder, [], { XDG_CACHE_HOME: file, LOCALAPPDATA: file, HOME: file });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('States of the history cannot be kept');
  });

  test.each([
    ['a folder without migrations', ['empty'], 'holds no migrations'],
    ['a folder that is not there', ['nowhere'], 'does not exist'],
    ['a variable that is not set', ['--database', '$EHR_NOT_SET'], 'the environment variable EHR_NOT_SET is not set'],
    ['what is no address', ['--database', 'mysql://root:hunter2@h/d'], 'not a URL of a PostgreSQL server'],
    [
      'a server that is not there',
      ['--database', 'postgresql://u:hunter2@127.0.0.1:1/d'],
      'Cannot connect to postgresql://u@127.0.0.1:1/d',
    ],
    ['an unknown format', ['--format', 'xml'], 'Allowed choices are text, json, junit'],
  ])('refuses %s with one line', async (_, words, message) => {
    const folder = await historyFolder({ '20260101_users': GOOD });
    await mkdir(join(folder, 'empty'));
    const run = await verify(folder, words);
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).not.toMatch(/hunter2|scratch/);
  });
});

describe('verify on a server', () => {
  test('uses a scratch database, and leaves the one of the URL as it was', async () => {
    const server = await postgresServer();
    const folder = await historyFolder({
      '20260101_users': GOOD,
      '20260102_name': BAD,
      '20260103_role': 'CREATE ROLE app;',
    });
    const environment = { DATABASE_URL: server.url('postgres', '?schema=app&connection_limit=1') };
    const words = ['--database', '$DATABASE_URL', '--crash-points', '--format', 'json'];
    const run = await verify(folder, words, environment);
    const report = JSON.parse(run.stdout);
    expect(report.database).toMatch(/^PostgreSQL 18.* at postgresql:\/\/postgres@127\.0\.0\.1:\d+\/postgres$/);
    expect(report.migrations.map(({ second }: { second: string }) => second)).toEqual(['passed', 'failed', 'skipped']);
    expect(run.stdout + run.stderr).not.toContain(PASSWORD);
    expect(run.stdout + run.stderr).not.toContain(encodeURIComponent(PASSWORD));
    expect(await server.scratchDatabases()).toEqual([]);
    expect(await server.query("SELECT relname FROM pg_class WHERE relname = 'users'")).toEqual([]);
    expect(await server.query("SELECT rolname FROM pg_roles WHERE rolname = 'app'")).toEqual([]);
  });

  test('names the scratch databases of runs that died', async () => {
    const server = await postgresServer();
    await server.query('CREATE DATABASE ehr_schema_verify_0123456789ab');
    const folder = await historyFolder({ '20260101_users': GOOD });
    const run = await verify(folder, ['--database', server.url()]);
    expect(run.stderr).toContain('DROP DATABASE ehr_schema_verify_0123456789ab;');
    expect(await server.scratchDatabases()).toEqual(['ehr_schema_verify_0123456789ab']);
    await server.query('DROP DATABASE ehr_schema_verify_0123456789ab');
  });

  test('says what the server says when its disk is full', async () => {
    const server = await postgresServer();
    const full = "DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;";
    const folder = await historyFolder({ '20260101_full': full });
    const run = await verify(folder, ['--database', server.url()]);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('run out of disk space') });
    expect(await server.scratchDatabases()).toEqual([]);
  });
});
