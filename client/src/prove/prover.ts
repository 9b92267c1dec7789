import { type CancellationToken, Uri, workspace } from 'vscode';
import type { Migration, ProveListener, ProveRequest } from '../../../server/src/prove/process/request';
import { readText } from '../files';

/**
 * Runs migrations on a PostgreSQL in a process of its own, which ends with the run.
 * @throws Error that says in words why it could not run.
 */
export type RunProof = (request: ProveRequest, listener: ProveListener, signal: AbortSignal) => Promise<void>;

/** What is to be proven. */
export interface Proving {
  /** The whole history, in the order in which it is applied. */
  readonly migrations: readonly Migration[];
  /** The names of the migrations whose verdicts are wanted. */
  readonly wanted: readonly string[];
  /** Whether each is also stopped after every statement, which takes longer. */
  readonly crashPoints: boolean;
}

/** Proves histories. */
export class Prover {
  readonly #runProof: RunProof;
  readonly #cacheFolder: string | undefined;

  /** @param cacheFolder where states of unchanged histories are kept. */
  constructor(runProof: RunProof, cacheFolder: Uri | undefined) {
    this.#runProof = runProof;
    this.#cacheFolder = cacheFolder?.fsPath;
  }

  /**
   * Runs a history until all that is wanted is proven, or the token cancels it.
   * @throws Error that says in words why it could not run.
   */
  async prove(proving: Proving, listener: ProveListener, token: CancellationToken): Promise<void> {
    const abort = new AbortController();
    const cancelled = token.onCancellationRequested(() => abort.abort());
    const database = workspace.getConfiguration('ehrSchema').get('verify.database', 'embedded');
    try {
      const request: ProveRequest = {
        ...proving,
        database: fromEnvironment(database),
        cacheFolder: this.#cacheFolder,
      };
      await this.#runProof(request, listener, abort.signal);
    } finally {
      cancelled.dispose();
    }
  }
}

/** The migrations of a history as they are on disk, in the order in which they are applied. */
export async function readMigrations(history: Uri): Promise<Migration[]> {
  const names = (await workspace.fs.readDirectory(history)).map(([name]) => name).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const text = await readText(Uri.joinPath(history, name, 'migration.sql'));
    if (text !== undefined) migrations.push({ name, text });
  }
  return migrations;
}

/** `$NAME` stands for the variable, so that no password has to be written into the settings. */
function fromEnvironment(database: string): string {
  if (!database.startsWith('$')) return database;
  const value = process.env[database.slice(1)];
  if (!value)
    throw new Error(
      `The environment variable ${database.slice(1)}, which ehrSchema.verify.database names, is not set.`,
    );
  return value;
}
