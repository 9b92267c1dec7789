import { sameEnds } from '../core/sameEnds';
import type { Statement, StatementSyntax } from '../languages/sql/syntax';
import type { Catalog, Recording } from './catalog';
import { type Deed, perform } from './deed';
import { equalValue } from './equality';
import type { CatalogEntry } from './objects';
import type { Recoveries } from './recoveries';
import type { Run } from './run';
import type { KeptTrials } from './trials';

/** A deed, with all that it depended on and all that it left. */
interface Kept extends Deed {
  readonly syntax: StatementSyntax;
  readonly recording: Recording;
  readonly asked: ReadonlyMap<string, boolean>;
  readonly schema: string;
  readonly left: readonly CatalogEntry[];
  readonly made: readonly string[];
  readonly former: readonly (readonly [string, string])[];
  readonly schemaAfter: string;
}

/** One run of a document's statements, on the catalog that it was run on. */
interface Pass {
  readonly catalog: Catalog;
  readonly base: object;
  readonly homes: number;
  readonly makers: readonly string[];
  readonly deeds: ReadonlyMap<string, Kept>;
  /** What statements did in the passes before, where it was something else: half a word later it holds again. */
  readonly earlier: ReadonlyMap<string, Kept>;
}

/** How many deeds of earlier passes are kept. */
const MOST_EARLIER = 2_000;

/**
 * What the statements of a document did when it was last run. After a keystroke only those run again that read something
 * that has another value by now; the others are taken from here.
 */
export class Memory {
  /** Of the stops that were played through. */
  trials: KeptTrials | undefined;
  recoveries: Recoveries | undefined;
  #first: Pass | undefined;
  #second: Pass | undefined;

