import type { Statement } from '../languages/sql/syntax';
import { actionOf } from './actions';
import type { Catalog } from './catalog';
import { execute } from './execute';
import { makersOf } from './makers';
import type { Break, Outcome } from './outcome';
import { Run } from './run';

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

/** So many stops are played through in full; a file with more is past what an editor can wait for. */
const MOST_REPLAYS = 200;

/**
 * Stops the first run behind each statement and runs the file again. A statement can only be in the way where a later one
 * has changed what it works on, so just those pairs are looked at; each suspicion is confirmed by a run of the whole file.
 * @param catalog what is known before the file; it is left as it was.
 */
export function crashPoints(name: string, statements: readonly Statement[], catalog: Catalog): readonly Stuck[] {
  const start = catalog.savepoint();
  const points = new CrashPoints(name, statements, catalog);
  const found = points.find();
  catalog.rollback(start);
  return found;
}

class CrashPoints {
  readonly #makers: readonly string[];
  readonly #statements: readonly Statement[];
  readonly #catalog: Catalog;
  readonly #stuck = new Map<number, Stuck>();
  /** Which statements work on an object, by its journal key. */
  readonly #users = new Map<string, number[]>();
  readonly #lifetimes = new Map<string, { first: number; last?: number }>();
  #replays = 0;

  constructor(name: string, statements: readonly Statement[], catalog: Catalog) {
    this.#makers = makersOf(name, statements);
    this.#statements = statements;
    this.#catalog = catalog;
  }

  find(): readonly Stuck[] {
    const first = new Run(this.#catalog, false);
    let open = false;
    this.#statements.forEach((statement, index) => {
      first.maker = this.#makers[index]!;
      const mark = this.#catalog.savepoint();
      execute(first, statement);
      const changed = [...this.#catalog.changes(mark).keys()];
      this.#noteLifetimes(changed, mark, index);
      open = inTransaction(statement, open);
      const suspects = this.#suspects(changed, index);
      for (const key of changed) this.#users.set(key, [...new Set([...(this.#users.get(key) ?? []), index])]);
      // A stop within BEGIN … COMMIT takes back what came since BEGIN.
      if (open || index === this.#statements.length - 1) return;
      if (suspects.some((suspect) => this.#fails(suspect))) this.#replay(index);
    });
    return [...this.#stuck.values()].map((stuck) => this.#withGroup(stuck)).sort((a, b) => a.index - b.index);
  }

  #suspects(changed: readonly string[], index: number): readonly number[] {
    const suspects = new Set<number>([index]);
    for (const key of changed) for (const user of this.#users.get(key) ?? []) suspects.add(user);
    return [...suspects];
  }

  /** Whether one statement fails, or changes anything, in the state behind the stop. */
  #fails(index: number): boolean {
    const mark = this.#catalog.savepoint();
    const run = this.#run(index);
    const stops = execute(run, this.#statements[index]!);
    const moved = [...this.#catalog.changes(mark)].some(([key, before]) => before !== this.#catalog.current(key));
    this.#catalog.rollback(mark);
    return stops.length > 0 || moved;
  }

  #replay(behind: number): void {
    if (this.#replays++ > MOST_REPLAYS) return;
    const mark = this.#catalog.savepoint();
    const run = new Run(this.#catalog, true);
    run.forgetTemporary();
    this.#statements.forEach((statement, index) => {
      run.maker = this.#makers[index]!;
      run.repeats = [];
      run.uncertain = false;
      const stops = execute(run, statement);
      if (stops.length === 0 || this.#stuck.has(index)) return;
      const breaks = stops.map((stop): Break => ({ ...stop, action: actionOf(stop.node, stop.part), effect: 'error' }));
      this.#stuck.set(index, { index, statement, breaks, behind: this.#statements[behind]! });
    });
    this.#catalog.rollback(mark);
  }

  #run(index: number): Run {
    const run = new Run(this.#catalog, true);
    run.maker = this.#makers[index]!;
    return run;
  }

  #noteLifetimes(changed: readonly string[], mark: number, index: number): void {
    const before = this.#catalog.changes(mark);
    for (const key of changed) {
      const now = this.#catalog.current(key);
      const was = before.get(key);
      const isThere = now !== undefined && now !== 'gone';
      const wasThere = was !== undefined && was !== 'gone';
      const known = this.#lifetimes.get(key);
      if (isThere && !wasThere && !known) this.#lifetimes.set(key, { first: index });
      else if (!isThere && known && known.last === undefined) this.#lifetimes.set(key, { ...known, last: index });
      else if (isThere && known?.last !== undefined) this.#lifetimes.delete(key);
    }
  }

  /** The statements around a stuck one that make an object and take it away again, with all that overlaps. */
  #withGroup(stuck: Stuck): Stuck {
    const spans = [...this.#lifetimes.values()].filter((life) => life.last !== undefined) as {
      first: number;
      last: number;
    }[];
    let group = spans.find(({ first, last }) => first <= stuck.index && stuck.index <= last);
    if (!group) return stuck;
    for (let grown = true; grown; ) {
      grown = false;
      for (const { first, last } of spans) {
        if (first > group.last || last < group.first || (first >= group.first && last <= group.last)) continue;
        group = { first: Math.min(first, group.first), last: Math.max(last, group.last) };
        grown = true;
      }
    }
    return { ...stuck, group };
  }
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
