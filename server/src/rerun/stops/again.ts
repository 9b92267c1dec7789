import type { Statement } from '../../languages/sql/syntax';
import type { Catalog } from '../catalog/catalog';
import { sameValue } from '../catalog/equality';
import type { Known } from '../catalog/objects';
import { Run } from '../catalog/run';
import { execute, overwrites } from '../execution/execute';
import type { Stop } from '../execution/stop';
import { Reading, type Touched } from './recoveries';
import type { Trials } from './trials';

/** What statements, by their indexes, turned out to read and write. */
export type Notes = (readonly [index: number, touched: Touched])[];

/** A new run of the file from where the catalog is, by those statements that can do anything there. */
export class Again {
  readonly stops = new Map<number, readonly Stop[]>();
  readonly changed: Changed;
  readonly reading = new Reading();
  /** What a new connection does not have any more. */
  readonly forgotten: readonly string[];
  readonly #run: Run;
  readonly #statements: readonly Statement[];
  readonly #makers: readonly string[];
  readonly #trials: Trials;
  readonly #notes: Notes;

  /** @param notes takes what comes to be known of what statements read and write. */
  constructor(
    catalog: Catalog,
    statements: readonly Statement[],
    makers: readonly string[],
    trials: Trials,
    notes: Notes,
  ) {
    this.#run = new Run(catalog, true);
    this.#statements = statements;
    this.#makers = makers;
    this.#trials = trials;
    this.#notes = notes;
    const mark = catalog.savepoint();
    catalog.startRecording();
    this.#run.forgetTemporary();
    this.reading.add(catalog.stopRecording(), new Map());
    this.changed = new Changed(catalog, mark);
    this.forgotten = [...this.changed.keys];
  }

  /**
   * Runs the statements that are wanted, and those that meet what they change.
   * @returns all that should have been wanted, when one turns out to belong in front of those that ran.
   */
  run(wanted: ReadonlySet<number>): Set<number> | undefined {
    const waiting = new Set(wanted);
    const known = new Set(wanted);
    let at = -1;
    const add = (others: Iterable<number>): boolean => {
      let isEarly = false;
      for (const other of others) {
        if (known.has(other)) continue;
        known.add(other);
        waiting.add(other);
        isEarly ||= other <= at;
      }
      return isEarly;
    };
    for (let keys = this.forgotten; ; ) {
      const concerned = [...this.#trials.readersOf(keys), ...this.#trials.unsure()];
      if (add(this.#trials.withLeads(concerned.filter((one) => one > at && !known.has(one))))) return known;
      if (waiting.size === 0) return undefined;
      at = Math.min(...waiting);
      waiting.delete(at);
      const read = this.#one(at);
      keys = [...this.changed.update()];
      const touched = { read, written: keys };
      this.reading.ran.set(this.#makers[at]!, touched);
      this.#notes.push([at, touched]);
      this.#trials.note(at, touched);
      if (add(this.#trials.leadsTo(read, at))) return known;
    }
  }

  /** Runs all statements behind one. */
  runBehind(index: number): void {
    for (let other = index + 1; other < this.#statements.length; other++) {
      this.#one(other);
      this.changed.update();
    }
  }

  /** Runs one statement, and gives what it read. */
  #one(index: number): readonly string[] {
    const run = this.#run;
    this.#trials.runs++;
    run.maker = this.#makers[index]!;
    run.schema = this.#trials.schemaOf(index) ?? run.schema;
    run.repeats = [];
    run.uncertain = false;
    run.catalog.startRecording();
    const statement = this.#statements[index]!;
    const failed = execute(run, statement);
    const stops = failed.length > 0 ? failed : overwrites(run, statement);
    if (stops.length > 0) this.stops.set(index, stops);
    const recording = run.catalog.stopRecording();
    this.reading.add(recording, this.changed.before);
    return [...recording.read.keys()];
  }
}

/** What is other than it was at a mark. */
class Changed {
  readonly keys = new Set<string>();
  readonly #catalog: Catalog;
  readonly before = new Map<string, Known>();
  #mark: number;

  constructor(catalog: Catalog, mark: number) {
    this.#catalog = catalog;
    this.#mark = mark;
    this.update();
  }

  /** Looks at what has happened since the last time, and gives the keys that it concerns. */
  update(): Iterable<string> {
    const changes = this.#catalog.changes(this.#mark);
    this.#mark = this.#catalog.savepoint();
    for (const [key, value] of changes) {
      if (!this.before.has(key)) this.before.set(key, value);
      if (sameValue(this.before.get(key), this.#catalog.current(key))) this.keys.delete(key);
      else this.keys.add(key);
    }
    return changes.keys();
  }
}
