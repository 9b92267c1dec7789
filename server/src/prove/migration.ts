import { committedCrashPoints } from './committedCrashPoints';
import type { Database, QueryFailure } from './database/database';
import { query } from './database/database';
import { failed } from './failed';
import { obstacle, statementObstacle } from './obstacles';
import { type Rehearsal, rehearse } from './rehearsal';
import type { Script } from './script';
import { committedSecondRun } from './secondRun';
import { stops } from './stops';
import {
  everyPhase,
  type Failure,
  type PhaseResults,
  type Proof,
  type ProofOptions,
  passed,
  resultOf,
  skipped,
} from './verdict';

/**
 * Proves one migration on what came before it, and leaves the database as its first run does; of one that does not apply,
 * the statements that do stay.
 * @throws ConnectionLost when the server goes away.
 */
export async function proveMigration(database: Database, script: Script, options: ProofOptions): Promise<Proof> {
  const started = performance.now();
  const results = await prove(database, script, options);
  return { ...results, milliseconds: Math.round(performance.now() - started) };
}

async function prove(database: Database, script: Script, options: ProofOptions): Promise<PhaseResults> {
  options.onPhase?.('fresh');
  const blocked = obstacle(script, database);
  if (blocked) {
    await applyMigration(database, script);
    return everyPhase(skipped(blocked.message));
  }
  const rehearsal = await rehearse(database, script, options);
  const needsCopy = options.crashPoints && rehearsal.crashPoints === 'unknown' && stops(script.statements).size > 0;
  const before = needsCopy ? await database.copy(script.text) : undefined;
  try {
    options.onPhase?.('fresh');
    const failure = await applyMigration(database, script);
    if (failure) return { ...everyPhase(NOT_APPLIED), fresh: resultOf(failure) };
    return { fresh: resultOf(undefined), ...(await afterwards(database, before, script, rehearsal, options)) };
  } finally {
    await before?.close();
  }
}

const NOT_APPLIED = skipped('It does not apply on what came before.');

/** The second run and the crash points, where the rehearsal has not decided them. */
async function afterwards(
  database: Database,
  before: Database | undefined,
  script: Script,
  rehearsal: Rehearsal,
  options: ProofOptions,
): Promise<Pick<PhaseResults, 'second' | 'crashPoints'>> {
  const rehearsed = typeof rehearsal.second === 'object' ? rehearsal.second : undefined;
  if (!rehearsed) options.onPhase?.('second');
  const failure = rehearsed ?? (await committedSecondRun(database, script));
  const second = failure ? resultOf(failure) : passed(rehearsal.losses);
  if (!options.crashPoints) return { second, crashPoints: skipped('Crash points were not asked for.') };
  if (rehearsal.crashPoints !== 'unknown')
    return { second, crashPoints: resultOf(rehearsal.crashPoints === 'passed' ? undefined : rehearsal.crashPoints) };
  const onStop = () => options.onPhase?.('crashPoints');
  return { second, crashPoints: resultOf(before && (await committedCrashPoints(before, script, onStop))) };
}

/**
 * Applies a migration as Prisma does: the whole file as one simple query. Of one that does not apply, the statements that do
 * stay, so that later migrations find them.
 */
export async function applyMigration(database: Database, script: Script): Promise<Failure | undefined> {
  const failure = obstacle(script, database) ?? (await apply(database, script));
  if (failure) await applyStatements(database, script);
  return failure;
}

async function apply(database: Database, script: Script): Promise<Failure | undefined> {
  const { failure } = await database.send(script.text);
  await endTransaction(database);
  return failure && failed('fresh', script, 'text', failure);
}

async function applyStatements(database: Database, script: Script): Promise<void> {
  for (const statement of script.statements) {
    if (statementObstacle(statement, database)) continue;
    // What PostgreSQL refuses has been told already; it stays out.
    const refused: QueryFailure | undefined = (await database.send(statement.text)).failure;
    if (refused?.sqlstate === IN_FAILED_TRANSACTION) await endTransaction(database);
  }
  await endTransaction(database);
}

const IN_FAILED_TRANSACTION = '25P02';

async function endTransaction(database: Database): Promise<void> {
  await query(database, 'ROLLBACK');
}
