import { type Database, query } from './database/database';
import { failed, placeOf } from './failed';
import { NEEDS_COMMITS } from './firstRun';
import type { Script } from './script';
import { writes } from './statementKinds';
import { NEW_SESSION, type StepResult, step, tryStep, trySteps } from './step';
import type { Failure } from './verdict';

/**
 * Runs a migration again in the open transaction, and takes it back.
 * @returns why it is not re-runnable; undefined when it is; 'needs commits' when no transaction of ours can tell.
 */
export async function secondRun(database: Database, script: Script): Promise<Failure | 'needs commits' | undefined> {
  if (script.takesBack) return 'needs commits';
  await query(database, NEW_SESSION);
  const result = await tryStep(database, script.transactional);
  if (result.failure && NEEDS_COMMITS.has(result.failure.sqlstate)) return 'needs commits';
  if (result.failure) return failed('second', script, 'transactional', result.failure);
  if (result.changes.length === 0) return undefined;
  const statements = script.statements.filter(({ control }) => !control);
  const parts = await trySteps(
    database,
    statements.map(({ transactional }) => transactional),
  );
  const index = parts.findIndex(({ objects }) => [...objects].some((object) => result.objects.has(object)));
  const statement = statements[index];
  return { ...changed(result), ...(statement && placeOf(script, statement)) };
}

/** Runs a migration again on what is committed: in a transaction where that can be, else on a copy with real commits. */
export async function committedSecondRun(database: Database, script: Script): Promise<Failure | undefined> {
  // The clock must have gone on since the first run, at the resolution of timestamp(3) too.
  if (script.statements.some(({ node }) => node && writes(node))) await query(database, 'SELECT pg_sleep(0.004)');
  await query(database, 'BEGIN');
  const result = await secondRun(database, script);
  await query(database, 'ROLLBACK');
  if (result !== 'needs commits') return result;
  const copy = await database.copy(script.text);
  try {
    await query(copy, NEW_SESSION);
    const again = await step(copy, script.text);
    if (again.failure) return failed('second', script, 'text', again.failure);
    return again.changes.length > 0 ? changed(again) : undefined;
  } finally {
    await copy.close();
  }
}

function changed({ changes }: StepResult): Failure {
  return { phase: 'second', message: 'The second run succeeds, but it changes something.', changes };
}
