import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../server/src/prove/database/database';
import { EmbeddedDatabase } from '../../server/src/prove/database/embedded';
import { namedExtensions } from '../../server/src/prove/database/extensions';
import { ScratchServer } from '../../server/src/prove/database/server';
import { serverAddress } from '../../server/src/prove/database/serverUrl';
import { proveHistory } from '../../server/src/prove/process/history';
import type { Migration } from '../../server/src/prove/process/request';
import { firstFailure, lossesOf, PASSED, type Proof } from '../../server/src/prove/verdict';
import { emptyImage, PGLITE_FOLDER } from '../harness/database';
import { loadTestParser } from '../harness/parser';
import { postgresServer } from '../harness/postgresServer';
import notRecovering from './crashPoints.json' with { type: 'json' };

const CORPUS = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

/** The largest history is proven whole only on demand, as it takes a minute and more. */
const MOST = process.env.EHR_SCHEMA_CORPUS === 'all' ? Number.POSITIVE_INFINITY : 40;

/** What the oracle says of a file. */
interface Label {
  readonly migration: string;
  readonly rerun: 'ok' | 'error' | 'changed';
  /** What a second run destroys of the data that came in between, if anything. */
  readonly dataloss?: readonly string[];
  readonly first: { readonly index: number; readonly sqlstate: string } | null;
}

const HISTORIES = existsSync(CORPUS)
  ? readdirSync(CORPUS).filter((name) => existsSync(join(CORPUS, 'labels', `${name}.files.json`)))
  : [];
if (HISTORIES.length === 0) console.log('The shared histories are not here: nothing is compared with the oracle.');

/** By history, the files that do not recover from a stop, as the oracle says: `oracle.mjs verify <history> <history>`. */
const NOT_RECOVERING: Readonly<Record<string, readonly string[]>> = notRecovering;

describe.runIf(HISTORIES.length > 0).each(HISTORIES)('the verdicts on %s are the oracle’s', (history) => {
  test('on the embedded database', async () => {
    const migrations = read(history);
    const extensions = namedExtensions(migrations.map(({ text }) => text));
    const database = await EmbeddedDatabase.open({ folder: PGLITE_FOLDER, extensions, image: await emptyImage() });
    await expectLabels(database, history, migrations);
    await database.close();
  }, 900_000);

  test('on a server', async () => {
    const scratch = await ScratchServer.open(
      serverAddress((await postgresServer()).url()),
      `ehr_schema_verify_${history}`,
    );
    const database = await scratch.create();
    await expectLabels(database, history, read(history));
    await database.close();
    await scratch.close();
  }, 900_000);
});

async function expectLabels(database: Database, history: string, migrations: readonly Migration[]): Promise<void> {
  const found = new Map<string, Proof>();
  await proveHistory(database, migrations, [], {
    parser: await loadTestParser(),
    crashPoints: database.kind === 'embedded',
    wanted: new Set(migrations.map(({ name }) => name)),
    listener: { proved: (name, proof) => found.set(name, proof) },
  });
  const labels = JSON.parse(readFileSync(join(CORPUS, 'labels', `${history}.files.json`), 'utf8')) as Label[];
  const stuck = new Set(NOT_RECOVERING[history]);
  const expected = labels
    .filter(({ migration }) => found.has(migration))
    .map((label) => ({ ...labelled(label), ...(database.kind === 'embedded' && recovery(label, stuck)) }));
  expect(expected).toHaveLength(migrations.length);
  expect([...found].map(([name, proof]) => proven(name, proof, database))).toEqual(expected);
}

function recovery({ migration }: Label, stuck: ReadonlySet<string>) {
  return { crashPoints: stuck.has(migration) ? 'failed' : 'passed' };
}

function labelled({ migration, rerun, first, dataloss }: Label) {
  return {
    migration,
    fresh: 'passed',
    second: rerun === 'ok' ? 'passed' : 'failed',
    loses: rerun === 'ok' && dataloss !== undefined,
    sqlstate: first?.sqlstate,
    statement: first?.index,
  };
}

/** The verdicts of a migration; where the second run changes something, the oracle names no statement. */
function proven(migration: string, proof: Proof, { kind }: Database) {
  const failure = firstFailure({ ...proof, crashPoints: PASSED });
  const statement = failure?.changes ? undefined : failure?.statement;
  return {
    migration,
    fresh: proof.fresh.verdict,
    second: proof.second.verdict,
    loses: lossesOf(proof).length > 0,
    sqlstate: failure?.sqlstate,
    statement,
    ...(kind === 'embedded' && { crashPoints: proof.crashPoints.verdict }),
  };
}

function read(history: string): Migration[] {
  const folder = join(CORPUS, history);
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
    .slice(0, MOST)
    .map((name) => ({ name, text: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }));
}
