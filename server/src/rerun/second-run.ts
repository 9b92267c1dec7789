import { kept } from '../core/kept';
import type { Statement } from '../languages/sql/syntax';
import type { Catalog } from './catalog/catalog';
import { columnOf } from './catalog/columns';
import { type Difference, overlap } from './catalog/equality';
import { type CatalogEntry, GONE } from './catalog/objects';
import { NO_VARIABLES, type Reason, type Repeat, Run } from './catalog/run';
import { type Deed, isNotable, perform } from './execution/deed';
import { placeOf } from './execution/execute';
import type { Break, Outcome } from './execution/outcome';
import { FirstRun } from './first-run';
import type { Memory, Replay } from './memory';
import { actionOf } from './reading/actions';

/** The type that a column had before the file dropped or changed it, where that is known and it is there again at the end. */
export type Former = (table: string, column: string) => string | undefined;

export interface SecondRun {
  /** Of the statements with which more happens than that they succeed and change nothing, in order. */
  readonly outcomes: readonly Outcome[];
  readonly former: Former;
  /** What the first run changes in the catalog. */
  readonly left: readonly CatalogEntry[];
}

/**
 * Runs the statements of a file twice in mind.
 * @param name tells this file's objects from those of others that share the catalog.
 * @param memory what the statements did when the document was last run; without it, all of them run.
 * @param before what is known of the database before the file; it is left as it was.
 * @param variables of the DO block, when its statements are run as if they were a file.
 */
export function secondRun(
  name: string,
  statements: readonly Statement[],
  before: Catalog,
  memory?: Memory,
  variables: ReadonlySet<string> = NO_VARIABLES,
): SecondRun {
  const begin = before.savepoint();
  const first = new FirstRun(name, statements, before, memory);
  first.run.variables = variables;
  first.finish();
  const left = before.entriesSince(begin);
  const second = first.replay && memory?.beginSecond(first.replay, before, first.makers);
  const outcomes = judge(statements, first.makers, before, second, variables);
  if (second) memory?.endSecond(second);
  before.rollback(begin);
  return { outcomes, former: (table, column) => first.run.former.get(`${table} ${column}`), left };
}

/** Asks of each statement whether PostgreSQL would do it again; a statement that fails leaves nothing, as behind a savepoint. */
function judge(
  statements: readonly Statement[],
  makers: readonly string[],
  catalog: Catalog,
  replay: Replay | undefined,
  variables: ReadonlySet<string>,
): Outcome[] {
  const start = catalog.savepoint();
  const run = new Run(catalog, true);
  run.variables = variables;
  run.forgetTemporary();
  const notable = replay ? again(replay, run, statements) : performed(run, statements, makers);
  const lasting = catalog.changedSince(start);
  return [...notable].map(([index, deed]) => outcome(statements[index]!, index, deed, lasting, catalog));
}

function again(replay: Replay, run: Run, statements: readonly Statement[]): Iterable<readonly [number, Deed]> {
  replay.runFrom(0, run, statements);
  return replay.notable();
}

function performed(
  run: Run,
  statements: readonly Statement[],
  makers: readonly string[],
): Iterable<readonly [number, Deed]> {
  const deeds = statements.map((statement, index) => {
    run.maker = makers[index]!;
    return perform(run, statement);
  });
  return [...deeds.entries()].filter(([, deed]) => isNotable(deed));
}

function outcome(
  statement: Statement,
  index: number,
  deed: Deed,
  lasting: ReadonlyMap<string, Difference>,
  catalog: Catalog,
): Outcome {
  const { stops, losses, barring, uncertain } = deed;
  if (stops.length) return { index, statement, verdict: 'error', breaks: errorsOf(deed), losses, barring };
  const breaks: Break[] = [];
  const node = statement.syntax.parse.kind === 'tree' ? statement.syntax.parse.node : undefined;
  if (node && !uncertain) {
    const repeats = firstOfEach(deed.repeats.filter(({ reason }) => matters(reason, catalog, lasting)));
    if (repeats.length === 0 && isAny(deed.touched, lasting)) repeats.push(ANOTHER_STATE);
    for (const repeat of repeats) {
      const place = placeOf(repeat, node);
      breaks.push({
        ...place,
        part: 0,
        reason: repeat.reason,
        guards: [],
        action: actionOf(place.node, 0),
        effect: 'changed',
      });
    }
  }
  const verdict = breaks.length ? 'changed' : uncertain ? 'unknown' : 'ok';
  return { index, statement, verdict, breaks, losses, barring };
}

/** The rounds of a loop do the same at one place. */
function firstOfEach(repeats: readonly Repeat[]): Repeat[] {
  const isFirst = ({ inner }: Repeat, i: number) =>
    inner === undefined || repeats.findIndex((other) => other.inner?.start === inner.start) === i;
  return repeats.filter(isFirst);
}

const ANOTHER_STATE: Repeat = {
  reason: { cause: 'another state', clause: 'it leaves another state than in the first run' },
  inner: undefined,
};

const errorsOf = kept(({ stops }: Deed): readonly Break[] =>
  stops.map((stop) => ({ ...stop, action: actionOf(stop.node, stop.part), effect: 'error' })),
);

function isAny(touched: ReadonlyMap<string, Difference>, lasting: ReadonlyMap<string, Difference>): boolean {
  for (const [key, difference] of touched) {
    const left = lasting.get(key);
    if (left && overlap(left, difference)) return true;
  }
  return false;
}

/** A table or column that the file drops afterwards takes with it what was done to it again. */
function matters({ where, part }: Reason, catalog: Catalog, lasting: ReadonlyMap<string, Difference>): boolean {
  if (!where) return true;
  const left = lasting.get(`relation ${where.key}`);
  if (part !== undefined && (!left || !overlap(left, new Set([part])))) return false;
  const relation = catalog.relation(where.key);
  if (!relation) return true;
  return relation !== GONE && (where.column === undefined || columnOf(relation, where.column) !== GONE);
}
