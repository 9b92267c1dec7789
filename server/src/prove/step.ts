import { changedObjects, changes } from './catalog/changes';
import { type Fingerprint, fingerprint } from './catalog/fingerprint';
import { type Database, type QueryFailure, query } from './database/database';

/** What is left of a session when the next run opens one of its own. Can be sent within a transaction. */
export const NEW_SESSION = 'DISCARD TEMP; RESET SESSION AUTHORIZATION; RESET ALL';

/** What a step did: it was refused, or it changed these objects (in words), or nothing. */
export interface StepResult {
  readonly failure?: QueryFailure;
  readonly changes: readonly string[];
  readonly objects: ReadonlySet<string>;
}

const NOTHING: StepResult = { changes: [], objects: new Set() };

/**
 * Sends a text in the open transaction, says what it changed and takes it back. What leaves no trace in the write-ahead log
 * has changed nothing, so that most steps cost no fingerprint.
 */
export async function tryStep(database: Database, sql: string): Promise<StepResult> {
  await query(database, 'SAVEPOINT ehr_schema_step');
  const result = await measured(database, sql);
  await query(database, 'ROLLBACK TO SAVEPOINT ehr_schema_step; RELEASE SAVEPOINT ehr_schema_step');
  return result;
}

/** Sends a text outside of any transaction of ours, and says what it changed. */
export async function step(database: Database, sql: string): Promise<StepResult> {
  const before = await fingerprint(database);
  const { failure } = await database.send(sql);
  await query(database, 'ROLLBACK');
  if (failure) return { ...NOTHING, failure };
  return difference(before, await fingerprint(database));
}

/** Sends texts one by one in the open transaction: which of them were refused or changed something, until one is refused. */
export async function trySteps(database: Database, texts: readonly string[]): Promise<StepResult[]> {
  await query(database, 'SAVEPOINT ehr_schema_steps');
  const results: StepResult[] = [];
  let before = await fingerprint(database);
  for (const sql of texts) {
    const { failure } = await database.send(sql);
    if (failure) {
      results.push({ ...NOTHING, failure });
      break;
    }
    const after = await fingerprint(database);
    results.push(difference(before, after));
    before = after;
  }
  await query(database, 'ROLLBACK TO SAVEPOINT ehr_schema_steps; RELEASE SAVEPOINT ehr_schema_steps');
  return results;
}

async function measured(database: Database, sql: string): Promise<StepResult> {
  const at = await logPosition(database);
  const { failure } = await database.send(sql);
  if (failure) return { ...NOTHING, failure };
  if (at !== undefined && at === (await logPosition(database))) return NOTHING;
  const after = await fingerprint(database);
  await query(database, 'ROLLBACK TO SAVEPOINT ehr_schema_step');
  return difference(await fingerprint(database), after);
}

function difference(before: Fingerprint, after: Fingerprint): StepResult {
  return { changes: changes(before, after), objects: changedObjects(before, after) };
}

/** Where the write-ahead log ends; undefined where that says nothing, as unlogged tables are written past it. */
async function logPosition(database: Database): Promise<string | undefined> {
  const [row] = await query(
    database,
    `SELECT pg_catalog.pg_current_wal_insert_lsn(),
      EXISTS (SELECT FROM pg_catalog.pg_class WHERE relpersistence = 'u')`,
  );
  return row?.[1] === 'f' ? (row[0] ?? undefined) : undefined;
}
