import { type Connection, DatabaseError, type Submittable } from 'pg';
import { ConnectionLost, type QueryFailure, type QueryResult, queryFailure } from './database';

/** One simple query on a server's session, of any number of statements, that counts the ones which were completed. */
export class SimpleQuery implements Submittable {
  readonly done: Promise<QueryResult>;
  readonly #text: string;
  #rows: (string | null)[][] = [];
  #completed = 0;
  #resolve!: (result: QueryResult) => void;
  #reject!: (error: Error) => void;

  constructor(text: string) {
    this.#text = text;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: Connection): void {
    connection.query(this.#text);
  }

  handleRowDescription(): void {
    this.#rows = [];
  }

  handleDataRow({ fields }: { readonly fields: (string | null)[] }): void {
    this.#rows.push(fields);
  }

  handleCommandComplete(): void {
    this.#completed++;
  }

  handleEmptyQuery(): void {
    // A text without statements is answered by this alone.
  }

  handleCopyData(): void {
    // COPY TO STDOUT: nobody reads it.
  }

  /** COPY FROM STDIN: there are no rows to send. */
  handleCopyInResponse(connection: { sendCopyFail(message: string): void }): void {
    connection.sendCopyFail('no rows from the client');
  }

  /** The last call when a query fails. */
  handleError(error: Error): void {
    const failure = failureOf(error, this.#completed);
    if (failure) this.#resolve({ failure, rows: [] });
    else this.#reject(lost(error));
  }

  /** The last call when it does not. */
  handleReadyForQuery(): void {
    this.#resolve({ rows: this.#rows });
  }
}

/** What the migration did wrong; undefined for errors of the connection and for a server that cannot go on. */
function failureOf(error: Error, completed: number): QueryFailure | undefined {
  if (!(error instanceof DatabaseError) || !error.code || error.severity === 'FATAL' || error.severity === 'PANIC')
    return undefined;
  return CANNOT_GO_ON.test(error.code) ? undefined : queryFailure(error, completed);
}

/** Insufficient resources, operator intervention except for a cancelled query, system errors. */
const CANNOT_GO_ON = /^(?:53|57P|58)/;

function lost(error: Error): ConnectionLost {
  if (error instanceof DatabaseError && error.code) {
    const reason = error.code.startsWith('53')
      ? 'The server has run out of disk space, memory or connections'
      : 'The server cannot go on';
    return new ConnectionLost(`${reason}: ${error.code} ${error.message}.`);
  }
  return new ConnectionLost('The server went away in the middle of the run.');
}
