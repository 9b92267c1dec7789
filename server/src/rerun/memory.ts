import type { Statement } from '../languages/sql/syntax';
import type { Catalog, Recording } from './catalog/catalog';
import { equalValue } from './catalog/equality';
import type { CatalogEntry } from './catalog/objects';
import type { Run } from './catalog/run';
import { type Deed, perform } from './execution/deed';
import type { Recoveries } from './stops/recoveries';
import type { KeptTrials } from './stops/trials';
import { DeedsBefore, type KeptDeed, type Stretch, Stretches } from './stretch';

/** One run of a document's statements, on the catalog that it was run on. */
interface Pass {
  readonly catalog: Catalog;
  readonly base: object;
  readonly makers: readonly string[];
  /** The deeds of all statements. */
  readonly stretches: readonly Stretch[];
  /** What statements did in the passes before, where it was something else: half a word later it holds again. */
  readonly earlier: Map<string, KeptDeed>;
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
  #deedsBefore: DeedsBefore | undefined;
  readonly #stretches = new Stretches();
  /** What this run does otherwise than the one before. */
  readonly #dropped = new Map<string, KeptDeed>();
  #isPastMissing = false;

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
  }

  /** Runs the next statement, or does again what it did. */
  run(run: Run, statement: Statement, index: number): Deed {
    this.#noteMissing(index);
    const isInPlace = this.#before.isInPlace(index);
    const known = this.#before.at(index);
    const still = this.#still(known, run, statement, isInPlace);
    const deed = still ? repeated(still, run, this.#isSameCatalog) : recorded(run, statement, known);
    this.#note(deed, isInPlace ? known : undefined);
    if (known && deed !== known) this.#dropped.set(run.maker, known);
    this.#stretches.add(deed);
    return deed;
  }

  /** Runs all statements from one on; passes at once over those that follow each other and have nothing to do anew. */
  runFrom(index: number, run: Run, statements: readonly Statement[]): void {
    let next = index;
    while (next < statements.length) {
      this.#noteMissing(next);
      const stretch = this.#before.stretchAt(next);
      if (stretch && this.#repeats(stretch, run)) {
        this.#stretches.addAll(stretch);
        next += stretch.deeds.length;
      } else {
        run.maker = this.#makers[next]!;
        this.run(run, statements[next]!, next);
        next++;
      }
    }
  }

  /** The deeds of this run that did more than succeed without a change, with the indexes of their statements. */
  *notable(): Iterable<readonly [index: number, deed: Deed]> {
    let start = 0;
    for (const stretch of this.#stretches.end()) {
      for (const index of stretch.notable) yield [start + index, stretch.deeds[index]!];
      start += stretch.deeds.length;
    }
  }

  /** Passes over the next statement. */
  skip(index: number): void {
    this.#noteMissing(index);
    for (const [key] of this.#before.at(index)?.left ?? []) this.changed?.add(key);
  }

  end(): Pass {
    this.#noteMissing(this.#makers.length);
    const stretches = this.#stretches.end();
    const earlier = this.#earlier();
    return { catalog: this.#catalog, base: this.#base, makers: this.#makers, stretches, earlier };
  }

  /** Worked out with the first statement: a run may be begun and not go on. */
  get #before(): DeedsBefore {
    const { stretches = [], makers = [] } = this.#previous ?? {};
    this.#deedsBefore ??= new DeedsBefore(stretches, makers, this.#makers);
    return this.#deedsBefore;
  }

  get #isSameCatalog(): boolean {
    return this.#previous?.catalog === this.#catalog;
  }

  #repeats(stretch: Stretch, run: Run): boolean {
    const { changed } = this;
    if (!changed || !this.#isSameCatalog) return false;
    return stretch.repeat(run, changed);
  }

  /** The deeds of the passes before that this one has not done again, the latest last. */
  #earlier(): Map<string, KeptDeed> {
    if (!this.#previous || !this.#isSameCatalog) return new Map();
    const { earlier } = this.#previous;
    for (const [maker, deed] of [...this.#before.between(), ...this.#dropped]) {
      earlier.delete(maker);
      earlier.set(maker, deed);
    }
    for (const maker of earlier.keys()) {
      if (earlier.size <= MOST_EARLIER) break;
      earlier.delete(maker);
    }
    return earlier;
  }

  /** What a statement did in a pass before that it would do again now. */
  #still(known: KeptDeed | undefined, run: Run, statement: Statement, isInPlace: boolean): KeptDeed | undefined {
    if (known && this.#isStill(known, run, statement, isInPlace)) return known;
    const earlier = this.#previous?.earlier.get(run.maker);
    return earlier && this.#isStill(earlier, run, statement, false) ? earlier : undefined;
  }

  /** Notes, before the first statement behind them, what the statements left that stood here before. */
  #noteMissing(index: number): void {
    if (this.#isPastMissing || index < this.#before.first) return;
    this.#isPastMissing = true;
    for (const deed of this.#before.between().values()) for (const [key] of deed.left) this.changed?.add(key);
  }

  #isStill(kept: KeptDeed, run: Run, statement: Statement, isInPlace: boolean): boolean {
    if (kept.recording.whole || kept.syntax !== statement.syntax || kept.schema !== run.schema) return false;
    for (const [key, answer] of kept.asked) if (run.mayHoldRows(key) !== answer) return false;
    const { changed } = this;
    if (!isInPlace || !changed) return run.catalog.agrees(kept.recording);
    if (!this.#hasStayed(kept.recording.read, changed)) return false;
    const { homes } = run.catalog;
    if (homes !== kept.homes && !run.catalog.agreesOn(kept.recording.hints)) return false;
    kept.homes = homes;
    return true;
  }

  #hasStayed(read: Recording['read'], changed: ReadonlySet<string>): boolean {
    const isStill = (key: string) => this.#catalog.current(key) === read.get(key);
    if (changed.size < read.size) {
      for (const key of changed) if (read.has(key) && !isStill(key)) return false;
    } else for (const key of read.keys()) if (changed.has(key) && !isStill(key)) return false;
    return true;
  }

  /** @param known what stood at this place, when the statement has not moved. */
  #note(deed: KeptDeed, known: KeptDeed | undefined): void {
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

function repeated(kept: KeptDeed, run: Run, isSameCatalog: boolean): KeptDeed {
  if (isSameCatalog) run.catalog.reapply(kept.left);
  else {
    run.catalog.apply(kept.left);
    // The homes of one catalog say nothing of those of another.
    kept.homes = -1;
  }
  run.noteMade(kept.made);
  run.noteFormers(kept.former);
  run.schema = kept.schemaAfter;
  return kept;
}

function recorded(run: Run, statement: Statement, known: KeptDeed | undefined): KeptDeed {
  const { schema } = run;
  const mark = run.catalog.savepoint();
  const formerBefore = run.former.size;
  // What the statement itself makes comes into question too, the next time.
  const { homes } = run.catalog;
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
    homes,
  };
}

/**
 * Where the statement leaves what it left before, puts the very value of before in its place: those who read it need not run
 * again.
 */
function settled(run: Run, left: readonly CatalogEntry[], known: KeptDeed | undefined): readonly CatalogEntry[] {
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
