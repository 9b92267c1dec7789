import type { Statement } from '../languages/sql/syntax';
import type { Catalog, Recording } from './catalog';
import { execute } from './execute';
import { Run } from './run';

/** What became of a statement that was run again behind a stop. */
interface Trial {
  readonly schema: string;
  readonly recording: Recording;
  /** It failed, or did something. */
  readonly restless: boolean;
}

/** The trials of a document's last run: by the maker of the statement that it stopped behind, then by that of the statement. */
export type KeptTrials = ReadonlyMap<string, ReadonlyMap<string, Trial>>;

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
  readonly #readers = new Map<string, Set<number>>();
  /** Statements that ask for more than single objects: what they depend on shows only when they are tried. */
  readonly #wide = new Map<number, Recording>();
  #homes = -1;

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
    const concerned = new Set([index, ...this.readersOf(changed), ...this.unsure()]);
    const kept = new Map<string, Trial>();
    for (const other of concerned) kept.set(this.#makers[other]!, this.#try(index, other));
    this.kept.set(this.#makers[index]!, kept);
    return concerned;
  }

  /** The statements that read one of these objects when they were last tried. */
  *readersOf(keys: Iterable<string>): Iterable<number> {
    for (const key of keys) yield* this.#readers.get(key) ?? [];
  }

  /** The schema that a statement's names resolve to; undefined for one that has not run yet. */
  schemaOf(index: number): string | undefined {
    return this.#schemas[index];
  }

  /** The statements of which their recordings cannot tell that nothing has changed for them since the last time. */
  *unsure(): Iterable<number> {
    const { homes } = this.#catalog;
    const grown = homes !== this.#homes;
    this.#homes = homes;
    for (const [index, recording] of this.#wide)
      if (recording.whole || (grown && !this.#catalog.agreesOn(recording.hints))) yield index;
  }

  #try(behind: number, index: number): Trial {
    const schema = this.#schemas[index]!;
    const known = this.#known?.get(this.#makers[behind]!)?.get(this.#makers[index]!);
    const isStill = known && !known.recording.whole && known.schema === schema && this.#catalog.agrees(known.recording);
    const trial = isStill ? known : this.#run(index, schema);
    const { recording, restless } = trial;
    for (const [key] of recording.read) this.#readers.set(key, (this.#readers.get(key) ?? new Set()).add(index));
    if (recording.whole || recording.hints.length > 0) this.#wide.set(index, recording);
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
    const restless = stops.length > 0 || this.#catalog.changedSince(mark).size > 0;
    const recording = this.#catalog.stopRecording();
    this.#catalog.rollback(mark);
    return { schema, recording, restless };
  }
}
