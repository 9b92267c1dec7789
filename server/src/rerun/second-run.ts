import type { Statement } from '../languages/sql/syntax';
import { actionOf } from './actions';
import { type Catalog, type CatalogEntry, GONE, sameValue } from './catalog';
import { columnOf } from './columns';
import { type Group, groupsOf } from './groups';
import { type Deed, type Memory, makersOf, perform } from './memory';
import type { Break, Outcome } from './outcome';
import { type Reason, Run } from './run';

/** The type that a column had before the file dropped or changed it, where that is known and it is there again at the end. */
export type Former = (table: string, column: string) => string | undefined;

export interface SecondRun {
  readonly outcomes: readonly Outcome[];
  readonly former: Former;
  /** What the first run changes in the catalog. */
  readonly left: readonly CatalogEntry[];
  /** Statements that have to run together or not at all. */
  readonly groups: readonly Group[];
}

/**
 * Runs the statements of a file twice in mind.
 * @param name tells this file's objects from those of others that share the catalog.
 * @param memory what the statements did when the document was last run; without it, all of them run.
 * @param before what is known of the database before the file; it is left as it was.
 */
export function secondRun(name: string, statements: readonly Statement[], before: Catalog, memory?: Memory): SecondRun {
  const begin = before.savepoint();
  const former = runFirst(name, statements, before, memory);
  const left = before.entriesSince(begin);
  const start = before.savepoint();
  const outcomes = judge(name, statements, before, start, memory);
  before.rollback(begin);
  return { outcomes, former, left, groups: groupsOf(name, statements, before, outcomes) };
}

/** Believes each statement, and leaves in the catalog what it says. */
export function runFirst(name: string, statements: readonly Statement[], catalog: Catalog, memory?: Memory): Former {
  const run = new Run(catalog, false);
  const makers = makersOf(name, statements);
  memory?.beginPass();
  statements.forEach((statement, index) => {
    run.maker = makers[index]!;
    if (memory) memory.run('first', run, statement);
    else perform(run, statement);
  });
  memory?.endPass('first');
  return (table, column) => run.former.get(`${table} ${column}`);
}

interface Draft extends Deed {
  readonly index: number;
  readonly statement: Statement;
  readonly touched: ReadonlySet<string>;
}

/** Asks of each statement whether PostgreSQL would do it again; a statement that fails leaves nothing, as behind a savepoint. */
function judge(
  name: string,
  statements: readonly Statement[],
  catalog: Catalog,
  start: number,
  memory: Memory | undefined,
): Outcome[] {
  const run = new Run(catalog, true);
  const makers = makersOf(name, statements);
  run.forgetTemporary();
  memory?.beginPass();
  const drafts = statements.map((statement, index): Draft => {
    run.maker = makers[index]!;
    const mark = catalog.savepoint();
    const deed = memory ? memory.run('second', run, statement) : perform(run, statement);
    return { ...deed, index, statement, touched: changedSince(catalog, mark) };
  });
  memory?.endPass('second');
  const lasting = changedSince(catalog, start);
  return drafts.map((draft) => outcome(draft, lasting, catalog));
}

/** The journal keys whose values are others than at the mark; what is temporary does not count. */
function changedSince(catalog: Catalog, mark: number): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const [key, before] of catalog.changes(mark))
    if (!key.includes(' pg_temp.') && !sameValue(before, catalog.current(key))) keys.add(key);
  return keys;
}

function outcome(draft: Draft, lasting: ReadonlySet<string>, catalog: Catalog): Outcome {
  const { index, statement, stops, losses, inverted, uncertain } = draft;
  const breaks: Break[] = stops.map((stop) => ({ ...stop, action: actionOf(stop.node, stop.part), effect: 'error' }));
  if (breaks.length) return { index, statement, verdict: 'error', breaks, losses, inverted };
  const node = statement.syntax.parse.kind === 'tree' ? statement.syntax.parse.node : undefined;
  if (node && !uncertain) {
    const repeats = draft.repeats.filter((reason) => matters(reason, catalog));
    if (repeats.length === 0 && [...draft.touched].some((key) => lasting.has(key)))
      repeats.push({ cause: 'done again', clause: 'it leaves another state than in the first run' });
    for (const reason of repeats)
      breaks.push({ node, part: 0, reason, guards: [], action: actionOf(node, 0), effect: 'changed' });
  }
  const verdict = breaks.length ? 'changed' : uncertain ? 'unknown' : 'ok';
  return { index, statement, verdict, breaks, losses, inverted };
}

/** A column that the file drops afterwards takes with it what was done to it again. */
function matters({ where }: Reason, catalog: Catalog): boolean {
  if (!where) return true;
  const relation = catalog.relation(where.key);
  if (!relation) return true;
  return relation !== GONE && columnOf(relation, where.column) !== GONE;
}
