import { Worker } from 'node:worker_threads';
import type { PrismaDiagnostic } from '../../core/tools';
import { validatorProgram } from '../../host/installation';

/** The files of one schema, by name. */
export type SchemaTexts = readonly (readonly [name: string, text: string])[];

/** What the thread is asked. */
export interface Question {
  readonly number: number;
  readonly files: SchemaTexts;
}

/** What it answers. */
export interface Verdict {
  readonly number: number;
  readonly diagnostics: readonly PrismaDiagnostic[];
}

/** A schema that keeps the validator longer than this is given up until it changes. */
const LONGEST_MS = 10_000;

/** The most memory that it may take, in megabytes. */
const MEMORY_MB = 500;

/** Prisma's validator in a thread of its own, which is started when it is first asked. */
export class ValidatorThread {
  readonly #failed: (error: unknown) => void;
  #worker: Worker | undefined;
  #count = 0;
  readonly #waiting = new Map<number, (diagnostics: readonly PrismaDiagnostic[]) => void>();

  /** @param failed told why a schema has got no verdict. */
  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  /** What Prisma says of a schema; nothing where it gives up, dies of it or takes too long. */
  validate(files: SchemaTexts): Promise<readonly PrismaDiagnostic[]> {
    const worker = this.#worker ?? this.#start();
    const question: Question = { number: ++this.#count, files };
    return new Promise((resolve) => {
      const limit = setTimeout(() => {
        this.#failed(new Error(`it took more than ${LONGEST_MS / 1000} s`));
        void worker.terminate();
      }, LONGEST_MS);
      this.#waiting.set(question.number, (diagnostics) => {
        clearTimeout(limit);
        resolve(diagnostics);
      });
      worker.postMessage(question);
    });
  }

  #start(): Worker {
    const worker = new Worker(validatorProgram(), { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
    worker.on('message', ({ number, diagnostics }: Verdict) => this.#answer(number, diagnostics));
    worker.on('error', this.#failed);
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
      for (const number of [...this.#waiting.keys()]) this.#answer(number, []);
    });
    this.#worker = worker;
    return worker;
  }

  #answer(number: number, diagnostics: readonly PrismaDiagnostic[]): void {
    this.#waiting.get(number)?.(diagnostics);
    this.#waiting.delete(number);
  }
}
