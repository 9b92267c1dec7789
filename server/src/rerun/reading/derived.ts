import type {
  Alias,
  ColumnRef,
  FuncCall,
  Node,
  RangeFunction,
  ResTarget,
  SelectStmt,
  UpdateStmt,
  WithClause,
} from '@pgsql/types';
import { changesItself } from './expressions';
import { strings } from './names';
import { isColumn, readsColumn, walk } from './references';
import { targets } from './writes';

/** An expression, and the query that it stands in. */
export interface Derived {
  readonly value: Node;
  readonly query: SelectStmt;
}

/** What a subquery in FROM, or a WITH, computes for `alias.column`; undefined for anything else. */
export function derivedFrom(value: Node, { fromClause, withClause }: UpdateStmt): Derived | undefined {
  return derived(value, fromClause ?? [], withClause);
}

function derived(value: Node, from: readonly Node[], clause: WithClause | undefined): Derived | undefined {
  if ('TypeCast' in value) return value.TypeCast.arg && derived(value.TypeCast.arg, from, clause);
  const [alias, column] = 'ColumnRef' in value ? strings(value.ColumnRef.fields) : [];
  const query = alias === undefined || column === undefined ? undefined : queryOf(alias, from, clause);
  const expression = targets(query?.targetList).find((target) => outputName(target) === column)?.val;
  if (!query || !expression) return undefined;
  return derived(expression, query.fromClause ?? [], query.withClause) ?? { value: expression, query };
}

/** True where an expression reads a column otherwise than to number its rows, as `row_number() OVER (ORDER BY c)` does. */
export function readsBesideWindows(value: Node, column: string): boolean {
  let isRead = false;
  walk([value], (tag, body) => {
    if (tag === 'over') return false;
    isRead ||= tag === 'ColumnRef' && isColumn({ ColumnRef: body as ColumnRef }, column);
    return undefined;
  });
  return isRead;
}

function outputName({ name, val }: ResTarget): string | undefined {
  return name ?? (val && 'ColumnRef' in val ? strings(val.ColumnRef.fields).at(-1) : undefined);
}

/** The subquery, or the query of the WITH, that has an alias. */
function queryOf(alias: string, from: readonly Node[], clause: WithClause | undefined): SelectStmt | undefined {
  for (const node of from) {
    if ('JoinExpr' in node) {
      const { larg, rarg } = node.JoinExpr;
      const found = queryOf(alias, [...(larg ? [larg] : []), ...(rarg ? [rarg] : [])], clause);
      if (found) return found;
    } else if ('RangeSubselect' in node && node.RangeSubselect.alias?.aliasname === alias)
      return selectOf(node.RangeSubselect.subquery);
    else if ('RangeVar' in node && (node.RangeVar.alias?.aliasname ?? node.RangeVar.relname) === alias)
      return node.RangeVar.schemaname ? undefined : withQuery(node.RangeVar.relname ?? '', clause);
  }
  return undefined;
}

function withQuery(name: string, clause: WithClause | undefined): SelectStmt | undefined {
  for (const node of clause?.ctes ?? [])
    if ('CommonTableExpr' in node && node.CommonTableExpr.ctename === name)
      return selectOf(node.CommonTableExpr.ctequery);
  return undefined;
}

function selectOf(node: Node | undefined): SelectStmt | undefined {
  return node && 'SelectStmt' in node ? node.SelectStmt : undefined;
}

/** `jsonb_agg(jsonb_build_object('name', v)) … FROM jsonb_array_elements(c) v`: each element changes once more each time. */
export function changesElements({ value, query }: Derived, column: string): boolean {
  const elements = elementsOf(query, column);
  let isWrapped = [...elements].some((element) => changesItself(elementValue(value), element) === true);
  walk([value], (tag, body) => {
    if (tag !== 'FuncCall') return undefined;
    const { funcname, args = [] } = body as FuncCall;
    const isBuilding = /^jsonb?_build_(object|array)$/.test(strings(funcname).at(-1) ?? '');
    isWrapped ||= isBuilding && args.some((arg) => isElement(arg, elements));
    return undefined;
  });
  return isWrapped;
}

/** What each element becomes: the argument of `array_agg(…)` and its kin. */
function elementValue(value: Node): Node {
  const { funcname, args } = 'FuncCall' in value ? value.FuncCall : {};
  return /^(array|jsonb?)_agg$/.test(strings(funcname).at(-1) ?? '') ? (args?.[0] ?? value) : value;
}

function isElement(node: Node, elements: ReadonlySet<string>): boolean {
  return 'ColumnRef' in node && elements.has(strings(node.ColumnRef.fields).at(-1) ?? '');
}

/** The names under which a query has the elements of a column. */
function elementsOf({ fromClause }: SelectStmt, column: string): ReadonlySet<string> {
  const names = new Set<string>();
  walk(fromClause, (tag, body) => {
    if (tag !== 'RangeFunction') return tag !== 'SubLink';
    const { functions, alias } = body as RangeFunction;
    if (readsColumn(functions, column)) for (const name of namesOf(alias)) names.add(name);
    return undefined;
  });
  return names;
}

function namesOf(alias: Alias | undefined): string[] {
  const columns = strings(alias?.colnames);
  return columns.length > 0 ? [columns[0]!] : alias?.aliasname === undefined ? [] : [alias.aliasname];
}
