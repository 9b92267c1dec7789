import type { Node } from '@pgsql/types';
import { constantOf, isNull } from './constants';
import { strings } from './names';
import { isColumn, readsColumn } from './references';

/** Conditions that are joined by AND. */
export function conjuncts(node: Node | undefined): readonly Node[] {
  if (!node) return [];
  return 'BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR'
    ? (node.BoolExpr.args ?? []).flatMap(conjuncts)
    : [node];
}

/** What a WHERE asks of one column. */
export interface Wanted {
  /** The constants, NULL included, one of which the column has to hold; undefined where the column may hold anything. */
  readonly values: readonly string[] | undefined;
  /** The conditions on other columns. */
  readonly rest: readonly Node[];
}

/** Stands for NULL among constants. */
export const NULL_VALUE = '\0null';

/** Reads what a WHERE asks of a column; undefined where that is not a choice of constants. */
export function wantedOf(where: Node | undefined, column: string): Wanted | undefined {
  const parts = conjuncts(where);
  const rest = parts.filter((part) => !readsColumn(part, column));
  const own = parts.filter((part) => readsColumn(part, column));
  if (own.length === 0) return { values: undefined, rest };
  const values = own.length === 1 ? chosen(own[0]!, column) : undefined;
  return values && { values, rest };
}

/** The constants of `c = 'x'`, `c IN ('x', 'y')`, `c IS NULL` and of such joined by OR. */
function chosen(node: Node, column: string): readonly string[] | undefined {
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'OR_EXPR') {
    const parts = (node.BoolExpr.args ?? []).map((part) => chosen(part, column));
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  if ('NullTest' in node) {
    const { arg, nulltesttype } = node.NullTest;
    return arg && nulltesttype === 'IS_NULL' && isColumn(arg, column) ? [NULL_VALUE] : undefined;
  }
  const { kind, name, lexpr, rexpr } = 'A_Expr' in node ? node.A_Expr : {};
  if (!lexpr || !rexpr || !isColumn(lexpr, column) || strings(name).at(-1) !== '=') return undefined;
  const given = kind === 'AEXPR_IN' && 'List' in rexpr ? (rexpr.List.items ?? []) : kind === 'AEXPR_OP' ? [rexpr] : [];
  const values = given.map(constantOf);
  return values.length > 0 && values.every((value) => value !== undefined) ? values : undefined;
}

/** A column, and the constants one of which it has to hold. */
export type Choice = readonly [column: string, values: readonly string[]];

/** What a WHERE asks for, where that is nothing but constants of columns: `c = 'x' AND d IN (1, 2) AND e IS NULL`. */
export function choicesOf(where: Node | undefined): readonly Choice[] | undefined {
  const choices = conjuncts(where).map((part): Choice | undefined => {
    const tested = 'A_Expr' in part ? part.A_Expr.lexpr : 'NullTest' in part ? part.NullTest.arg : undefined;
    const column = tested && 'ColumnRef' in tested ? strings(tested.ColumnRef.fields).at(-1) : undefined;
    const values = column === undefined ? undefined : chosen(part, column);
    return column !== undefined && values ? [column, values] : undefined;
  });
  return choices.length > 0 && choices.every((choice) => choice !== undefined) ? choices : undefined;
}

/** The constant that an assignment gives, NULL included. */
export function givenValue(value: Node): string | undefined {
  return isNull(value) ? NULL_VALUE : constantOf(value);
}

/** The `column = 'constant'` that a condition asks for, each of them. */
export function equalities(condition: Node | undefined): (readonly [column: string, value: string])[] {
  return conjuncts(condition).flatMap((part): (readonly [string, string])[] => {
    const { kind, name, lexpr, rexpr } = 'A_Expr' in part ? part.A_Expr : {};
    const column = lexpr && 'ColumnRef' in lexpr ? strings(lexpr.ColumnRef.fields).at(-1) : undefined;
    const value = constantOf(rexpr);
    const isEquality = kind === 'AEXPR_OP' && strings(name).at(-1) === '=';
    return isEquality && column !== undefined && value !== undefined ? [[column, value]] : [];
  });
}
