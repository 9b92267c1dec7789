import { everyPhase, type Phase, type PhaseResult, type Proof, resultOf, skipped } from '../verdict';
import type { ProveListener, ProveRequest } from './request';

/** Passes on what happens in a run, and knows which verdicts are still missing. */
export class Progress {
  readonly #listener: ProveListener;
  readonly #missing: Set<string>;
  #current: { readonly migration: string; readonly phase: Phase } | undefined;
  #since = performance.now();

  constructor({ migrations, wanted }: ProveRequest, listener: ProveListener) {
    this.#listener = listener;
    this.#missing = new Set(wanted ?? migrations.map(({ name }) => name));
  }

  phase(migration: string, phase: Phase): void {
    if (this.#current?.migration !== migration) this.#since = performance.now();
    this.#current = { migration, phase };
    this.#listener.phase?.(migration, phase);
  }

  proved(migration: string, proof: Proof): void {
    this.#missing.delete(migration);
    this.#listener.proved(migration, proof);
  }

  /**
   * The run was ended in the middle of a phase: that phase has failed, the others of its migration and all migrations
   * behind it are skipped.
   * @returns false when no migration was being run.
   */
  fail(message: string): boolean {
    if (!this.#current) return false;
    const { migration, phase } = this.#current;
    const rest = skipped(`The run was ended by ${migration}.`);
    const results = { ...everyPhase(rest), [phase]: resultOf({ phase, message }) };
    const milliseconds = Math.round(performance.now() - this.#since);
    for (const name of [...this.#missing]) {
      const own: Record<Phase, PhaseResult> = name === migration ? results : everyPhase(rest);
      this.proved(name, { ...own, milliseconds: name === migration ? milliseconds : 0 });
    }
    return true;
  }
}
