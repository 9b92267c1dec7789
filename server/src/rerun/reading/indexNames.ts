import type { IndexStmt, Node } from '@pgsql/types';
import { generatedName, strings } from './names';

/** The plain columns of an index's key, and those it includes. */
export function indexColumns(statement: IndexStmt): string[] {
  const parameters = [...(statement.indexParams ?? []), ...(statement.indexIncludingParams ?? [])];
  return parameters.flatMap((node) => ('IndexElem' in node && node.IndexElem.name ? [node.IndexElem.name] : []));
}

/** The name that PostgreSQL gives to an index that has none, before it looks whether the name is free. */
export function generatedIndexName(table: string, statement: IndexStmt): string {
  const elements = [...(statement.indexParams ?? []), ...(statement.indexIncludingParams ?? [])];
  return generatedName(table, elementNames(elements), 'idx');
}

/** The names that stand for the columns and expressions of an index in its own name. */
export function elementNames(elements: readonly Node[]): string[] {
  const names: string[] = [];
  for (const node of elements) {
    const base = 'IndexElem' in node ? (node.IndexElem.name ?? expressionName(node.IndexElem.expr)) : 'expr';
    let name = base;
    for (let n = 1; names.includes(name); n++) name = `${base}${n}`;
    names.push(name);
  }
  return names;
}

/** What PostgreSQL calls an expression (`FigureIndexColname`): its function, the column behind a cast, else `expr`. */
function expressionName(node: Node | undefined): string {
  if (!node) return 'expr';
  if ('FuncCall' in node) return strings(node.FuncCall.funcname).at(-1) ?? 'expr';
  if ('ColumnRef' in node) return strings(node.ColumnRef.fields).at(-1) ?? 'expr';
  if ('CoalesceExpr' in node) return 'coalesce';
  if ('MinMaxExpr' in node) return node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest';
  if ('CollateClause' in node) return expressionName(node.CollateClause.arg);
  if ('TypeCast' in node) {
    const inner = expressionName(node.TypeCast.arg);
    return inner === 'expr' ? (strings(node.TypeCast.typeName?.names).at(-1) ?? 'expr') : inner;
  }
  return 'expr';
}
