import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../harness/bundle';
import { PASSWORD, PostgresServer, postgresServer } from '../harness/postgresServer';
import { gone, historyFolder, RunningVerify, verify } from '../harness/verifying';

beforeAll(async () => {
  await bundle();
  // The first start of the embedded database takes as long as some of these runs may take.
  await verify(await historyFolder({ '20260101_first': 'SELECT 1;' }), []);
});

const LOOP = 'CREATE TABLE t (id int); DO $$ BEGIN LOOP END LOOP; END $$;';
const LOOP_TWICE =
  "DO $$ BEGIN IF to_regclass('t') IS NOT NULL THEN LOOP END LOOP; END IF; END $$; CREATE TABLE IF NOT EXISTS t (id int);";
const HISTORY = { '20260101_good': 'SELECT 1;', '20260102_loop': LOOP, '20260103_last': 'SELECT 2;' };

/** Where runs are started: on the embedded database, and on a server. */
const WHERE: readonly (readonly [string, () => Promise<string>])[] = [
  ['embedded', async () => 'embedded'],
  ['server', async () => (await postgresServer()).url()],
];

async function looping(database: string): Promise<RunningVerify> {
  const run = await RunningVerify.start(await historyFolder(HISTORY), ['--database', database]);
  await run.printed('20260101_good');
  return run;
}

async function expectNothingLeft(worker: number): Promise<void> {
  await gone(worker);
  expect(await (await postgresServer()).scratchDatabases()).toEqual([]);
}

describe.each(WHERE)('on %s', (_, database) => {
  test('a migration that does not end has failed, and those behind it are skipped', async () => {
    const folder = await historyFolder(HISTORY);
    const run = await verify(folder, ['--database', await database(), '--timeout', '12', '--format', 'json']);
    const [good, loop, last] = JSON.parse(run.stdout).migrations;
    expect(good).toMatchObject({ fresh: 'passed', second: 'passed' });
    expect(loop).toMatchObject({
      fresh: 'failed',
      second: 'skipped',
      failure: { message: 'It did not end within 12 s.' },
    });
    expect(last).toMatchObject({ fresh: 'skipped', reason: 'The run was ended by 20260102_loop.' });
    expect(run.code).toBe(1);
    expect(await (await postgresServer()).scratchDatabases()).toEqual([]);
  });

  test('one whose second run does not end has failed in that phase', async () => {
    const folder = await historyFolder({ '20260101_loop': LOOP_TWICE });
    const run = await verify(folder, ['--database', await database(), '--timeout', '12', '--format', 'json']);
    expect(JSON.parse(run.stdout).migrations[0]).toMatchObject({ fresh: 'skipped', second: 'failed' });
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends it in the middle of a statement', async (signal) => {
    const run = await looping(await database());
    const worker = await run.worker();
    run.process.kill(signal);
    expect(await run.ended).toBe(2);
    expect(run.output).toContain('ehr-schema: The run was cancelled.');
    await expectNothingLeft(worker);
  });

  test('the process that runs the migrations is killed', async () => {
    const run = await looping(await database());
    const worker = await run.worker();
    process.kill(worker, 'SIGKILL');
    expect(await run.ended).toBe(1);
    expect(run.output).toContain('ended unexpectedly (SIGKILL)');
    await expectNothingLeft(worker);
  });

  test('the command itself is killed', async () => {
    const run = await looping(await database());
    const worker = await run.worker();
    run.process.kill('SIGKILL');
    await run.ended;
    await expectNothingLeft(worker);
  });
});

test('a server that goes away in the middle is told, with what it may still hold', async () => {
  const server = await PostgresServer.start();
  const run = await looping(server.url());
  const worker = await run.worker();
  await server.stop();
  expect(await run.ended).toBe(2);
  expect(run.output).toMatch(
    /The server (?:went away in the middle of the run|cannot go on: 57P01 .*)\. The scratch database/,
  );
  expect(run.output).toMatch(/DROP DATABASE IF EXISTS ehr_schema_verify_[0-9a-f]{12} WITH \(FORCE\);/);
  await gone(worker);
});

test('no list of processes shows the password', async () => {
  const run = await looping((await postgresServer()).url());
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'args=']);
  expect(stdout).toContain('ehr-schema verify');
  expect(stdout).not.toContain(encodeURIComponent(PASSWORD));
  run.process.kill('SIGINT');
  expect(await run.ended).toBe(2);
});
