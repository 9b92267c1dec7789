import { changedObjects } from '../../server/src/prove/catalog/changes';
import { fingerprint } from '../../server/src/prove/catalog/fingerprint';
import { type Database, query } from '../../server/src/prove/database/database';
import { firstRunWithRows, NEEDS_COMMITS, seedAfterFirstRun, tableNames } from '../../server/src/prove/firstRun';
import type { Script, ScriptStatement } from '../../server/src/prove/script';
import { writes } from '../../server/src/prove/statementKinds';
import { NEW_SESSION } from '../../server/src/prove/step';

/** What a second run does with one statement: nothing, it fails, or it changes something for good. */
export interface Verdict {
  readonly net: 'ok' | 'error' | 'changed';
  readonly sqlstate?: string;
  /** PostgreSQL's message, or what has changed. */
  readonly message?: string;
}

const OK: Verdict = { net: 'ok' };
const RANK = { ok: 0, changed: 1, error: 2 } as const;

/**
 * Applies a migration to the database, and says of each statement what a second run does with it: on the tables as they are
 * and on tables with generated rows, whichever is worse. A statement that fails leaves nothing, and the next one goes on.
 * Undefined when the migration does not apply.
 */
export async function judge(database: Database, script: Script): Promise<Verdict[] | undefined> {
  const seeded = script.takesBack ? undefined : await onGeneratedRows(database, script);
  const { failure } = await database.send(script.text);
  await query(database, 'ROLLBACK');
  if (failure) return undefined;
  if (script.statements.some(({ node }) => node && writes(node))) await query(database, 'SELECT pg_sleep(0.004)');
  const plain = await onWhatIsThere(database, script);
  return plain.map((verdict, i) => (seeded && RANK[seeded[i]!.net] > RANK[verdict.net] ? seeded[i]! : verdict));
}

async function onGeneratedRows(database: Database, script: Script): Promise<Verdict[] | undefined> {
  await query(database, 'BEGIN');
  try {
    const writer = script.statements.some(({ node }) => node && writes(node));
    const tables = writer ? await tableNames(database) : new Set<string>();
    const run = await firstRunWithRows(database, script);
    if (!run.done) return undefined;
    if (run.leftEmpty) await seedAfterFirstRun(database, script, tables);
    const verdicts = await again(database, script.statements, true);
    return verdicts.some(({ sqlstate }) => sqlstate && NEEDS_COMMITS.has(sqlstate)) ? undefined : verdicts;
  } finally {
    await database.send('ROLLBACK');
  }
}

async function onWhatIsThere(database: Database, script: Script): Promise<Verdict[]> {
  await query(database, 'BEGIN');
  const verdicts = await again(database, script.statements, true);
  await query(database, 'ROLLBACK');
  if (!verdicts.some(({ sqlstate }) => sqlstate && NEEDS_COMMITS.has(sqlstate))) return verdicts;
  const copy = await database.copy(script.text);
  try {
    return await again(copy, script.statements, false);
  } finally {
    await copy.close();
  }
}

/** Runs the statements again, each by itself: between savepoints, or with commits where the file has no block of its own. */
async function again(database: Database, statements: readonly ScriptStatement[], within: boolean): Promise<Verdict[]> {
  await query(database, NEW_SESSION);
  const before = await fingerprint(database);
  let now = before;
  let open = within;
  const done: { readonly touched: ReadonlySet<string>; readonly verdict: Verdict }[] = [];
  for (const { text, transactional, control } of statements) {
    if (control && !within) {
      await database.send(text);
      open = control === 'begin';
    }
    if (control) {
      done.push({ touched: new Set(), verdict: OK });
      continue;
    }
    if (open) await query(database, 'SAVEPOINT differential');
    const { failure } = await database.send(open ? transactional : text);
    if (open)
      await query(database, `${failure ? 'ROLLBACK TO SAVEPOINT differential; ' : ''}RELEASE SAVEPOINT differential`);
    if (failure) {
      const { sqlstate, message } = failure;
      done.push({ touched: new Set(), verdict: { net: 'error', sqlstate, message } });
      continue;
    }
    const after = await fingerprint(database);
    done.push({ touched: changedObjects(now, after), verdict: OK });
    now = after;
  }
  const lasting = changedObjects(before, now);
  return done.map(({ touched, verdict }) => {
    const left = [...touched].filter((object) => lasting.has(object));
    return left.length ? { net: 'changed', message: left.slice(0, 4).join(', ') } : verdict;
  });
}
