import type { Statement } from '../languages/sql/syntax';
import type { Catalog, Recording } from './catalog';
import { equalValue } from './equality';
import { execute } from './execute';
import { Run } from './run';

/** What became of a statement that was run again behind a stop. */
interface Trial {
  readonly schema: string;
  readonly recording: Recording;
  /** The keys that it wrote. */
  readonly written: readonly string[];
  /** It failed, or did something. */
  readonly restless: boolean;
}

/** The trials of a document's last run: by the maker of the statement that it stopped behind, then by that of the statement. */
export type KeptTrials = ReadonlyMap<string, ReadonlyMap<string, Trial>>;

const NOBODY: ReadonlySet<number> = new Set();

/** Tries, behind each statement of a first run, which of those before it would do something if the file ran again. */
export class Trials {
  /** The statements that would, in the state behind the last one. */
  readonly restless = new Set<number>();
  readonly kept = new Map<string, Map<string, Trial>>();
  readonly #catalog: Catalog;
  readonly #statements: readonly Statement[];
  readonly #makers: readonly string[];
  readonly #known: KeptTrials | undefined;
  readonly #schemas: string[] = [];
  readonly #trials = new Map<number, Trial>();
  readonly #readers = new Map<string, Set<number>>();
  readonly #writers = new Map<string, Set<number>>();
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
  }

  /**
   * Tries the statement that has just run for the first time, and those before it that read what it changed.
   * @returns those that were tried.
   */
  behind(index: number, schema: string, changed: Iterable<string>): ReadonlySet<number> {
    this.#schemas[index] = schema;
    const keys = [...changed];
    this.noteWrites(index, keys);
    const concerned = new Set([index, ...this.readersOf(keys), ...this.unsure()]);
    const kept = new Map<string, Trial>();
    for (const other of concerned) kept.set(this.#makers[other]!, this.#try(index, other));
    this.kept.set(this.#makers[index]!, kept);
    return concerned;
  }

  /** The statements that read one of these objects when they were last tried. */
  *readersOf(keys: Iterable<string>): Iterable<number> {
    for (const key of keys) yield* this.#readers.get(key) ?? NOBODY;
  }

  /** Notes what a statement depends on, alone or behind those that lead to it. */
  noteReads(index: number, keys: Iterable<string>): void {
    for (const key of keys) note(this.#readers, key, index);
  }

  /** Notes what a statement changes, be it in its first run or again. */
  noteWrites(index: number, keys: Iterable<string>): void {
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
    const known = this.#known?.get(this.#makers[behind]!)?.get(this.#makers[index]!);
    const isStill = known && !known.recording.whole && known.schema === schema && this.#catalog.agrees(known.recording);
    const trial = isStill ? known : this.#run(index, schema);
    const { recording, restless } = trial;
    this.#trials.set(index, trial);
    this.noteWrites(index, trial.written);
    this.noteReads(index, recording.read.keys());
    if (recording.whole || recording.hints.length > 0) this.#wide.set(index, { recording, homes });
    if (restless) this.restless.add(index);
    else this.restless.delete(index);
    return trial;
  }

  #run(index: number, schema: string): Trial {
    const mark = this.#catalog.savepoint();
    const run = new Run(this.#catalog, true);
    run.maker = this.#makers[index]!;
    run.schema = schema;
    this.#catalog.startRecording();
    const stops = execute(run, this.#statements[index]!);
    const restless = stops.length > 0 || this.#hasLearned(mark);
    const written = [...this.#catalog.changes(mark).keys()];
    const recording = this.#catalog.stopRecording();
    this.#catalog.rollback(mark);
    return { schema, recording, written, restless };
  }

  /** Also that something is gone of which nothing was known counts: what comes behind may ask for it. */
  #hasLearned(mark: number): boolean {
    for (const [key, before] of this.#catalog.changes(mark))
      if (!equalValue(before, this.#catalog.current(key))) return true;
    return false;
  }
}

function note(indexes: Map<string, Set<number>>, key: string, index: number): void {
  const known = indexes.get(key);
  if (known) known.add(index);
  else indexes.set(key, new Set([index]));
}
