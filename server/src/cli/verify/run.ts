import { join } from 'node:path';
import { cacheFolder } from '../../host/cacheFolder';
import { proveProgram } from '../../host/installation';
import { ProveError, prove } from '../../prove/process/client';
import type { ProveListener } from '../../prove/process/request';
import type { Proof } from '../../prove/verdict';
import { print } from '../output';
import { UsageError } from '../usageError';
import { VERIFY_FORMATS, type VerifyFormatName } from './formats';
import { type MigrationFile, readHistory } from './history';
import { VerifyProgress } from './progress';
import { countOf, type VerifyReport } from './report';

/** The options of `verify` as the command line gives them. */
export interface VerifyOptions {
  readonly database: string;
  readonly crashPoints?: boolean;
  readonly format: VerifyFormatName;
  /** Seconds. */
  readonly timeout: number;
  readonly cache: boolean;
}

/**
 * Verifies a history and prints the verdicts.
 * @returns the exit code.
 * @throws UsageError when it cannot run as asked.
 */
export async function runVerify(folder: string, options: VerifyOptions): Promise<number> {
  // The arguments can hold a password, and everyone on the machine can list them.
  process.title = 'ehr-schema verify';
  const migrations = await readHistory(folder);
  const report = await verify(migrations, options, databaseOf(options.database));
  await print(VERIFY_FORMATS[options.format](report));
  return countOf(report, 'failed') > 0 ? 1 : 0;
}

async function verify(
  migrations: readonly MigrationFile[],
  options: VerifyOptions,
  database: string,
): Promise<VerifyReport> {
  const begin = performance.now();
  const collected = new Collected(new VerifyProgress(migrations.length));
  const request = {
    migrations: migrations.map(({ name, text }) => ({ name, text })),
    crashPoints: options.crashPoints ?? false,
    database,
    ...(options.cache && { cacheFolder: join(cacheFolder(), 'verify') }),
  };
  await endedBySignals((signal) =>
    prove(request, collected, { program: proveProgram(), signal, phaseTimeout: options.timeout * 1000 }),
  ).finally(() => collected.progress.end());
  return {
    database: collected.database,
    migrations: migrations.map((migration) => ({ ...migration, proof: collected.proofs.get(migration.name)! })),
    milliseconds: Math.round(performance.now() - begin),
  };
}

/** Keeps the verdicts of a run, and shows how far it is. */
class Collected implements ProveListener {
  readonly proofs = new Map<string, Proof>();
  readonly progress: VerifyProgress;
  database = '';

  constructor(progress: VerifyProgress) {
    this.progress = progress;
  }

  opened(database: string): void {
    this.database = database;
  }

  leftovers(databases: readonly string[]): void {
    const drops = databases.map((name) => `DROP DATABASE ${name};`).join(' ');
    this.progress.note(`runs that died have left scratch databases on this server; drop them: ${drops}`);
  }

  phase(...told: Parameters<VerifyProgress['phase']>): void {
    this.progress.phase(...told);
  }

  proved(migration: string, proof: Proof): void {
    this.proofs.set(migration, proof);
    this.progress.proved(migration, proof);
  }

  warned(message: string): void {
    this.progress.note(message);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs something that Ctrl-C and the like end in an orderly way. */
async function endedBySignals(run: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const name of SIGNALS) process.once(name, abort);
  try {
    await run(controller.signal);
  } catch (error) {
    throw error instanceof ProveError ? new UsageError(error.message) : error;
  } finally {
    for (const name of SIGNALS) process.off(name, abort);
  }
}

/** Where to run: `$NAME` is the environment variable of that name, so that no password stands on the command line. */
function databaseOf(named: string): string {
  if (!named.startsWith('$')) return named;
  const url = process.env[named.slice(1)];
  if (!url) throw new UsageError(`--database: the environment variable ${named.slice(1)} is not set`);
  return url;
}
