import { changes, type Unstable, unstableBetween, without } from './catalog/changes';
import { type Fingerprint, fingerprint } from './catalog/fingerprint';
import { type Database, query, undone } from './database/database';
import { failed } from './failed';
import { BEFORE_FIRST } from './firstRun';
import { keepingSequences } from './rows/sequences';
import type { Script } from './script';
import { writes } from './statementKinds';
import { NEW_SESSION } from './step';
import { stops } from './stops';
import type { Failure } from './verdict';

/**
 * Stops a first run behind each statement, runs the whole migration from there and compares with an undisturbed run. The
 * transaction is open, with BEFORE_FIRST behind the rows and the first run behind that; it is left at BEFORE_FIRST.
 * @returns the first stop that the migration does not recover from, or undefined when there is none.
 */
export async function crashPoints(
  database: Database,
  script: Script,
  onStop: () => void,
): Promise<Failure | undefined> {
  if (stops(script.statements).size === 0) return undefined;
  await query(database, NEW_SESSION);
  const whole = await fingerprint(database);
  const failure = await firstBadStop(database, script, whole, new Map(), onStop);
  if (!failure?.changes) return failure;
  const unstable = unstableBetween(whole, await wholeRun(database, script));
  return unstable.size === 0 ? failure : firstBadStop(database, script, whole, unstable, onStop);
}

/** Tries the stops one behind the other; what no two runs write alike is left out of account. */
async function firstBadStop(
  database: Database,
  script: Script,
  whole: Fingerprint,
  unstable: Unstable,
  onStop: () => void,
): Promise<Failure | undefined> {
  await backToFirst(database);
  const points = stops(script.statements);
  const mayDraw = script.statements.some(({ node }) => node && writes(node));
  for (const [index, statement] of script.statements.entries()) {
    if (!statement.control) {
      const { failure } = await database.send(statement.transactional);
      if (failure) return { ...failed('crashPoints', script, statement, failure), stoppedAfter: index };
    }
    if (!points.has(index + 1)) continue;
    onStop();
    const resume = () => undone(database, () => resumed(database, script, whole, unstable));
    const failure = await (mayDraw ? keepingSequences(database, resume) : resume());
    if (failure) return { ...failure, stoppedAfter: index + 1 };
  }
  return undefined;
}

async function resumed(
  database: Database,
  script: Script,
  whole: Fingerprint,
  unstable: Unstable,
): Promise<Failure | undefined> {
  await query(database, NEW_SESSION);
  const { failure } = await database.send(script.transactional);
  if (failure) return failed('crashPoints', script, 'transactional', failure);
  return otherState(whole, await fingerprint(database), unstable);
}

/** The state that an undisturbed first run leaves. */
async function wholeRun(database: Database, script: Script): Promise<Fingerprint> {
  await backToFirst(database);
  await query(database, script.transactional);
  await query(database, NEW_SESSION);
  return fingerprint(database);
}

async function backToFirst(database: Database): Promise<void> {
  await query(database, `ROLLBACK TO SAVEPOINT ${BEFORE_FIRST}`);
}

/** The failure of a resumed run that ends elsewhere than an undisturbed one. */
export function otherState(whole: Fingerprint, state: Fingerprint, unstable: Unstable): Failure | undefined {
  const found = changes(without(whole, unstable), without(state, unstable));
  if (found.length === 0) return undefined;
  return { phase: 'crashPoints', message: 'The resumed run ends in another state.', changes: found };
}
