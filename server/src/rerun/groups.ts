import type { Statement } from '../languages/sql/syntax';
import type { Catalog } from './catalog/catalog';
import { type Evidence, evidenceOf, holds } from './catalog/evidence';
import { GONE, type Known, type Relation } from './catalog/objects';
import { NO_VARIABLES, Run, SQLSTATE } from './catalog/run';
import { type Change, changesOf, isThere } from './execution/changes';
import { execute } from './execution/execute';
import type { Outcome } from './execution/outcome';
import { statementsOf } from './reading/blockStatements';
import { makersOf } from './reading/makers';
import { DEFAULT_SCHEMA } from './reading/names';
import { secondRun } from './second-run';

/** Statements that have to run together or not at all, and the fact that tells whether they have run. */
export interface Group {
  readonly first: number;
  readonly last: number;
  readonly evidence: Evidence;
  /** The DO block whose own statements `first` and `last` count; without it they count the file's. */
  readonly within?: number;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** So far a group reaches to find a statement whose effect lasts. */
const REACH = 8;

/**
 * The groups of a file: around what a second run would do again or destroy, and around objects that the file makes and
 * takes away again. Each statement by itself could not be guarded there without changing what the file does.
 * @param variables of the DO block that the statements stand in.
 * @param catalog what is known before the file; it is left as it was.
 */
export function groupsOf(
  name: string,
  statements: readonly Statement[],
  catalog: Catalog,
  outcomes: readonly Outcome[],
  variables: ReadonlySet<string> = NO_VARIABLES,
): readonly Group[] {
  const blocks = new Map(outcomes.filter(isStoppedBlock).map(({ index, statement }) => [index, statement]));
  const mayRepeat = outcomes.filter(({ verdict, statement }) => verdict === 'error' && writesRows(statement));
  if (mayRepeat.length === 0 && blocks.size === 0 && !outcomes.some(isDelicate)) return [];
  const repeating = new Set<number>();
  const makers = makersOf(statements, name);
  const inBlocks: Group[] = [];
  const before = (index: number, { schema }: Run) => {
    const block = blocks.get(index);
    if (block && schema === DEFAULT_SCHEMA) inBlocks.push(...groupsWithin(makers[index]!, block, index, catalog));
  };
  const behind = (index: number, { schema }: Run) => {
    for (const { index: done, statement } of mayRepeat)
      if (done <= index && repeatsNow(statement, makers[done]!, schema, catalog)) repeating.add(done);
  };
  const run = new Run(catalog, false);
  run.variables = variables;
  const changes = changesOf(run, makers, statements, catalog, before, behind);
  const delicate = outcomes.filter((outcome) => isDelicate(outcome) || repeating.has(outcome.index));
  if (delicate.length === 0) return inBlocks;
  const seeds = [...delicate.map(({ index }) => ({ first: index, last: index })), ...scaffolding(changes, delicate)];
  return [...grownTogether(seeds, statements, changes), ...inBlocks];
}

/** The groups around the seeds; two that would have statements in common are one, where that can be asked for. */
function grownTogether(
  seeds: readonly Range[],
  statements: readonly Statement[],
  changes: readonly (readonly Change[])[],
): readonly Group[] {
  const groups: Group[] = [];
  for (const seed of merged(seeds)) {
    let group = grown(seed, statements, changes);
    for (let last = groups.at(-1); group && last && group.first <= last.last; last = groups.at(-1)) {
      const both = { first: Math.min(last.first, group.first), last: Math.max(last.last, group.last) };
      group = grown(both, statements, changes);
      if (group) groups.pop();
    }
    if (group) groups.push(group);
  }
  return groups;
}

/** A DO block that fails, and does nothing but run statements one after another. */
function isStoppedBlock({ verdict, statement }: Outcome): boolean {
  return verdict === 'error' && statementsOf(statement).length > 0;
}

/** The groups among the statements of a DO block, as if these were a file. */
function groupsWithin(name: string, block: Statement, index: number, catalog: Catalog): Group[] {
  const statements = statementsOf(block);
  const variables = block.syntax.block!.variables;
  const { outcomes } = secondRun(name, statements, catalog, undefined, variables);
  return groupsOf(name, statements, catalog, outcomes, variables).map((group) => ({ ...group, within: index }));
}

/** A second run of the statement succeeds and does harm, or meets the rows that came in between. */
function isDelicate({ losses, breaks }: Outcome): boolean {
  return (
    losses.length > 0 ||
    breaks.some(
      ({ node, effect, reason }) =>
        effect === 'changed' ||
        (reason.cause === 'old shape' && (reason.sqlstate !== SQLSTATE.invalidText || 'AlterTableStmt' in node)),
    )
  );
}

function writesRows({ syntax: { parse } }: Statement): boolean {
  return parse.kind === 'tree' && ('InsertStmt' in parse.node || 'UpdateStmt' in parse.node);
}

/**
 * True when a statement that fails once the file has ended would succeed at this place and do its work twice: a guard of its
 * own lets it, when the file stops here.
 */
function repeatsNow(statement: Statement, maker: string, schema: string, catalog: Catalog): boolean {
  const mark = catalog.savepoint();
  const run = new Run(catalog, true);
  [run.maker, run.schema] = [maker, schema];
  const stops = execute(run, statement);
  catalog.rollback(mark);
  return stops.length === 0 && !run.uncertain && run.repeats.length > 0;
}

/** From the making to the removal of each table, type or column that is gone when the file ends, where something breaks. */
function scaffolding(changes: readonly (readonly Change[])[], delicate: readonly Outcome[]): Range[] {
  const made = new Map<string, number>();
  const ranges: Range[] = [];
  const gone = (part: string, index: number) => {
    const first = made.get(part);
    if (first !== undefined && first < index) ranges.push({ first, last: index });
    made.delete(part);
  };
  changes.forEach((list, index) => {
    for (const { key, before, after } of list) {
      if (isThere(after) && !isThere(before)) made.set(key, index);
      else if (!isThere(after)) gone(key, index);
      if (!key.startsWith('relation ') || !isThere(after) || !isThere(before)) continue;
      for (const [column, value] of (after as Relation).columns) {
        const old = (before as Relation).columns.get(column);
        if (value !== GONE && (old === undefined || old === GONE)) made.set(`${key}.${column}`, index);
        else if (value === GONE && old !== GONE) gone(`${key}.${column}`, index);
      }
    }
  });
  // A swap that runs twice by nature, such as Prisma's of an enum, needs no group.
  return ranges.filter(({ first, last }) => delicate.some(({ index }) => index >= first && index <= last));
}

function merged(ranges: readonly Range[]): Range[] {
  const result: { first: number; last: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.first - b.first)) {
    const last = result.at(-1);
    if (last && range.first <= last.last) last.last = Math.max(last.last, range.last);
    else result.push({ ...range });
  }
  return result;
}

