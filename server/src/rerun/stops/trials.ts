import type { Statement } from '../../languages/sql/syntax';
import type { Catalog, Recording } from '../catalog/catalog';
import { equalValue } from '../catalog/equality';
import { GONE } from '../catalog/objects';
import { Run } from '../catalog/run';
import { execute, overwrites } from '../execution/execute';
import { type Ends, endsOf } from '../reading/makers';
import { isTemporary } from '../reading/names';
import { areSame, type Touched } from './recoveries';

/** What became of a statement that was run again behind a stop. */
interface Trial {
  readonly schema: string;
  readonly recording: Recording;
  /** The keys that it wrote. */
  readonly written: readonly string[];
  /** It failed, or did something. */
  readonly restless: boolean;
}

/** What one statement changed in its first run, and what was tried behind it, by the makers of the statements. */
interface Stop {
  readonly written: readonly string[];
  readonly trials: ReadonlyMap<string, Trial>;
}

/** The trials of a document's last run, by the maker of the statement that it stopped behind. */
export interface KeptTrials {
  readonly makers: readonly string[];
  readonly stops: ReadonlyMap<string, Stop>;
}

const NOBODY: ReadonlySet<number> = new Set();

/** Tries, behind each statement of a first run, which of those before it would do something if the file ran again. */
export class Trials {
  /** How many statements have been run again so far. */
  runs = 0;
  /** The statements that would, in the state behind the last one. */
  readonly restless = new Set<number>();
  readonly kept: KeptTrials & { readonly stops: Map<string, Stop> };
  readonly #catalog: Catalog;
  readonly #statements: readonly Statement[];
  readonly #makers: readonly string[];
  readonly #known: KeptTrials | undefined;
  /** How many statements stay at the beginning, and how many at the end. */
  readonly #ends: Ends;
  /** The keys of which not the same statements may be known to read or write them as in the last run. */
  readonly #disturbed = new Set<string>();
  readonly #schemas: string[] = [];
  readonly #trials = new Map<number, Trial>();
  readonly #readers = new Map<string, Set<number>>();
  readonly #writers = new Map<string, Set<number>>();
  /** What has been noted: once is enough. */
  readonly #noted = new Set<Touched | Trial>();
  /** Statements that ask for more than single objects: what they depend on shows only when they are tried. */
  readonly #wide = new Map<number, { readonly recording: Recording; readonly homes: number }>();

  constructor(
    catalog: Catalog,
    statements: readonly Statement[],
    makers: readonly string[],
    known: KeptTrials | undefined,
  ) {
    this.#catalog = catalog;
    this.#statements = statements;
    this.#makers = makers;
    this.#known = known;
    this.kept = { makers, stops: new Map() };
    this.#ends = endsOf(known?.makers ?? [], makers);
    for (const maker of this.goneStops()) this.#disturbStop(known?.stops.get(maker));
  }

  /**
   * Tries the statement that has just run for the first time, and those before it that read what it changed.
   * @returns those that were tried.
   */
  behind(index: number, schema: string, changed: Iterable<string>): ReadonlySet<number> {
    this.#schemas[index] = schema;
    const keys = [...changed];
    this.#noteWrites(index, keys);
    const concerned = new Set([index, ...this.readersOf(keys), ...this.unsure()]);
    const trials = new Map<string, Trial>();
    for (const other of concerned) {
      const trial = this.#try(index, other);
      trials.set(this.#makers[other]!, trial);
      if (!this.isInPlace(other)) this.disturb(keysOf(trial));
    }
    this.#compare(index, { written: keys, trials });
    return concerned;
  }

  /** Notes on which keys a stop may have told otherwise than in the last run. */
  #compare(index: number, stop: Stop): void {
    const maker = this.#makers[index]!;
    this.kept.stops.set(maker, stop);
    const before = this.#known?.stops.get(maker);
    if (!before || !this.isInPlace(index)) return this.#disturbStop(stop);
    if (!areSame(before.written, stop.written)) {
      this.disturb(before.written);
      this.disturb(stop.written);
    }
    for (const [other, trial] of stop.trials) {
      const was = before.trials.get(other);
      if (was !== trial) this.disturb(keysOf(trial));
    }
    for (const [other, was] of before.trials) if (stop.trials.get(other) !== was) this.disturb(keysOf(was));
  }

