import type { ColumnRef, FuncCall, Node, TypeCast } from '@pgsql/types';
import { constantOf } from '../reading/constants';
import { keyOf, listName, strings } from '../reading/names';
import { resolve } from '../reading/probes';
import { isStar, walk } from '../reading/references';
import { columnOf } from './columns';
import { neededColumn, neededRelation, neededRoutine, neededType } from './needs';
import { GONE, type Relation } from './objects';
import type { Run } from './run';
import { sourcesOf } from './scope';

const NOTHING: ReadonlySet<string> = new Set();

/** What a query stands on: its tables and their columns, and the routines, types and sequences that it names. */
export function targetsOfQuery(run: Run, query: unknown): ReadonlySet<string> {
  const { ranges } = sourcesOf(run, query);
  const { targets } = namedIn(run, query);
  for (const [, key] of ranges) addRelation(run, key, targets);
  addColumns(run, query, ranges, targets);
  return targets;
}

/**
 * What an expression over the columns of a table stands on.
 * @param columns the table's own columns count: for what does not simply go with them.
 */
export function targetsOfExpression(
  run: Run,
  key: string,
  expression: Node | readonly (Node | undefined)[] | undefined,
  columns: boolean,
): ReadonlySet<string> {
  if (expression === undefined || (!Array.isArray(expression) && 'A_Const' in expression)) return NOTHING;
  const { targets, isNested } = namedIn(run, expression);
  const ranges = isNested ? sourcesOf(run, expression).ranges : [];
  for (const [, source] of ranges) addRelation(run, source, targets);
  if (columns) {
    const own = key.slice(key.indexOf('.') + 1);
    // Within a subquery, a column without a qualifier may be that of either table.
    const names = [own, ...(ranges.length === 0 ? ['', 'new', 'old'] : [])];
    addColumns(run, expression, [...ranges, ...names.map((name) => [name, key] as const)], targets);
  }
  return targets;
}

/** The only routine that a call can mean: PostgreSQL chooses among several by the types of the arguments. */
export function routineCalled(run: Run, names: readonly Node[] | undefined, count: number): string | undefined {
  const found = [...run.catalog.routinesNamed(keyOf(listName(names, run.schema)))];
  const fitting = found.length > 1 ? found.filter(([key]) => arity(key) === count) : found;
  return fitting.length === 1 ? neededRoutine(fitting[0]![1].id) : undefined;
}

function arity(key: string): number {
  const inputs = key.slice(key.indexOf('(') + 1, -1);
  return inputs === '' ? 0 : inputs.split(',').length;
}

/** The routines, types and sequences that stand in an expression, and whether there are subqueries in it. */
function namedIn(run: Run, node: unknown): { readonly targets: Set<string>; readonly isNested: boolean } {
  const targets = new Set<string>();
  let isNested = false;
  walk({ node }, (tag, body) => {
    if (tag === 'FuncCall') addCall(run, body as FuncCall, targets);
    if (tag === 'TypeCast') addType(run, (body as TypeCast).typeName?.names, targets);
    isNested ||= tag === 'SubLink';
    return undefined;
  });
  return { targets, isNested };
}

function addCall(run: Run, { funcname, args = [] }: FuncCall, targets: Set<string>): void {
  const routine = routineCalled(run, funcname, args.length);
  if (routine !== undefined) targets.add(routine);
  const sequence = /^(nextval|currval|setval)$/.test(strings(funcname).at(-1) ?? '') ? constantOf(args[0]) : undefined;
  if (sequence !== undefined) addRelation(run, keyOf(resolve(sequence, run.schema)), targets);
}

function addRelation(run: Run, key: string, targets: Set<string>): void {
  const relation = run.catalog.relation(key);
  if (relation && relation !== GONE) targets.add(neededRelation(relation.id));
}

function addType(run: Run, names: readonly Node[] | undefined, targets: Set<string>): void {
  const type = run.catalog.type(keyOf(listName(names, run.schema)));
  if (type && type !== GONE) targets.add(neededType(type.id));
}

/** @param ranges tables by the names that qualify their columns; that of an empty name has those without qualifier. */
function addColumns(
  run: Run,
  node: unknown,
  ranges: readonly (readonly [alias: string, key: string])[],
  targets: Set<string>,
): void {
  const tables = new Map<string, Relation | undefined>();
  for (const [alias, key] of ranges) {
    const relation = run.catalog.relation(key);
    // Two tables under one name in different subqueries cannot be told from each other here.
    tables.set(alias, tables.has(alias) || !relation || relation === GONE ? undefined : relation);
  }
  const known = [...tables.values()];
  walk({ node }, (tag, body) => {
    if (tag !== 'ColumnRef') return undefined;
    const parts = strings((body as ColumnRef).fields);
    if (isStar(body as ColumnRef)) {
      for (const relation of parts.length > 0 ? [tables.get(parts.at(-1)!)] : known)
        for (const [name, column] of relation?.columns ?? [])
          if (column !== GONE) targets.add(neededColumn(relation!.id, name));
      return undefined;
    }
    const name = parts.at(-1) ?? '';
    const relation = parts.length > 1 ? tables.get(parts.at(-2)!) : (tables.get('') ?? onlyWith(known, name));
    if (relation && columnOf(relation, name) !== GONE) targets.add(neededColumn(relation.id, name));
    return undefined;
  });
}

/** The table that a column without qualifier belongs to, where that is known. */
function onlyWith(tables: readonly (Relation | undefined)[], name: string): Relation | undefined {
  const possible = tables.filter((relation) => !relation || columnOf(relation, name) !== GONE);
  return possible.length === 1 ? possible[0] : undefined;
}
