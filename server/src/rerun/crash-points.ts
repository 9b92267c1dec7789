import type { Statement } from '../languages/sql/syntax';
import { actionOf } from './actions';
import { type Catalog, type CatalogEntry, sameValue } from './catalog';
import { execute, type Stop } from './execute';
import { Lifetimes } from './lifetimes';
import { makersOf } from './makers';
import type { Memory } from './memory';
import type { Break, Outcome } from './outcome';
import { Run } from './run';
import { Trials } from './trials';

/** A stop from which the file does not recover: what fails when it runs again, and the last statement that had run. */
export interface Stuck {
  readonly index: number;
  readonly statement: Statement;
  readonly breaks: readonly Break[];
  /** The statement behind which the first run stopped. */
  readonly behind: Statement;
  /** The file makes this object and takes it away again: statements that share one belong together. */
  readonly group?: { readonly first: number; readonly last: number };
}

/** So many stops are played through to the end; a file with more is past what an editor can wait for. */
const MOST_REPLAYS = 200;

/**
 * Stops the first run behind each statement and runs the file again. What is there already stays as it is, so just those
 * statements are run again that would do something behind the stop, and those that read what these change.
 * @param catalog what is known before the file; it is left as it was.
 * @param memory what the statements did when the document was last run.
 */
export function crashPoints(
  name: string,
  statements: readonly Statement[],
  catalog: Catalog,
  memory?: Memory,
): readonly Stuck[] {
  const start = catalog.savepoint();
  const found = new CrashPoints(name, statements, catalog, memory).find();
  catalog.rollback(start);
  return found;
}

class CrashPoints {
  readonly #makers: readonly string[];
  readonly #statements: readonly Statement[];
  readonly #catalog: Catalog;
  readonly #memory: Memory | undefined;
  readonly #trials: Trials;
  readonly #lifetimes = new Lifetimes();
  readonly #stuck = new Map<number, Stuck>();
  #replays = 0;

  constructor(name: string, statements: readonly Statement[], catalog: Catalog, memory: Memory | undefined) {
    this.#makers = makersOf(name, statements);
    this.#statements = statements;
    this.#catalog = catalog;
    this.#memory = memory;
    this.#trials = new Trials(catalog, statements, this.#makers, memory?.trials);
  }

  find(): readonly Stuck[] {
    const first = new Run(this.#catalog, false);
    const replay = this.#memory?.beginFirst(this.#catalog, this.#makers);
    const tried = new Set<number>();
    let open = false;
    this.#statements.forEach((statement, index) => {
      first.maker = this.#makers[index]!;
      const { schema } = first;
      const mark = this.#catalog.savepoint();
      if (replay) replay.run(first, statement, index);
      else execute(first, statement);
      const changes = this.#catalog.changes(mark);
      this.#lifetimes.note(changes, this.#catalog, index);
      for (const other of this.#trials.behind(index, schema, changes.keys())) tried.add(other);
      open = inTransaction(statement, open);
      // A stop within BEGIN … COMMIT takes back what came since BEGIN.
      if (open || index === this.#statements.length - 1) return;
      if ([...tried].some((other) => this.#trials.restless.has(other))) this.#recover(index);
      tried.clear();
    });
    if (this.#memory) this.#memory.trials = this.#trials.kept;
    return [...this.#stuck.values()]
      .map((stuck) => ({ ...stuck, ...this.#lifetimes.around(stuck.index) }))
      .sort((a, b) => a.index - b.index);
  }

  /** Runs the file again in the state behind a stop. */
  #recover(behind: number): void {
    const mark = this.#catalog.savepoint();
    const run = new Run(this.#catalog, true);
    run.forgetTemporary();
    const changed = new Changed(this.#catalog, mark);
    const waiting = new Set([
      ...this.#trials.restless,
      ...this.#trials.readersOf(changed.keys),
      ...this.#trials.unsure(),
    ]);
    while (waiting.size > 0) {
      const index = Math.min(...waiting);
      waiting.delete(index);
      this.#again(run, index, behind);
      const concerned = [...this.#trials.readersOf(changed.update()), ...this.#trials.unsure()];
      for (const other of concerned) if (other > index) waiting.add(other);
    }
    // As before the stop, so that the rest runs as it would have run.
    if (changed.keys.size > 0 && this.#replays++ < MOST_REPLAYS)
      for (let index = behind + 1; index < this.#statements.length; index++) this.#again(run, index, behind);
    this.#catalog.rollback(mark);
  }

  #again(run: Run, index: number, behind: number): void {
    const statement = this.#statements[index]!;
    run.maker = this.#makers[index]!;
    run.schema = this.#trials.schemaOf(index) ?? run.schema;
    run.repeats = [];
    run.uncertain = false;
    const stops = execute(run, statement);
    if (stops.length === 0 || this.#stuck.has(index)) return;
    const breaks = stops.map(asError);
    this.#stuck.set(index, { index, statement, breaks, behind: this.#statements[behind]! });
  }
}

/** What is other than it was at a mark. */
class Changed {
  readonly keys = new Set<string>();
  readonly #catalog: Catalog;
  readonly #before = new Map<string, CatalogEntry[1]>();
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
      if (!this.#before.has(key)) this.#before.set(key, value);
      if (sameValue(this.#before.get(key), this.#catalog.current(key))) this.keys.delete(key);
      else this.keys.add(key);
    }
    return changes.keys();
  }
}

function asError(stop: Stop): Break {
  return { ...stop, action: actionOf(stop.node, stop.part), effect: 'error' };
}

function inTransaction(statement: Statement, open: boolean): boolean {
  const { parse } = statement.syntax;
  if (parse.kind !== 'tree' || !('TransactionStmt' in parse.node)) return open;
  const kind = parse.node.TransactionStmt.kind;
  if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') return true;
  return kind === 'TRANS_STMT_COMMIT' || kind === 'TRANS_STMT_ROLLBACK' ? false : open;
}

/** What a stuck statement looks like to a repair. */
export function asOutcome({ index, statement, breaks }: Stuck): Outcome {
  return { index, statement, breaks, verdict: 'error', losses: [], inverted: [] };
}