  /** Begins the first run of statements on what `catalog` holds. */
  beginFirst(catalog: Catalog, makers: readonly string[]): Replay {
    const isSameBase = this.#first?.catalog === catalog && this.#first.base === catalog.base;
    return new Replay(this.#first, catalog, makers, isSameBase ? new Set() : undefined);
  }

  /** Begins the second run, on what the first one left. */
  beginSecond(first: Replay, catalog: Catalog, makers: readonly string[]): Replay {
    this.#first = first.end();
    return new Replay(this.#second, catalog, makers, first.changed && new Set(first.changed));
  }

  /** Keeps what the second run did. */
  endSecond(second: Replay): void {
    this.#second = second.end();
  }
}

/** A run that takes from the one before it what still holds. */
export class Replay {
  /**
   * The keys whose values may be others than they were at this point of the run before; undefined where nothing is known
   * of that, and every value has to be looked at.
   */
  readonly changed: Set<string> | undefined;
  readonly #previous: Pass | undefined;
  readonly #catalog: Catalog;
  readonly #base: object;
  readonly #makers: readonly string[];
  readonly #deeds = new Map<string, Kept>();
  /** How many statements stay at the beginning, and how many at the end. */
  readonly #first: number;
  readonly #last: number;
  readonly #homesBefore: number;

  constructor(
    previous: Pass | undefined,
    catalog: Catalog,
    makers: readonly string[],
    changed: Set<string> | undefined,
  ) {
    this.#previous = previous;
    this.#catalog = catalog;
    this.#base = catalog.base;
    this.#makers = makers;
    this.changed = previous && changed;
    [this.#first, this.#last] = sameEnds(previous?.makers ?? [], makers);
    this.#homesBefore = previous?.homes ?? -1;
  }

  /** Runs the next statement, or does again what it did. */
  run(run: Run, statement: Statement, index: number): Deed {
    if (index === this.#first) this.#noteMissing();
    const known = this.#previous?.deeds.get(run.maker);
    const isInPlace = index < this.#first || index >= this.#makers.length - this.#last;
    const still = this.#still(known, run, statement, isInPlace);
    const deed = still
      ? repeated(still, run, this.#previous?.catalog === this.#catalog)
      : recorded(run, statement, known);
    this.#note(deed, isInPlace ? known : undefined);
    this.#deeds.set(run.maker, deed);
    return deed;
  }

  /** Passes over the next statement. */
  skip(index: number): void {
    if (index === this.#first) this.#noteMissing();
    const known = this.#previous?.deeds.get(this.#makers[index]!);
    for (const [key] of known?.left ?? []) this.changed?.add(key);
  }

  end(): Pass {
    if (this.#first === this.#makers.length) this.#noteMissing();
    const { homes } = this.#catalog;
    const earlier = this.#earlier();
    return { catalog: this.#catalog, base: this.#base, homes, makers: this.#makers, deeds: this.#deeds, earlier };
  }

  /** The deeds of the passes before that this one has not done again, the latest last. */
  #earlier(): ReadonlyMap<string, Kept> {
    if (this.#previous?.catalog !== this.#catalog) return new Map();
    const { deeds, earlier } = this.#previous;
    const left = [...earlier, ...deeds].filter(([maker, deed]) => this.#deeds.get(maker) !== deed);
    return new Map(left.slice(-MOST_EARLIER));
  }

  /** What a statement did in a pass before that it would do again now. */
  #still(known: Kept | undefined, run: Run, statement: Statement, isInPlace: boolean): Kept | undefined {
    if (known && this.#isStill(known, run, statement, isInPlace)) return known;
    const earlier = this.#previous?.earlier.get(run.maker);
    return earlier && this.#isStill(earlier, run, statement, false) ? earlier : undefined;
  }

  /** What the statements left that stood here before. */
  #noteMissing(): void {
    const { makers = [], deeds } = this.#previous ?? {};
    for (const maker of makers.slice(this.#first, makers.length - this.#last))
      for (const [key] of deeds?.get(maker)?.left ?? []) this.changed?.add(key);
  }

  #isStill(kept: Kept, run: Run, statement: Statement, isInPlace: boolean): boolean {
    if (kept.recording.whole || kept.syntax !== statement.syntax || kept.schema !== run.schema) return false;
    for (const [key, answer] of kept.asked) if (run.mayHoldRows(key) !== answer) return false;
    const { changed } = this;
    if (!isInPlace || !changed) return run.catalog.agrees(kept.recording);
    if (!this.#hasStayed(kept.recording.read, changed)) return false;
    return run.catalog.homes === this.#homesBefore || run.catalog.agreesOn(kept.recording.hints);
  }

  #hasStayed(read: Recording['read'], changed: ReadonlySet<string>): boolean {
    const isStill = (key: string) => this.#catalog.current(key) === read.get(key);
    if (changed.size < read.size) {
      for (const key of changed) if (read.has(key) && !isStill(key)) return false;
    } else for (const key of read.keys()) if (changed.has(key) && !isStill(key)) return false;
    return true;
  }

  /** @param known what stood at this place, when the statement has not moved. */
  #note(deed: Kept, known: Kept | undefined): void {
    const { changed } = this;
    if (!changed) return;
    if (deed === known) {
      if (changed.size > 0) for (const [key] of deed.left) changed.delete(key);
      return;
    }
    const before = new Map(known?.left);
    for (const [key, value] of deed.left) {
      if (before.get(key) === value && before.has(key)) changed.delete(key);
      else changed.add(key);
      before.delete(key);
    }
    for (const key of before.keys()) changed.add(key);
  }
}

function repeated(kept: Kept, run: Run, isSameCatalog: boolean): Kept {
  if (isSameCatalog) run.catalog.reapply(kept.left);
  else run.catalog.apply(kept.left);
  run.noteMade(kept.made);
  for (const [name, type] of kept.former) if (!run.former.has(name)) run.former.set(name, type);
  run.schema = kept.schemaAfter;
  return kept;
}

function recorded(run: Run, statement: Statement, known: Kept | undefined): Kept {
  const { schema } = run;
  const mark = run.catalog.savepoint();
  const formerBefore = run.former.size;
  run.startRecording();
  const deed = perform(run, statement);
  const { asked, made } = run.stopRecording();
  const recording = run.catalog.stopRecording();
  return {
    ...deed,
    syntax: statement.syntax,
    recording,
    asked,
    schema,
    left: settled(run, run.catalog.entriesSince(mark), known),
    made,
    former: [...run.former].slice(formerBefore),
    schemaAfter: run.schema,
  };
}

/**
 * Where the statement leaves what it left before, puts the very value of before in its place: those who read it need not run
 * again.
 */
function settled(run: Run, left: readonly CatalogEntry[], known: Kept | undefined): readonly CatalogEntry[] {
  if (!known) return left;
  const before = new Map(known.left);
  return left.map((entry): CatalogEntry => {
    const [key, value] = entry;
    const old = before.get(key);
    if (old === undefined || old === value || !equalValue(old, value)) return entry;
    run.catalog.settle(key, old);
    return [key, old];
  });
}
