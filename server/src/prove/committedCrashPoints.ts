import { type Unstable, unstableBetween } from './catalog/changes';
import { type Fingerprint, fingerprint } from './catalog/fingerprint';
import { otherState } from './crashPoints';
import { type Database, query } from './database/database';
import { failed } from './failed';
import type { Script } from './script';
import { NEW_SESSION } from './step';
import { stops } from './stops';
import type { Failure } from './verdict';

/** What `crashPoints` does, with real commits on copies of the state before the first run, which must have succeeded. */
export async function committedCrashPoints(
  before: Database,
  script: Script,
  onStop: () => void,
): Promise<Failure | undefined> {
  const whole = await onCopy(before, script, (copy) => wholeRun(copy, script));
  const failure = await firstBadStop(before, script, whole, new Map(), onStop);
  if (!failure?.changes) return failure;
  const unstable = unstableBetween(whole, await onCopy(before, script, (copy) => wholeRun(copy, script)));
  return unstable.size === 0 ? failure : firstBadStop(before, script, whole, unstable, onStop);
}

async function firstBadStop(
  before: Database,
  script: Script,
  whole: Fingerprint,
  unstable: Unstable,
  onStop: () => void,
): Promise<Failure | undefined> {
  for (const done of stops(script.statements)) {
    onStop();
    const failure = await onCopy(before, script, (copy) => resumed(copy, script, done, whole, unstable));
    if (failure) return { ...failure, stoppedAfter: done };
  }
  return undefined;
}

async function resumed(
  copy: Database,
  script: Script,
  done: number,
  whole: Fingerprint,
  unstable: Unstable,
): Promise<Failure | undefined> {
  for (const statement of script.statements.slice(0, done)) {
    const { failure } = await copy.send(statement.text);
    if (failure) return failed('crashPoints', script, statement, failure);
  }
  await query(copy, 'ROLLBACK');
  await query(copy, NEW_SESSION);
  const { failure } = await copy.send(script.text);
  if (failure) return failed('crashPoints', script, 'text', failure);
  await query(copy, 'ROLLBACK');
  await query(copy, NEW_SESSION);
  return otherState(whole, await fingerprint(copy), unstable);
}

async function wholeRun(copy: Database, script: Script): Promise<Fingerprint> {
  await query(copy, script.text);
  await query(copy, 'ROLLBACK');
  await query(copy, NEW_SESSION);
  return fingerprint(copy);
}

async function onCopy<T>(database: Database, { text }: Script, run: (copy: Database) => Promise<T>): Promise<T> {
  const copy = await database.copy(text);
  try {
    return await run(copy);
  } finally {
    await copy.close();
  }
}
