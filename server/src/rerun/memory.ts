import type { Statement, StatementSyntax } from '../languages/sql/syntax';
import { type CatalogEntry, equalValue, type Recording } from './catalog';
import { execute, type Stop } from './execute';
import type { Guard, Loss, Reason, Run } from './run';

/** What one statement did in a run. */
export interface Deed {
  readonly stops: readonly Stop[];
  readonly repeats: readonly Reason[];
  readonly losses: readonly Loss[];
  readonly inverted: readonly Guard[];
  readonly uncertain: boolean;
}

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

/**
 * What the statements of a document did when it was last run. After a keystroke only those run again that read something
 * that has another value by now; the others are taken from here.
 */
export class Memory {
  readonly #passes = new Map<'first' | 'second', Map<string, Kept>>();
  #fresh = new Map<string, Kept>();

  /** Begins a run; ends with `endPass`. */
  beginPass(): void {
    this.#fresh = new Map();
  }

  /** Forgets what the run that ends here did not use. */
  endPass(pass: 'first' | 'second'): void {
    this.#passes.set(pass, this.#fresh);
  }

  /** Runs one statement, or does again what it did. */
  run(pass: 'first' | 'second', run: Run, statement: Statement): Deed {
    const known = this.#passes.get(pass)?.get(run.maker);
    const kept = known && isStill(known, run, statement) ? repeated(known, run) : recorded(run, statement, known);
    if (kept.recallable) this.#fresh.set(run.maker, kept.deed);
    return kept.deed;
  }
}

/** Runs one statement without keeping anything. */
export function perform(run: Run, statement: Statement): Deed {
  begin(run);
  const stops = execute(run, statement);
  return { stops, repeats: run.repeats, losses: run.losses, inverted: run.inverted, uncertain: run.uncertain };
}

function begin(run: Run): void {
  run.repeats = [];
  run.losses = [];
  run.inverted = [];
  run.uncertain = false;
}

function isStill(kept: Kept, run: Run, statement: Statement): boolean {
  return (
    kept.syntax === statement.syntax &&
    kept.schema === run.schema &&
    run.catalog.agrees(kept.recording) &&
    [...kept.asked].every(([key, answer]) => run.mayHoldRows(key) === answer)
  );
}

function repeated(kept: Kept, run: Run): { readonly deed: Kept; readonly recallable: boolean } {
  run.catalog.apply(kept.left);
  run.noteMade(kept.made);
  for (const [name, type] of kept.former) if (!run.former.has(name)) run.former.set(name, type);
  run.schema = kept.schemaAfter;
  return { deed: kept, recallable: true };
}

function recorded(
  run: Run,
  statement: Statement,
  known: Kept | undefined,
): { readonly deed: Kept; readonly recallable: boolean } {
  const { schema } = run;
  const mark = run.catalog.savepoint();
  const formerBefore = run.former.size;
  run.startRecording();
  const deed = perform(run, statement);
  const { asked, made } = run.stopRecording();
  const recording = run.catalog.stopRecording();
  const kept = {
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
  return { deed: kept, recallable: !recording.whole };
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

const numbers = new WeakMap<StatementSyntax, number>();
let next = 0;

/**
 * Names for the statements of a file that stay when others come and go: the same text at the same place among its equals has
 * the same name as long as it is kept.
 */
export function makersOf(name: string, statements: readonly Statement[]): readonly string[] {
  const seen = new Map<number, number>();
  return statements.map(({ syntax }) => {
    const number = numbers.get(syntax) ?? next++;
    numbers.set(syntax, number);
    const occurrence = seen.get(number) ?? 0;
    seen.set(number, occurrence + 1);
    return `${name}#${number}.${occurrence}`;
  });
}
