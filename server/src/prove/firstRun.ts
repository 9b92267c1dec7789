import { type Database, type QueryFailure, query } from './database/database';
import { empty, seed } from './rows/seed';
import { failedStatement, type Script, type ScriptStatement } from './script';
import { leavesEmptyTables, targetOf, writes } from './statementKinds';

/**
 * SQLSTATEs of what a transaction block does not take: these runs are done with real commits instead. The last one, 0A000,
 * is raised by features that check for a block themselves.
 */
export const NEEDS_COMMITS: ReadonlySet<string> = new Set(['25001', '25P01', '2D000', '55P04', '55006', '0A000']);

/** The savepoint before the first run, which stays open until the transaction ends. */
export const BEFORE_FIRST = 'ehr_schema_first';

const MOST_TABLES_EMPTIED = 12;

/** What came of a first run on generated rows. */
export interface RunWithRows {
  /** False when the migration cannot run on generated rows. */
  readonly done: boolean;
  /** Some tables may be empty now, in spite of the generated rows. */
  readonly leftEmpty: boolean;
}

/**
 * Runs a migration for the first time in the open transaction, on tables with generated rows. A table whose generated rows
 * the migration rightly refuses is emptied. The savepoint BEFORE_FIRST stands behind the generated rows.
 */
export async function firstRunWithRows(database: Database, script: Script): Promise<RunWithRows> {
  await seed(database, { namedIn: script.text });
  const emptied = new Set<string>();
  for (;;) {
    const failure = await firstRun(database, script);
    if (!failure) return { done: true, leftEmpty: emptied.size > 0 || script.statements.some(leavesEmpty) };
    await query(database, `ROLLBACK TO SAVEPOINT ${BEFORE_FIRST}; RELEASE SAVEPOINT ${BEFORE_FIRST}`);
    const table = refusedTable(script, failure);
    if (!table || emptied.has(table) || emptied.size === MOST_TABLES_EMPTIED) return NOT_DONE;
    if (NEEDS_COMMITS.has(failure.sqlstate) || !(await empty(database, table))) return NOT_DONE;
    emptied.add(table);
  }
}

const NOT_DONE: RunWithRows = { done: false, leftEmpty: true };

function leavesEmpty({ node }: ScriptStatement): boolean {
  return !node || leavesEmptyTables(node);
}

/** Runs a migration for the first time in the open transaction, behind the savepoint BEFORE_FIRST. */
export async function firstRun(database: Database, script: Script): Promise<QueryFailure | undefined> {
  await query(database, `SAVEPOINT ${BEFORE_FIRST}`);
  return (await database.send(script.transactional || 'SELECT')).failure;
}

/** Fills the tables that the first run made or left empty, except those that the migration writes rows to itself. */
export async function seedAfterFirstRun(
  database: Database,
  script: Script,
  before: ReadonlySet<string>,
): Promise<void> {
  const written = script.statements.filter(({ node }) => node && writes(node));
  const skip =
    written.length > 0 ? new Set([...before, ...written.map(({ node }) => targetOf(node!) ?? '')]) : undefined;
  await seed(database, { namedIn: script.text, onlyEmpty: true, ...(skip && { skip }) });
}

/** The names of all tables. */
export async function tableNames(database: Database): Promise<Set<string>> {
  const rows = await query(database, "SELECT relname FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p')");
  return new Set(rows.map(([name]) => name!));
}

/** The table whose rows were in the way: the one that PostgreSQL names, or the one that the statement is about. */
function refusedTable(script: Script, failure: QueryFailure): string | undefined {
  if (failure.table) return failure.schema ? `${failure.schema}.${failure.table}` : failure.table;
  const node = failedStatement(script, 'transactional', failure)?.node;
  return node && targetOf(node);
}
