import type { ColumnRef, Node, RangeVar } from '@pgsql/types';
import { kept } from '../../core/kept';
import { isNull } from './constants';
import { strings } from './names';

/** Calls `visit` for every node below (and with) `node`, by the node's tag; a visit that gives false is not entered. */
export function walk(node: unknown, visit: (tag: string, body: unknown) => boolean | undefined): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  for (const [tag, body] of Object.entries(node)) {
    if (typeof body !== 'object' || body === null) continue;
    if (visit(tag, body) !== false) walk(body, visit);
  }
}

/** The dotted parts of each column reference in an expression, without those in subqueries when `deep` is false. */
export function columnReferences(node: unknown, deep = true): readonly (readonly string[])[] {
  if (typeof node !== 'object' || node === null) return [];
  return deep ? allReferences(node) : outerReferences(node);
}

/** The same expressions are read at every stop. */
const allReferences = kept((node: object) => referencesIn(node, true));
const outerReferences = kept((node: object) => referencesIn(node, false));

function referencesIn(node: object, deep: boolean): readonly (readonly string[])[] {
  const found: string[][] = [];
  walk(node, (tag, body) => {
    if (tag === 'ColumnRef' && !isStar(body as ColumnRef)) found.push(strings((body as ColumnRef).fields));
    return deep || tag !== 'SubLink';
  });
  return found;
}

/** The tables that a query or an expression names, those of its subqueries and WITH too. */
export function tableReferences(node: unknown): readonly RangeVar[] {
  const found: RangeVar[] = [];
  walk(node, (tag, body) => {
    if (tag === 'RangeVar') found.push(body as RangeVar);
    return undefined;
  });
  return found;
}

/** `*` and `t.*`, which name no column. */
export function isStar({ fields }: ColumnRef): boolean {
  const last = fields?.at(-1);
  return last !== undefined && 'A_Star' in last;
}

/** Whether an expression reads a column, in whatever table's name. */
export function readsColumn(node: unknown, column: string): boolean {
  return columnReferences(node).some((parts) => parts.at(-1) === column);
}

/**
 * What a CASE gives that does nothing but keep NULL as it is: `CASE WHEN c IS NULL THEN NULL ELSE f(c) END` and the other way
 * round. Undefined for any other expression.
 */
export function besideNull(node: Node): Node | undefined {
  const { arg, args, defresult } = 'CaseExpr' in node ? node.CaseExpr : {};
  const [branch, ...others] = args ?? [];
  const { expr, result } = branch && 'CaseWhen' in branch && !arg && others.length === 0 ? branch.CaseWhen : {};
  if (!expr || !result) return undefined;
  const asks = nullTested(expr);
  if (asks === 'null' && isNull(result)) return defresult;
  return asks === 'value' && (!defresult || isNull(defresult)) ? result : undefined;
}

/** `c IS NULL`, also written `c = NULL`, which is never true, and `c IS NOT NULL`. */
function nullTested(node: Node): 'null' | 'value' | undefined {
  if ('NullTest' in node) return node.NullTest.nulltesttype === 'IS_NULL' ? 'null' : 'value';
  const { name, rexpr } = 'A_Expr' in node ? node.A_Expr : {};
  return rexpr && isNull(rexpr) && strings(name).at(-1) === '=' ? 'null' : undefined;
}

/** A column by itself, casts aside. */
export function isColumn(node: Node | undefined, column: string): boolean {
  if (!node) return false;
  const beside = besideNull(node);
  if (beside) return isColumn(beside, column);
  if ('TypeCast' in node) return isColumn(node.TypeCast.arg, column);
  return 'ColumnRef' in node && strings(node.ColumnRef.fields).at(-1) === column;
}
