import { kept } from '../../core/kept';
import type { Catalog, Recording } from '../catalog/catalog';
import type { Known } from '../catalog/objects';
import type { Stop } from '../execution/stop';

/** The keys that a statement read, and those that it wrote. */
export interface Touched {
  readonly read: readonly string[];
  readonly written: readonly string[];
}

/** What became of a new run behind a stop, with all that it depended on. */
export interface Recovery {
  /** The statements that it began with. */
  readonly wanted: readonly string[];
  /** The statements behind the stop, where the run did not come back to where it began; else none. */
  readonly rest: readonly string[];
  readonly read: Recording['read'];
  readonly hints: Recording['hints'];
  /** What each statement in front of the stop read and wrote, in the order in which they ran. */
  readonly ran: ReadonlyMap<string, Touched>;
  /** What was written before the first of them: a new run has none of the temporary tables. */
  readonly forgotten: readonly string[];
  readonly stops: ReadonlyMap<string, readonly Stop[]>;
  readonly unsettled: boolean;
  /** A statement asked for more than single objects, so that nobody can tell whether it would do the same again. */
  readonly whole: boolean;
  /** All that came to be known on the way of what statements read and write, with their makers. */
  readonly notes: ReadonlyMap<Touched, string>;
}

/** The keys that a recovery hangs on or tells of. */
export const keysOf = kept(({ forgotten, ran, notes }: Recovery): ReadonlySet<string> => {
  const keys = new Set(forgotten);
  for (const { read, written } of [...ran.values(), ...notes.keys()])
    for (const key of [...read, ...written]) keys.add(key);
  return keys;
});

/** What the statements of a new run read, as it was when the run began. */
export class Reading {
  readonly ran = new Map<string, Touched>();
  readonly #read = new Map<string, Known>();
  readonly #hints = new Map<string, number>();
  #isWhole = false;

  /**
   * Adds what one statement read.
   * @param before the values of what the run has changed so far.
   */
  add({ read, hints, whole }: Recording, before: ReadonlyMap<string, Known>): void {
    for (const [key, value] of read)
      if (!this.#read.has(key)) this.#read.set(key, before.has(key) ? before.get(key) : value);
    for (const [hint, size] of hints) if (!this.#hints.has(hint)) this.#hints.set(hint, size);
    this.#isWhole ||= whole;
  }

  get all(): Pick<Recovery, 'read' | 'hints' | 'ran' | 'whole'> {
    return { read: this.#read, hints: [...this.#hints], ran: this.ran, whole: this.#isWhole };
  }
}

/** The recoveries of a document's last run, by the maker of the statement that it stopped behind. */
export class Recoveries {
  readonly #kept = new Map<string, Recovery>();
  readonly #known: ReadonlyMap<string, Recovery>;
  /** What each maker's statement touched when it last ran again: the same is kept once. */
  readonly #touched: Map<string, Touched>;

  constructor(before?: Recoveries) {
    this.#known = before ? before.#kept : new Map();
    this.#touched = before ? before.#touched : new Map();
  }

  /** What became of a new run behind a statement in the document's last run. */
  before(behind: string): Recovery | undefined {
    return this.#known.get(behind);
  }

  /** What a statement touched, as the very object that was noted last where it is the same. */
  touched(maker: string, touched: Touched): Touched {
    const last = this.#touched.get(maker);
    if (last && areSame(last.read, touched.read) && areSame(last.written, touched.written)) return last;
    this.#touched.set(maker, touched);
    return touched;
  }

  /** What is known to become of a new run behind a statement, when everything is as it was. */
  find(
    behind: string,
    wanted: readonly string[],
    rest: () => readonly string[],
    catalog: Catalog,
  ): Recovery | undefined {
    const known = this.#known.get(behind);
    if (!known || known.whole || !areSame(known.wanted, wanted) || !catalog.agrees(known)) return undefined;
    return !known.unsettled || areSame(known.rest, rest()) ? known : undefined;
  }

  keep(behind: string, recovery: Recovery): void {
    this.#kept.set(behind, recovery);
  }
}

/** True for two lists of the same words. */
export function areSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}
