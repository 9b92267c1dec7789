import type { Statement } from '../languages/sql/syntax';
import type { Catalog } from './catalog/catalog';
import type { Break, Outcome } from './execution/outcome';
import type { Stop } from './execution/stop';
import { FirstRun } from './first-run';
import type { Memory } from './memory';
import { actionOf } from './reading/actions';
import { Again, type Notes } from './stops/again';
import { Lifetimes } from './stops/lifetimes';
import { keysOf, Recoveries, type Recovery, type Touched } from './stops/recoveries';
import { Trials } from './stops/trials';

/** A stop from which the file does not recover: what fails or takes its own results for the old values, and the last statement that had run. */
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

/** So many statements are run again; the stops behind are those of a file of data, which takes its time with each of them. */
const MOST_RUNS = 20_000;

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
  readonly #first: FirstRun;
  readonly #makers: readonly string[];
  readonly #statements: readonly Statement[];
  readonly #catalog: Catalog;
  readonly #memory: Memory | undefined;
  readonly #trials: Trials;
  readonly #lifetimes = new Lifetimes();
  readonly #stuck = new Map<number, Stuck>();
  readonly #recoveries: Recoveries;
  readonly #indexes: ReadonlyMap<string, number>;
  /** The makers of the statements that are gone since the last run, or have moved. */
  readonly #gone: readonly string[];
  #replays = 0;
  /** The last run again has not come back to the state that it began in. */
  #unsettled = false;

  constructor(name: string, statements: readonly Statement[], catalog: Catalog, memory: Memory | undefined) {
    this.#first = new FirstRun(name, statements, catalog, memory);
    this.#makers = this.#first.makers;
    this.#statements = statements;
    this.#catalog = catalog;
    this.#memory = memory;
    this.#trials = new Trials(catalog, statements, this.#makers, memory?.trials);
    this.#recoveries = new Recoveries(memory?.recoveries);
    this.#gone = this.#trials.goneStops();
    for (const maker of this.#gone) this.#disturb(this.#recoveries.before(maker));
    this.#indexes = new Map(this.#makers.map((maker, index) => [maker, index]));
  }

  find(): readonly Stuck[] {
    const first = this.#first;
    const tried = new Set<number>();
    let open = false;
    this.#statements.forEach((statement, index) => {
      const { schema } = first.run;
      const mark = this.#catalog.savepoint();
      first.next();
      const changes = this.#catalog.changes(mark);
      this.#lifetimes.note(changes, this.#catalog, index);
      if (this.#trials.runs > MOST_RUNS) return;
      for (const other of this.#trials.behind(index, schema, changes.keys())) tried.add(other);
      open = inTransaction(statement, open);
      // A stop within BEGIN … COMMIT takes back what came since BEGIN.
      const isStop = !open && index < this.#statements.length - 1;
      this.#compare(index, isStop ? this.#stop(index, tried) : undefined);
      if (isStop) tried.clear();
    });
    if (this.#memory) {
      this.#memory.trials = this.#trials.kept;
      this.#memory.recoveries = this.#recoveries;
    }
    return [...this.#stuck.values()]
      .map((stuck) => ({ ...stuck, ...this.#lifetimes.around(stuck.index) }))
      .sort((a, b) => a.index - b.index);
  }

  /**
   * Looks at one stop.
   * @param tried the statements that were tried since the stop before.
   */
  #stop(behind: number, tried: ReadonlySet<number>): Recovery | undefined {
    const { restless } = this.#trials;
    const suspects = this.#unsettled ? [...restless] : [...tried].filter((other) => restless.has(other));
    return suspects.length > 0 ? this.#recover(behind, suspects) : undefined;
  }

  /** Notes on which keys a stop has told otherwise than in the last run. */
  #compare(behind: number, now: Recovery | undefined): void {
    const before = this.#recoveries.before(this.#makers[behind]!);
    if (now === before && this.#trials.isInPlace(behind)) return;
    this.#disturb(before);
    this.#disturb(now);
  }

  #disturb(recovery: Recovery | undefined): void {
    if (recovery) this.#trials.disturb(keysOf(recovery));
  }

  /**
   * Runs the file again in the state behind a stop.
   * @param suspects the statements that may do otherwise than behind the last stop.
   */
  #recover(behind: number, suspects: Iterable<number>): Recovery {
    const wanted = this.#trials.withLeads(suspects);
    const names = [...wanted].map((index) => this.#makers[index]!);
    const rest = () => this.#makers.slice(behind + 1);
    const known = this.#recoveries.find(this.#makers[behind]!, names, rest, this.#catalog);
    if (known && (this.#isCalm(known, behind) || this.#concernsTheSame(known, behind)))
      return this.#keep(behind, known);
    const notes: Notes = [];
    const again = this.#runAgain(wanted, behind, notes);
    this.#note(again.stops, behind);
    const recovery: Recovery = {
      ...again.reading.all,
      forgotten: again.forgotten,
      wanted: names,
      rest: this.#unsettled ? rest() : [],
      stops: new Map([...again.stops].map(([index, stopped]) => [this.#makers[index]!, stopped])),
      unsettled: this.#unsettled,
      notes: new Map(notes.map(([index, touched]) => this.#named(index, touched))),
    };
    this.#recoveries.keep(this.#makers[behind]!, recovery);
    return recovery;
  }

  #named(index: number, touched: Touched): readonly [Touched, string] {
    const maker = this.#makers[index]!;
    return [this.#recoveries.touched(maker, touched), maker];
  }

  /** Runs some statements again behind a stop, and from the start with those that turn out to be concerned as well. */
  #runAgain(wanted: ReadonlySet<number>, behind: number, notes: Notes): Again {
    const mark = this.#catalog.savepoint();
    const again = new Again(this.#catalog, this.#statements, this.#makers, this.#trials, notes);
    const more = again.run(wanted);
    if (!more) {
      // As before the stop, so that the rest runs as it would have run.
      this.#unsettled = again.changed.keys.size > 0;
      if (this.#unsettled && this.#replays++ < MOST_REPLAYS) again.runBehind(behind);
    }
    this.#catalog.rollback(mark);
    return more ? this.#runAgain(more, behind, notes) : again;
  }

  /** Nothing that tells which statements such a run concerns is otherwise than in the last run. */
  #isCalm(known: Recovery, behind: number): boolean {
    return this.#trials.isCalm(behind, keysOf(known)) && !this.#gone.some((maker) => known.ran.has(maker));
  }

  /** The statements that ran are still all that such a run concerns. */
  #concernsTheSame({ ran, forgotten }: Recovery, behind: number): boolean {
    const isAmong = (index: number) => ran.has(this.#makers[index]!);
    const areAmong = (indexes: Iterable<number>, from: number) => {
      for (const index of indexes) if (index > from && !isAmong(index)) return false;
      return true;
    };
    let last = -1;
    if (!areAmong(this.#trials.readersOf(forgotten), last)) return false;
    for (const [maker, { read, written }] of ran) {
      const index = this.#indexes.get(maker);
      if (index === undefined || index <= last || index > behind) return false;
      last = index;
      if (!areAmong(this.#trials.readersOf(written), index) || !areAmong(this.#trials.leadsTo(read, index), -1))
        return false;
    }
    return true;
  }

  /** Takes over what is known of a new run. */
  #keep(behind: number, recovery: Recovery): Recovery {
    this.#unsettled = recovery.unsettled;
    this.#recoveries.keep(this.#makers[behind]!, recovery);
    this.#note(new Map([...recovery.stops].map(([maker, stops]) => [this.#indexes.get(maker)!, stops])), behind);
    for (const [touched, maker] of recovery.notes) {
      const index = this.#indexes.get(maker);
      if (index !== undefined) this.#trials.note(index, touched);
    }
    return recovery;
  }

  #note(stops: ReadonlyMap<number, readonly Stop[]>, behind: number): void {
    for (const [index, stopped] of stops) {
      if (this.#stuck.has(index)) continue;
      const breaks = stopped.map(asBreak);
      const statement = this.#statements[index]!;
      this.#stuck.set(index, { index, statement, breaks, behind: this.#statements[behind]! });
    }
  }
}

function asBreak(stop: Stop): Break {
  const effect = stop.reason.sqlstate === undefined ? 'changed' : 'error';
  return { ...stop, action: actionOf(stop.node, stop.part), effect };
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
  return { index, statement, breaks, verdict: 'error', losses: [], barring: [] };
}
