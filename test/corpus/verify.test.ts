import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../server/src/prove/database';
import { EmbeddedDatabase } from '../../server/src/prove/embedded';
import { namedExtensions } from '../../server/src/prove/extensions';
import { proveHistory } from '../../server/src/prove/history';
import type { Migration } from '../../server/src/prove/request';
import { ScratchServer } from '../../server/src/prove/server';
import { serverAddress } from '../../server/src/prove/serverUrl';
import { firstFailure, type Proof } from '../../server/src/prove/verdict';
import { emptyImage, PGLITE_FOLDER } from '../harness/database';
import { loadTestParser } from '../harness/parser';
import { postgresServer } from '../harness/postgresServer';

const CORPUS = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

/** The largest history is proven whole only on demand, as it takes a minute and more. */
const MOST = process.env.EHR_SCHEMA_CORPUS === 'all' ? Number.POSITIVE_INFINITY : 100;

/** What the oracle says of a file. */
interface Label {
  readonly migration: string;
  readonly rerun: 'ok' | 'error' | 'changed';
  readonly first: { readonly index: number; readonly sqlstate: string } | null;
}

const HISTORIES = existsSync(CORPUS)
  ? readdirSync(CORPUS).filter((name) => existsSync(join(CORPUS, 'labels', `${name}.files.json`)))
  : [];
if (HISTORIES.length === 0) console.log('The shared histories are not here: nothing is compared with the oracle.');

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
    crashPoints: false,
    wanted: new Set(migrations.map(({ name }) => name)),
    listener: { proved: (name, proof) => found.set(name, proof) },
  });
  const labels = JSON.parse(readFileSync(join(CORPUS, 'labels', `${history}.files.json`), 'utf8')) as Label[];
  const expected = labels.filter(({ migration }) => found.has(migration)).map(labelled);
  expect(expected).toHaveLength(migrations.length);
  expect([...found].map(([name, proof]) => proven(name, proof))).toEqual(expected);
}

function labelled({ migration, rerun, first }: Label) {
  return {
    migration,
    fresh: 'passed',
    second: rerun === 'ok' ? 'passed' : 'failed',
    sqlstate: first?.sqlstate,
    statement: first?.index,
  };
}

/** The verdicts of a migration; where the second run changes something, the oracle names no statement. */
function proven(migration: string, proof: Proof) {
  const failure = firstFailure(proof);
  const statement = failure?.changes ? undefined : failure?.statement;
  return {
    migration,
    fresh: proof.fresh.verdict,
    second: proof.second.verdict,
    sqlstate: failure?.sqlstate,
    statement,
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
