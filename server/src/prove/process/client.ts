import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { SCRATCH_PREFIX } from '../database/scratchName';
import { Progress } from './progress';
import type { ProcessEvent, ProcessRequest, ProveListener, ProveRequest } from './request';
import { MEMORY_EXCEEDED } from './watchdog';

/** How the process of a run is made, and when it is ended. */
export interface ProcessOptions {
  /** The bundled program that the process runs: `prove.cjs`. */
  readonly program: string;
  /** Ends the run. */
  readonly signal?: AbortSignal;
  /** The longest that one phase of one migration may take, in milliseconds; one that takes longer has failed. */
  readonly phaseTimeout?: number;
}

/** A run ended before all verdicts were there; the message is for the user. */
export class ProveError extends Error {
  override readonly name = 'ProveError';
}

const PHASE_TIMEOUT_MS = 60_000;

/**
 * Proves a history in a process of its own, which is gone when this ends, with every scratch database that it made. A
 * migration that takes too long or too much memory has failed, and those behind it are skipped.
 * @throws ProveError when it was cancelled, or when there is no database to run on.
 */
export async function prove(request: ProveRequest, listener: ProveListener, options: ProcessOptions): Promise<void> {
  if (options.signal?.aborted) throw new ProveError(CANCELLED);
  const scratch = SCRATCH_PREFIX + randomBytes(6).toString('hex');
  const run = new ProveProcess({ ...request, scratch }, listener, options);
  const fault = await run.ended;
  const cleaned = fault === undefined || (await cleanUp(request.database, scratch));
  if (fault) throw new ProveError(cleaned || !run.opened ? fault : `${fault} ${mayBeLeft(scratch)}`);
}

const CANCELLED = 'The run was cancelled.';

/** Removes what a run that did not end by itself has left; false when the server cannot be reached. */
async function cleanUp(database: string, scratch: string): Promise<boolean> {
  if (database === 'embedded') return true;
  try {
    // With the driver that it needs, it is loaded only where there is something to drop.
    const { dropScratch } = await import('../database/scratch');
    await dropScratch(database, scratch);
    return true;
  } catch {
    return false;
  }
}

function mayBeLeft(scratch: string): string {
  return `The scratch database may still be on the server; when it is back, run: DROP DATABASE IF EXISTS ${scratch} WITH (FORCE);`;
}

/** One process with one request, until it is gone. */
class ProveProcess {
  /** Why the run did not end by itself, in words; an empty text when all verdicts are there nevertheless. */
  readonly ended: Promise<string | undefined>;
  readonly #child: ChildProcess;
  readonly #listener: ProveListener;
  readonly #progress: Progress;
  readonly #timeout: number;
  #timer: NodeJS.Timeout | undefined;
  #stderr = '';
  #fault: string | undefined;
  #done = false;
  /** The database was reached. */
  opened = false;

  constructor(request: ProcessRequest, listener: ProveListener, { program, signal, phaseTimeout }: ProcessOptions) {
    this.#listener = listener;
    this.#progress = new Progress(request, listener);
    this.#timeout = phaseTimeout ?? PHASE_TIMEOUT_MS;
    this.#child = fork(program, [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-2000);
    });
    this.#child.on('message', (event: ProcessEvent) => this.#receive(event));
    this.#child.send(request);
    this.#restartTimer();
    const cancel = () => this.#end(CANCELLED);
    signal?.addEventListener('abort', cancel, { once: true });
    this.ended = this.#wait().finally(() => {
      clearTimeout(this.#timer);
      signal?.removeEventListener('abort', cancel);
    });
  }

  async #wait(): Promise<string | undefined> {
    const [code, signal] = (await once(this.#child, 'close')) as [number | null, NodeJS.Signals | null];
    if (this.#done) return undefined;
    if (this.#fault !== undefined) return this.#fault;
    const reason = this.#stderr.includes(MEMORY_EXCEEDED)
      ? 'It took more memory than a run may take.'
      : `The process that runs the migrations ended unexpectedly (${signal ?? `exit code ${code}`}).`;
    return this.#progress.fail(reason) ? '' : reason;
  }

  #receive(event: ProcessEvent): void {
    this.#restartTimer();
    if (event.kind === 'opened') this.#open(event.database);
    else if (event.kind === 'leftovers') this.#listener.leftovers?.(event.databases);
    else if (event.kind === 'warned') this.#listener.warned?.(event.message);
    else if (event.kind === 'phase') this.#progress.phase(event.migration, event.phase);
    else if (event.kind === 'proved') for (const proof of event.proofs) this.#progress.proved(...proof);
    else if (event.kind === 'failed') this.#end(event.message);
    else {
      this.#done = true;
      // Nothing is left to be tidied, and a process that ends by itself takes half a second to give its memory back.
      this.#child.kill('SIGKILL');
    }
  }

  #open(database: string): void {
    this.opened = true;
    this.#listener.opened?.(database);
  }

  #restartTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const seconds = Math.round(this.#timeout / 1000);
      const told = this.#progress.fail(`It did not end within ${seconds} s.`);
      this.#end(told ? '' : `The database did not start within ${seconds} s.`);
    }, this.#timeout);
  }

  #end(fault: string): void {
    this.#fault ??= fault;
    this.#child.kill('SIGKILL');
  }
}
