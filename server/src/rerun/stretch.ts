import type { StatementSyntax } from '../languages/sql/syntax';
import type { Recording } from './catalog/catalog';
import type { CatalogEntry, Known } from './catalog/objects';
import type { Run } from './catalog/run';
import { type Deed, isNotable } from './execution/deed';
import { endsOf } from './reading/makers';

/** A deed, with all that it depended on and all that it left. */
export interface KeptDeed extends Deed {
  readonly syntax: StatementSyntax;
  readonly recording: Recording;
  readonly asked: ReadonlyMap<string, boolean>;
  readonly schema: string;
  readonly left: readonly CatalogEntry[];
  readonly made: readonly string[];
  readonly former: readonly (readonly [string, string])[];
  readonly schemaAfter: string;
  /** How many homes there were when its hints last led where they led when it was recorded. */
  homes: number;
}

/** How many deeds are taken together at most, and how many it takes to be worth it. */
const [LONGEST, SHORTEST] = [32, 8];

/**
 * The deeds of statements that follow each other, taken together: where nothing that one of them read has changed, a run
 * passes over them at once.
 */
export class Stretch {
  readonly deeds: readonly KeptDeed[];
  #sum: Sum | undefined;
  /** How many homes there were when its hints last led where they had led. */
  #homes = -1;
  #notable: readonly number[] | undefined;

  constructor(deeds: readonly KeptDeed[]) {
    this.deeds = deeds;
  }

  /** True when it pays to pass over it at once. */
  get isLong(): boolean {
    return this.deeds.length >= SHORTEST;
  }

  /** Which of the deeds did more than succeed without a change. */
  get notable(): readonly number[] {
    this.#notable ??= [...this.deeds.keys()].filter((index) => isNotable(this.deeds[index]!));
    return this.#notable;
  }

  /**
   * Passes over all of it where each statement would do what it did.
   * @param changed the keys whose values may be others than they were here before.
   */
  repeat(run: Run, changed: ReadonlySet<string>): boolean {
    this.#sum ??= sumOf(this.deeds);
    const { whole, read, hints, asked, schema, left, made, former, schemaAfter } = this.#sum;
    if (whole || schema !== run.schema) return false;
    for (const key of changed) if (read.has(key)) return false;
    for (const [key, answer] of asked) if (run.mayHoldRows(key) !== answer) return false;
    const { homes } = run.catalog;
    if (homes !== this.#homes && !run.catalog.agreesOn(hints)) return false;
    this.#homes = homes;
    run.catalog.reapply(left);
    run.noteMade(made);
    run.noteFormers(former);
    run.schema = schemaAfter;
    return true;
  }
}

/** What the deeds of a stretch depend on and leave, all together. */
interface Sum {
  readonly whole: boolean;
  readonly read: ReadonlySet<string>;
  readonly hints: Recording['hints'];
  readonly asked: ReadonlyMap<string, boolean>;
  readonly schema: string;
  readonly left: readonly CatalogEntry[];
  readonly made: readonly string[];
  readonly former: readonly (readonly [string, string])[];
  readonly schemaAfter: string;
}

function sumOf(deeds: readonly KeptDeed[]): Sum {
  const read = new Set<string>();
  const left = new Map<string, Known>();
  const asked = new Map<string, boolean>();
  const made = new Set<string>();
  for (const deed of deeds) {
    for (const key of deed.recording.read.keys()) read.add(key);
    for (const [key, value] of deed.left) left.set(key, value);
    // What an earlier one of them made needs no asking.
    for (const [key, answer] of deed.asked) if (!made.has(key)) asked.set(key, answer);
    for (const key of deed.made) made.add(key);
  }
  return {
    whole: deeds.some(({ recording }) => recording.whole),
    read,
    hints: deeds.flatMap(({ recording }) => recording.hints),
    asked,
    schema: deeds[0]!.schema,
    left: [...left],
    made: [...made],
    former: deeds.flatMap(({ former }) => former),
    schemaAfter: deeds.at(-1)!.schemaAfter,
  };
}

/** Gathers the deeds of a run into stretches: those that are passed over as they are, the others anew. */
export class Stretches {
  readonly #all: Stretch[] = [];
  #open: KeptDeed[] = [];

  /** Adds a deed of a statement that was run or repeated by itself. */
  add(deed: KeptDeed): void {
    this.#open.push(deed);
    if (this.#open.length === LONGEST) this.#close();
  }

  /** Adds what was passed over at once. */
  addAll(stretch: Stretch): void {
    this.#close();
    this.#all.push(stretch);
  }

  /** All of them, in order. */
  end(): readonly Stretch[] {
    this.#close();
    return this.#all;
  }

  #close(): void {
    if (this.#open.length > 0) this.#all.push(new Stretch(this.#open));
    this.#open = [];
  }
}

/** The deeds of the run before, by where their statements stand now. */
export class DeedsBefore {
  /** How many statements stay at the beginning, and how many at the end. */
  readonly first: number;
  readonly last: number;
  readonly #stretches: ReadonlyMap<number, Stretch>;
  readonly #deeds: KeptDeed[] = [];
  /** Those of the statements that stood between, by maker. */
  readonly #between: ReadonlyMap<string, KeptDeed>;
  readonly #makers: readonly string[];

  constructor(stretches: readonly Stretch[], makersBefore: readonly string[], makers: readonly string[]) {
    [this.first, this.last] = endsOf(makersBefore, makers);
    this.#makers = makers;
    const behind = makersBefore.length - this.last;
    const starts = new Map<number, Stretch>();
    for (const stretch of stretches) {
      const start = this.#deeds.length;
      for (const deed of stretch.deeds) this.#deeds.push(deed);
      if (!stretch.isLong) continue;
      if (this.#deeds.length <= this.first) starts.set(start, stretch);
      if (start >= behind) starts.set(start + makers.length - makersBefore.length, stretch);
    }
    this.#stretches = starts;
    const between = makersBefore.slice(this.first, behind);
    this.#between = new Map(between.map((maker, i) => [maker, this.#deeds[this.first + i]!]));
  }

  /** True for a statement that has the same ones before it, or behind it, as it had. */
  isInPlace(index: number): boolean {
    return index < this.first || index >= this.#makers.length - this.last;
  }

  /** What the statement at an index did, wherever it stood. */
  at(index: number): KeptDeed | undefined {
    if (index < this.first) return this.#deeds[index];
    if (index >= this.#makers.length - this.last) return this.#deeds[index - this.#makers.length + this.#deeds.length];
    return this.#between.get(this.#makers[index]!);
  }

  /** The stretch that begins at an index and has stayed in its place. */
  stretchAt(index: number): Stretch | undefined {
    return this.#stretches.get(index);
  }

  /** What the statements did that stood between those that stay. */
  between(): ReadonlyMap<string, KeptDeed> {
    return this.#between;
  }
}