  #disturbStop(stop: Stop | undefined): void {
    this.disturb(stop?.written ?? []);
    for (const trial of stop?.trials.values() ?? []) this.disturb(keysOf(trial));
  }

  /** Notes keys of which other statements may be known to read or write them than in the last run. */
  disturb(keys: Iterable<string>): void {
    for (const key of keys) this.#disturbed.add(key);
  }

  /** True when of these keys the same is known as at this stop of the last run. */
  isCalm(index: number, keys: ReadonlySet<string>): boolean {
    if (!this.#known || !this.isInPlace(index)) return false;
    for (const key of this.#disturbed) if (keys.has(key)) return false;
    return true;
  }

  /** True for a statement that has the same ones before it, or behind it, as in the last run. */
  isInPlace(index: number): boolean {
    const [first, last] = this.#ends;
    return index < first || index >= this.#makers.length - last;
  }

  /** The makers of the statements that stood, in the last run, between those that have stayed in their places. */
  goneStops(): readonly string[] {
    const { makers = [] } = this.#known ?? {};
    const [first, last] = this.#ends;
    return makers.slice(first, makers.length - last);
  }

  /** The statements that read one of these objects when they were last tried. */
  *readersOf(keys: Iterable<string>): Iterable<number> {
    for (const key of keys) yield* this.#readers.get(key) ?? NOBODY;
  }

  /** Notes what a statement depends on, behind those that lead to it, and what it changes then. */
  note(index: number, touched: Touched): void {
    if (this.#noted.has(touched)) return;
    this.#noted.add(touched);
    this.#noteReads(index, touched.read);
    this.#noteWrites(index, touched.written);
  }

  #noteReads(index: number, keys: Iterable<string>): void {
    for (const key of keys) note(this.#readers, key, index);
  }

  #noteWrites(index: number, keys: Iterable<string>): void {
    for (const key of keys) note(this.#writers, key, index);
  }

  /** Some statements, with all that would do something and may so lead to what these meet. */
  withLeads(indexes: Iterable<number>): Set<number> {
    const found = new Set(indexes);
    for (const index of found) {
      const keys = this.#trials.get(index)?.recording.read.keys() ?? [];
      for (const lead of this.leadsTo(keys, index)) found.add(lead);
    }
    return found;
  }

  /** The statements before one that would do something, and that have changed one of these objects. */
  *leadsTo(keys: Iterable<string>, index: number): Iterable<number> {
    for (const key of keys)
      for (const writer of this.#writers.get(key) ?? NOBODY)
        if (writer < index && this.restless.has(writer)) yield writer;
  }

  /** The schema that a statement's names resolve to; undefined for one that has not run yet. */
  schemaOf(index: number): string | undefined {
    return this.#schemas[index];
  }

  /** The statements of which their recordings cannot tell that nothing has changed for them since the last time. */
  *unsure(): Iterable<number> {
    for (const [index, { recording, homes }] of this.#wide) {
      const isAsBefore = homes === this.#catalog.homes || this.#catalog.agreesOn(recording.hints);
      if (recording.whole || !isAsBefore) yield index;
    }
  }

  #try(behind: number, index: number): Trial {
    const schema = this.#schemas[index]!;
    // A trial can note homes that it would have looked at itself.
    const { homes } = this.#catalog;
    const known = this.#known?.stops.get(this.#makers[behind]!)?.trials.get(this.#makers[index]!);
    const isStill = known && !known.recording.whole && known.schema === schema && this.#catalog.agrees(known.recording);
    const trial = isStill ? known : this.#run(index, schema);
    const { recording, restless } = trial;
    this.#trials.set(index, trial);
    if (!this.#noted.has(trial)) {
      this.#noted.add(trial);
      this.#noteWrites(index, trial.written);
      this.#noteReads(index, recording.read.keys());
    }
    if (recording.whole || recording.hints.length > 0) this.#wide.set(index, { recording, homes });
    if (restless) this.restless.add(index);
    else this.restless.delete(index);
    return trial;
  }

  #run(index: number, schema: string): Trial {
    this.runs++;
    const mark = this.#catalog.savepoint();
    const run = new Run(this.#catalog, true);
    run.maker = this.#makers[index]!;
    run.schema = schema;
    this.#catalog.startRecording();
    const stops = execute(run, this.#statements[index]!);
    const isRestless =
      stops.length > 0 || overwrites(run, this.#statements[index]!).length > 0 || this.#hasLearned(mark);
    const written = [...this.#catalog.changes(mark).keys()];
    const recording = this.#catalog.stopRecording();
    this.#catalog.rollback(mark);
    const restless = isRestless || meetsTemporary(recording);
    return { schema, recording, written, restless };
  }

  /** Also that something is gone of which nothing was known counts: what comes behind may ask for it. */
  #hasLearned(mark: number): boolean {
    for (const [key, before] of this.#catalog.changes(mark))
      if (!equalValue(before, this.#catalog.current(key))) return true;
    return false;
  }
}

/** What is temporary a new run does not find. */
function meetsTemporary({ read }: Recording): boolean {
  for (const [key, value] of read)
    if (value !== undefined && value !== GONE && isTemporary(key.slice(key.indexOf(' ') + 1))) return true;
  return false;
}

/** All that a trial tells of: what was read and what was written. */
function* keysOf({ recording, written }: Trial): Iterable<string> {
  yield* recording.read.keys();
  yield* written;
}

function note(indexes: Map<string, Set<number>>, key: string, index: number): void {
  const known = indexes.get(key);
  if (known) known.add(index);
  else indexes.set(key, new Set([index]));
}