/** The smallest range around a seed whose effect lasts and can be asked for. */
function grown(
  seed: Range,
  statements: readonly Statement[],
  changes: readonly (readonly Change[])[],
): Group | undefined {
  for (let more = 0; more <= REACH; more++) {
    for (let left = 0; left <= more; left++) {
      const range = { first: seed.first - left, last: seed.last + more - left };
      if (range.first < 0 || range.last >= statements.length || !canStandTogether(statements, range)) continue;
      const evidence = evidenceFor(range, changes);
      if (evidence) return { ...range, evidence };
    }
  }
  return undefined;
}

function evidenceFor({ first, last }: Range, changes: readonly (readonly Change[])[]): Evidence | undefined {
  const before = new Map<string, Known>();
  const after = new Map<string, Known>();
  for (const { key, before: was, after: is } of changes.slice(first, last + 1).flat()) {
    if (!before.has(key)) before.set(key, was);
    after.set(key, is);
  }
  // An index comes and goes with its table, which is what a reader looks for.
  for (const [key, was] of [...before].sort(([, a], [, b]) => Number(isIndex(a)) - Number(isIndex(b)))) {
    for (const evidence of evidenceOf(key, was, after.get(key))) {
      const later = changes
        .slice(last + 1)
        .flat()
        .filter((change) => change.key === key)
        .at(-1);
      // What the file itself has brought about before, a second run may bring about again.
      const earlier = changes
        .slice(0, first)
        .flat()
        .filter((change) => change.key === key);
      const [atFirst] = earlier;
      if (
        holds(evidence, was) === true &&
        holds(evidence, later ? later.after : after.get(key)) === false &&
        (!atFirst || holds(evidence, atFirst.before) !== false) &&
        !earlier.some((change) => takesAway(change, evidence))
      )
        return evidence;
    }
  }
  return undefined;
}

/** True for a change that makes a fact hold by which something is missing: DROP … IF EXISTS does so in each run. */
function takesAway({ before, after }: Change, evidence: Evidence): boolean {
  if (evidence.kind === 'relation missing' || evidence.kind === 'type missing')
    return before !== GONE && after === GONE;
  if (evidence.kind !== 'column missing') return false;
  const isGone = (value: Known) => (value as Relation | undefined)?.columns?.get(evidence.column) === GONE;
  return !isGone(before) && isGone(after);
}

function isIndex(value: Known): boolean {
  return value !== undefined && value !== GONE && 'kind' in value && value.kind === 'index';
}

/** A DO block is one transaction, and holds no other DO block. */
function canStandTogether(statements: readonly Statement[], { first, last }: Range): boolean {
  return statements.slice(first, last + 1).every(({ syntax }) => {
    if (syntax.parse.kind !== 'tree') return false;
    const { node } = syntax.parse;
    if (
      'TransactionStmt' in node ||
      'DoStmt' in node ||
      'VacuumStmt' in node ||
      'AlterSystemStmt' in node ||
      'CopyStmt' in node
    )
      return false;
    if ('IndexStmt' in node) return !node.IndexStmt.concurrent;
    // What a schema holds that no file tells of cannot be asked for.
    if ('DropStmt' in node) return !node.DropStmt.concurrent && node.DropStmt.removeType !== 'OBJECT_SCHEMA';
    return (
      !('SelectStmt' in node) || (node.SelectStmt.intoClause === undefined && node.SelectStmt.withClause === undefined)
    );
  });
}
