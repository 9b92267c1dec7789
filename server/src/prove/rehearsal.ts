import { crashPoints } from './crashPoints';
import { type Database, QueryError, query, undone } from './database/database';
import { firstRun, firstRunWithRows, seedAfterFirstRun, tableNames } from './firstRun';
import { losses } from './losses';
import { keepingSequences } from './rows/sequences';
import type { Script } from './script';
import { secondRun } from './secondRun';
import { writes } from './statementKinds';
import { stops } from './stops';
import type { Failure, ProofOptions } from './verdict';

type Outcome = Failure | 'passed' | 'unknown';

/** What a run in a transaction of ours says; 'unknown' where only real commits can tell. */
export interface Rehearsal {
  readonly second: Outcome;
  /** What a second run that passed destroys of the data that came in between. */
  readonly losses: readonly string[];
  readonly crashPoints: Outcome;
}

const UNKNOWN: Rehearsal = { second: 'unknown', losses: [], crashPoints: 'unknown' };

/**
 * Runs a migration twice, and stopped, on tables with generated rows, all in one transaction that is taken back. The numbers that
 * it draws are given back too: a later migration may count on those of the first run.
 */
export async function rehearse(database: Database, script: Script, options: ProofOptions): Promise<Rehearsal> {
  if (script.takesBack) return UNKNOWN;
  return keepingSequences(database, async () => {
    await query(database, 'BEGIN');
    try {
      const { second, crashPoints, ...rest } = await rehearseInTransaction(database, script, options);
      return { ...rest, second: withoutSavepoints(second), crashPoints: withoutSavepoints(crashPoints) };
    } catch (error) {
      if (error instanceof QueryError && refusesSavepoints(error.failure)) return UNKNOWN;
      throw error;
    } finally {
      await database.send('ROLLBACK');
    }
  });
}

/** Behind some statements (ALTER DOMAIN … DROP CONSTRAINT) PostgreSQL sets no savepoint before the next commit. */
function refusesSavepoints({ message }: Pick<Failure, 'message'>): boolean {
  return message.includes('unprocessed inval messages');
}

/** A failure that comes from our savepoints is none of the migration's. */
function withoutSavepoints(outcome: Outcome): Outcome {
  return typeof outcome === 'object' && refusesSavepoints(outcome) ? 'unknown' : outcome;
}

async function rehearseInTransaction(database: Database, script: Script, options: ProofOptions): Promise<Rehearsal> {
  const writer = script.statements.some(({ node }) => node && writes(node));
  const tables = writer ? await tableNames(database) : new Set<string>();
  const withRows = await firstRunWithRows(database, script);
  if (!withRows.done) {
    await query(database, 'ROLLBACK; BEGIN');
    if (await firstRun(database, script)) return UNKNOWN;
  }
  options.onPhase?.('second');
  const second = await undone(database, async () => {
    if (withRows.leftEmpty && (withRows.done || !writer)) await seedAfterFirstRun(database, script, tables);
    return secondRun(database, script);
  });
  const outcome = second === 'needs commits' ? 'unknown' : (second ?? 'passed');
  const lost = outcome === 'passed' ? await undone(database, () => losses(database, script)) : [];
  if (!options.crashPoints || stops(script.statements).size === 0)
    return { second: outcome, losses: lost, crashPoints: 'passed' };
  const onStop = () => options.onPhase?.('crashPoints');
  return { second: outcome, losses: lost, crashPoints: (await crashPoints(database, script, onStop)) ?? 'passed' };
}
