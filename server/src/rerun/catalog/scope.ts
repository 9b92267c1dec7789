import type {
  A_Const,
  A_Expr,
  CaseExpr,
  ColumnRef,
  FuncCall,
  Node,
  RangeSubselect,
  RangeVar,
  SelectStmt,
} from '@pgsql/types';
import { display, keyOf, listName, nameOfKey, strings } from '../reading/names';
import { isStar, walk } from '../reading/references';
import { columnOf } from './columns';
import { type Column, GONE, type Relation } from './objects';
import { type Run, SQLSTATE } from './run';

/** The tables that a query reads or writes, and whether all of its sources are plain tables. */
interface Scope {
  /** Relation keys by the name that columns may be qualified with. */
  readonly tables: ReadonlyMap<string, string>;
  /** False when a subquery, function or CTE may supply columns too. */
  readonly plain: boolean;
  /** The subqueries of FROM, by the name that their columns may be qualified with. */
  readonly derived: ReadonlyMap<string, SelectStmt>;
}

/** Ends a second run whose query names a table, column or enum label that is gone. */
export function checkQuery(run: Run, query: unknown): void {
  const scope = scopeOf(run, query);
  for (const key of new Set(scope.tables.values())) run.relation(key);
  if (!run.second) return;
  checkNames(run, scope, query);
}

/** Ends a second run whose expression over the columns of one table names a column or enum label that is gone. */
export function checkExpression(run: Run, key: string, expression: Node): void {
  if (run.second)
    checkNames(run, { tables: new Map([[nameOfKey(key), key]]), plain: true, derived: new Map() }, expression);
}

function checkNames(run: Run, scope: Scope, node: unknown): void {
  walk(node, (tag, body) => {
    if (tag === 'ColumnRef' && !isStar(body as ColumnRef)) checkColumn(run, scope, strings((body as ColumnRef).fields));
    if (tag === 'A_Expr') checkComparison(run, scope, body as A_Expr);
    if (tag === 'CaseExpr') checkCase(run, scope, body as CaseExpr);
    if (tag === 'FuncCall') checkCall(run, body as FuncCall);
    if (tag === 'RangeSubselect' && !(body as RangeSubselect).lateral)
      checkSubquery(run, (body as RangeSubselect).subquery);
    return tag !== 'SubLink' || !scope.plain;
  });
}

function scopeOf(run: Run, query: unknown): Scope {
  const { ranges, plain } = sourcesOf(run, query);
  const derived = new Map<string, SelectStmt>();
  if (!plain)
    walk({ query }, (tag, body) => {
      const { subquery, alias } = body as RangeSubselect;
      if (tag === 'RangeSubselect' && subquery && 'SelectStmt' in subquery && !alias?.colnames)
        derived.set(alias?.aliasname ?? '', subquery.SelectStmt);
      return undefined;
    });
  return { tables: new Map(ranges), plain, derived };
}

/** The tables that a query names, each with the name that columns may be qualified with. */
export function sourcesOf(
  run: Run,
  query: unknown,
): { readonly ranges: readonly (readonly [alias: string, key: string])[]; readonly plain: boolean } {
  const ranges: (readonly [string, string])[] = [];
  const ctes = new Set<string>();
  let plain = true;
  walk(query, (tag, body) => {
    if (tag === 'CommonTableExpr') {
      ctes.add((body as { ctename?: string }).ctename ?? '');
      plain = false;
    }
    if (tag === 'RangeSubselect' || tag === 'RangeFunction' || tag === 'SubLink' || tag === 'RangeTableSample')
      plain = false;
    return undefined;
  });
  const add = (range: RangeVar) => {
    if (!range.relname || (!range.schemaname && ctes.has(range.relname)) || isCatalog(range)) return;
    ranges.push([range.alias?.aliasname ?? range.relname, run.key(range)]);
  };
  walk({ query }, (tag, body) => {
    if (tag === 'RangeVar' || tag === 'relation') add(body as RangeVar);
    return undefined;
  });
  return { ranges, plain };
}

/** System catalogs are always there. */
function isCatalog(range: RangeVar): boolean {
  return (
    range.schemaname === 'information_schema' || range.schemaname === 'pg_catalog' || /^pg_/.test(range.relname ?? '')
  );
}

/** A subquery of FROM sees nothing of the query around it: where it reads plain tables, its columns are theirs. */
function checkSubquery(run: Run, subquery: Node | undefined): void {
  const scope = scopeOf(run, subquery);
  const areTables = [...scope.tables.values()].every((key) => run.catalog.relation(key) !== undefined);
  if (scope.plain && areTables) checkNames(run, scope, subquery);
}

