/** Why PostgreSQL refused a text, without its DETAIL: that can hold the contents of rows. */
export interface QueryFailure {
  readonly sqlstate: string;
  readonly message: string;
  /** How many statements of the text were completed before the one that failed. */
  readonly completed: number;
  /** Where in the text, in Unicode code points from 0, when PostgreSQL says so. */
  readonly position?: number;
  /** The table that a constraint was violated on. */
  readonly schema?: string;
  readonly table?: string;
}

/** An error as the protocol brings it. */
interface ErrorMessage {
  readonly message: string;
  readonly code?: string | undefined;
  readonly position?: string | undefined;
  readonly schema?: string | undefined;
  readonly table?: string | undefined;
}

/** What an error of the protocol says, without its detail. */
export function queryFailure(error: ErrorMessage, completed: number): QueryFailure {
  return {
    sqlstate: error.code ?? 'XX000',
    message: error.message.split('\n')[0]!,
    completed,
    ...(error.position && { position: Number(error.position) - 1 }),
    ...(error.schema && { schema: error.schema }),
    ...(error.table && { table: error.table }),
  };
}

/** What came of a text that was sent as one simple query. */
export interface QueryResult {
  readonly failure?: QueryFailure;
  /** The rows of the last statement that returned some; values as PostgreSQL writes them. */
  readonly rows: readonly (readonly (string | null)[])[];
}

/** A database of our own that migrations run in, with one session. It is thrown away at the end. */
export interface Database {
  readonly kind: 'embedded' | 'server';
  /**
   * Sends a text as one simple query, as Prisma and psql -c do: one implicit transaction unless it has BEGIN or COMMIT.
   * @throws ConnectionLost when the server has gone away.
   */
  send(sql: string): Promise<QueryResult>;
  /**
   * A copy of the committed state, with a session that has the same settings. The caller closes it.
   * @param text the migration that runs in it: settings that PostgreSQL does not know itself are known by its words.
   */
  copy(text: string): Promise<Database>;
  /** Ends the session and removes the database. */
  close(): Promise<void>;
}

/** The server ended the session, or cannot be reached any more. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** A query of our own failed: a fault of ours, or of a database that can no longer be used. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  readonly failure: QueryFailure;

  constructor(failure: QueryFailure) {
    super(`${failure.sqlstate} ${failure.message}`);
    this.failure = failure;
  }
}

/**
 * Runs a query of our own.
 * @throws QueryError when PostgreSQL refuses it.
 */
export async function query(database: Database, sql: string): Promise<QueryResult['rows']> {
  const { failure, rows } = await database.send(sql);
  if (failure) throw new QueryError(failure);
  return rows;
}

/** Runs something between two savepoints of the transaction that is open, and takes back what it did. */
export async function undone<T>(database: Database, run: () => Promise<T>): Promise<T> {
  await query(database, 'SAVEPOINT ehr_schema_undone');
  const result = await run();
  await query(database, 'ROLLBACK TO SAVEPOINT ehr_schema_undone; RELEASE SAVEPOINT ehr_schema_undone');
  return result;
}
