import type { A_Expr, Node } from '@pgsql/types';
import { constantOf } from './constants';
import { strings } from './names';
import { isColumn } from './references';

/** `ceil(c / 15.0) * 15` and `c - c % 15`: what is rounded to steps stays there. */
export function roundsToSteps({ name, lexpr, rexpr }: A_Expr, column: string): boolean {
  const operator = strings(name).at(-1);
  if (operator === '-') {
    const { name: inner, lexpr: value } = rexpr && 'A_Expr' in rexpr ? rexpr.A_Expr : {};
    return isColumn(lexpr, column) && strings(inner).at(-1) === '%' && isColumn(value, column);
  }
  if (operator !== '*' || !lexpr || !('FuncCall' in lexpr)) return false;
  const { funcname, args = [] } = lexpr.FuncCall;
  const [scaled, ...others] = args;
  const { name: inner, lexpr: value, rexpr: step } = scaled && 'A_Expr' in scaled ? scaled.A_Expr : {};
  const steps = [step, rexpr].map((node) => Number(constantOf(node) ?? Number.NaN));
  const isRounding = /^(ceil|ceiling|floor|round|trunc)$/.test(strings(funcname).at(-1) ?? '') && others.length === 0;
  return isRounding && strings(inner).at(-1) === '/' && isColumn(value, column) && steps[0] === steps[1];
}

/**
 * `'XXX-XX-' || right(c, 4)`, `left(c, 4) || '…'` and `split_part(c, '@', 1) || '@x.org'`: what is kept of the column is kept
 * of the result.
 */
export function keepsEnd({ name, lexpr, rexpr }: A_Expr, column: string): boolean {
  if (strings(name).at(-1) !== '||') return false;
  const { funcname: splitting, args: [split, mark, place] = [] } = lexpr && 'FuncCall' in lexpr ? lexpr.FuncCall : {};
  const separator = constantOf(mark);
  const isFirst = strings(splitting).at(-1) === 'split_part' && isColumn(split, column) && constantOf(place) === '1';
  if (isFirst && separator) return constantOf(rexpr)?.startsWith(separator) ?? false;
  const isPart = (node: Node | undefined, part: string) => {
    const { funcname, args = [] } = node && 'FuncCall' in node ? node.FuncCall : {};
    return strings(funcname).at(-1) === part && isColumn(args[0], column) && constantOf(args[1]) !== undefined;
  };
  const isText = (node: Node | undefined) => constantOf(node) !== undefined;
  return (isText(lexpr) && isPart(rexpr, 'right')) || (isPart(lexpr, 'left') && isText(rexpr));
}