function checkCall(run: Run, { funcname }: FuncCall): void {
  const key = keyOf(listName(funcname, run.schema));
  if (run.catalog.isRoutineGone(key))
    run.refuse('not there', SQLSTATE.undefinedFunction, `function ${display(key)} is not there any more`);
}

function checkColumn(run: Run, scope: Scope, parts: readonly string[]): void {
  const name = parts.at(-1);
  if (!name) return;
  const qualifier = parts.at(-2);
  if (qualifier !== undefined) {
    const key = scope.tables.get(qualifier) ?? goneBehind(run, scope.derived.get(qualifier), name);
    if (key && isGone(run, key, name)) refuse(run, key, name);
    return;
  }
  // The name of a table stands for its whole row, and a variable of plpgsql for its value.
  if (scope.tables.has(name) || run.variables.has(name)) return;
  const keys = [...new Set(scope.tables.values())];
  if (scope.plain && keys.length > 0 && keys.every((key) => isGone(run, key, name))) refuse(run, keys[0]!, name);
}

/** The table of a subquery that gives all of its columns, and no longer the one that is asked for. */
function goneBehind(run: Run, subquery: SelectStmt | undefined, name: string): string | undefined {
  const sources = (subquery?.targetList ?? []).map((node) => ('ResTarget' in node ? node.ResTarget : {}));
  const stars = sources.flatMap(({ val }) =>
    val && 'ColumnRef' in val && isStar(val.ColumnRef) ? [val.ColumnRef] : [],
  );
  const [from, ...others] = subquery?.fromClause ?? [];
  if (stars.length !== 1 || others.length > 0 || !from || !('RangeVar' in from)) return undefined;
  const isGiven = sources.some(
    (source) =>
      source.name === name ||
      (source.val && 'ColumnRef' in source.val && strings(source.val.ColumnRef.fields).at(-1) === name),
  );
  return isGiven ? undefined : run.key(from.RangeVar);
}

function refuse(run: Run, key: string, name: string): void {
  run.refuse(
    'column not there',
    SQLSTATE.undefinedColumn,
    `column "${name}" of ${display(key)} is not there any more`,
    { missing: { key, column: name } },
  );
}

function isGone(run: Run, key: string, name: string): boolean {
  const relation = run.catalog.relation(key);
  if (!relation || relation === GONE || SYSTEM_COLUMNS.has(name)) return false;
  return columnOf(relation, name) === GONE && !(relation.kind === undefined && !relation.columns.has(name));
}

const SYSTEM_COLUMNS = new Set(['ctid', 'xmin', 'xmax', 'tableoid', 'oid']);

/** `column = 'label'` fails when the column's enum has no such label any more. */
function checkComparison(run: Run, scope: Scope, { lexpr, rexpr }: A_Expr): void {
  if (rexpr) checkLabels(run, scope, lexpr, 'List' in rexpr ? (rexpr.List.items ?? []) : [rexpr]);
}

/** `CASE column WHEN 'label'` does so too. */
function checkCase(run: Run, scope: Scope, { arg, args = [] }: CaseExpr): void {
  const values = args.flatMap((when) => ('CaseWhen' in when && when.CaseWhen.expr ? [when.CaseWhen.expr] : []));
  checkLabels(run, scope, arg, values);
}

function checkLabels(run: Run, scope: Scope, left: Node | undefined, values: readonly Node[]): void {
  if (!left || !('ColumnRef' in left)) return;
  const parts = strings(left.ColumnRef.fields);
  const key =
    scope.tables.get(parts.at(-2) ?? '') ?? (scope.tables.size === 1 ? [...scope.tables.values()][0] : undefined);
  const relation = key === undefined ? undefined : run.catalog.relation(key);
  if (!relation || relation === GONE) return;
  for (const value of values) checkLabel(run, relation, parts.at(-1) ?? '', value);
}

/** Ends a second run that gives a column of an enum type a label that is gone. */
export function checkLabel(run: Run, relation: Relation, column: string, value: Node): void {
  if (!('A_Const' in value)) return;
  const label = (value.A_Const as A_Const).sval?.sval;
  const known: Column | typeof GONE | undefined = columnOf(relation, column);
  if (label === undefined || !known || known === GONE || !known.type?.startsWith('type ')) return;
  const type = run.catalog.typeById(known.type.slice(5));
  if (type?.kind === 'enum' && (type.labels.get(label) ?? (type.closed ? GONE : undefined)) === GONE)
    run.refuse('old shape', SQLSTATE.invalidText, `label '${label}' of the type of "${column}" is not there any more`);
}
