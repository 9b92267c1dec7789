import type { A_Const, A_Expr, FuncCall, Node } from '@pgsql/types';
import { quoteIdentifier, quoteLiteral } from '../names';
import type { BlockExpression } from '../syntax';
import { formatText } from './format';
import type { Variables } from './variables';

/** How many variables may stand for one another. */
const LONGEST_CHAIN = 10;

/** The text that an expression always gives, or undefined when only the run knows it. */
export function constantText(expression: BlockExpression, variables: Variables): string | undefined {
  return read(onlyValue(expression), variables, 0);
}

/** The location of the string that the expression is, if it is nothing else. */
export function literalLocation(expression: BlockExpression): number | undefined {
  const node = onlyValue(expression);
  return node && 'A_Const' in node && node.A_Const.sval ? node.A_Const.location : undefined;
}

/** The only value of `SELECT value`. */
function onlyValue({ node }: BlockExpression): Node | undefined {
  const select = node && 'SelectStmt' in node ? node.SelectStmt : undefined;
  const [target, ...more] = select?.targetList ?? [];
  if (!select || more.length > 0 || select.fromClause || select.whereClause) return undefined;
  return target && 'ResTarget' in target ? target.ResTarget.val : undefined;
}

function read(node: Node | undefined, variables: Variables, depth: number): string | undefined {
  if (!node) return undefined;
  if ('A_Const' in node) return constant(node.A_Const);
  if ('TypeCast' in node)
    return isText(node.TypeCast.typeName?.names) ? read(node.TypeCast.arg, variables, depth) : undefined;
  if ('A_Expr' in node) return concatenation(node.A_Expr, variables, depth);
  if ('FuncCall' in node) return call(node.FuncCall, variables, depth);
  if (!('ColumnRef' in node) || depth >= LONGEST_CHAIN) return undefined;
  const [field, ...more] = node.ColumnRef.fields ?? [];
  const name = field && 'String' in field && more.length === 0 ? field.String.sval : undefined;
  const expression = name === undefined ? undefined : variables.only(name);
  return expression && read(onlyValue(expression), variables, depth + 1);
}

function constant(value: A_Const): string | undefined {
  if (value.sval) return value.sval.sval ?? '';
  if (value.ival) return String(value.ival.ival ?? 0);
  return value.fval?.fval;
}

function isText(names: readonly Node[] | undefined): boolean {
  const last = names?.at(-1);
  const name = last && 'String' in last ? last.String.sval : undefined;
  return name === 'text' || name === 'varchar' || name === 'name';
}

function concatenation(expression: A_Expr, variables: Variables, depth: number): string | undefined {
  const [operator] = expression.name ?? [];
  if (!operator || !('String' in operator) || operator.String.sval !== '||') return undefined;
  const left = read(expression.lexpr, variables, depth);
  const right = left === undefined ? undefined : read(expression.rexpr, variables, depth);
  return right === undefined ? undefined : left + right;
}

function call({ funcname, args }: FuncCall, variables: Variables, depth: number): string | undefined {
  const last = funcname?.at(-1);
  const name = last && 'String' in last ? last.String.sval : undefined;
  const values: string[] = [];
  for (const arg of args ?? []) {
    const value = read(arg, variables, depth);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  if (name === 'format') return formatText(first, others);
  if (name === 'concat') return values.join('');
  if (others.length > 0) return undefined;
  if (name === 'quote_ident') return quoteIdentifier(first);
  return name === 'quote_literal' ? quoteLiteral(first) : undefined;
}
