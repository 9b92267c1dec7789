import type { Statement } from '../languages/sql/syntax';
import type { Catalog } from './catalog/catalog';
import { Run } from './catalog/run';
import { perform } from './execution/deed';
import type { Memory, Replay } from './memory';
import { makersOf } from './reading/makers';

/** The first run of a file, statement by statement: each is believed, and the catalog then holds what it says. */
export class FirstRun {
  readonly run: Run;
  readonly makers: readonly string[];
  readonly replay: Replay | undefined;
  readonly #statements: readonly Statement[];
  #next = 0;

  /**
   * @param name tells this file's objects from those of others that share the catalog.
   * @param memory what the statements did when the document was last run.
   */
  constructor(name: string, statements: readonly Statement[], catalog: Catalog, memory?: Memory) {
    this.run = new Run(catalog, false);
    this.makers = makersOf(statements, name);
    this.replay = memory?.beginFirst(catalog, this.makers);
    this.#statements = statements;
  }

  /** Runs the next statement. */
  next(): void {
    const index = this.#next++;
    this.run.maker = this.makers[index]!;
    if (this.replay) this.replay.run(this.run, this.#statements[index]!, index);
    else perform(this.run, this.#statements[index]!);
  }

  /** Leaves the next statement out. */
  skip(): void {
    this.replay?.skip(this.#next);
    this.#next++;
  }

  /** Runs all that are left. */
  finish(): void {
    if (this.replay) this.replay.runFrom(this.#next, this.run, this.#statements);
    else while (this.#next < this.#statements.length) this.next();
    this.#next = this.#statements.length;
  }
}
