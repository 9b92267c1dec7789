import type { A_Const, A_Expr, ColumnRef, FuncCall, Node } from '@pgsql/types';
import { quoteIdentifier, quoteLiteral } from '../names';
import type { BlockExpression } from '../syntax';
import { formatText } from './format';
import type { Bindings, Variables } from './variables';

/** How many variables may stand for one another. */
const LONGEST_CHAIN = 10;

/** What names stand for. */
export interface Scope {
  readonly variables: Variables;
  readonly bound: Bindings;
  /** Stands in for what only the run knows; without it, an expression that has such a part is not known. */
  readonly unknown?: string;
}

/** The text that an expression always gives, or undefined when only the run knows it. */
export function constantText(expression: BlockExpression, scope: Scope): string | undefined {
  return read(onlyValue(expression), scope, 0);
}

/** The elements of an array of constants, also by way of `unnest`. */
export function constantList(expression: BlockExpression, scope: Scope): readonly string[] | undefined {
  return list(onlyValue(expression), scope, 0);
}

/** The elements of an array of constants as it stands in a tree, also by way of `unnest`. */
export function constantsIn(node: Node | undefined, scope: Scope): readonly string[] | undefined {
  return list(node, scope, 0);
}

/** The text that a node of a tree always gives. */
export function constantValue(node: Node | undefined, scope: Scope): string | undefined {
  return read(node, scope, 0);
}

function list(node: Node | undefined, scope: Scope, depth: number): string[] | undefined {
  if (!node || depth >= LONGEST_CHAIN) return undefined;
  if ('TypeCast' in node) return list(node.TypeCast.arg, scope, depth + 1);
  if ('FuncCall' in node) {
    const { funcname, args } = node.FuncCall;
    const last = funcname?.at(-1);
    const isUnnest = last && 'String' in last && last.String.sval === 'unnest' && args?.length === 1;
    return isUnnest ? list(args[0], scope, depth + 1) : undefined;
  }
  if ('ColumnRef' in node) {
    const name = onlyName(node.ColumnRef);
    return name === undefined ? undefined : list(assignedTo(name, scope), scope, depth + 1);
  }
  if ('A_Const' in node) return elementsOf(constant(node.A_Const));
  if (!('A_ArrayExpr' in node)) return undefined;
  const values = (node.A_ArrayExpr.elements ?? []).map((element) => read(element, scope, 0));
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** The elements of `'{a, b}'`, where none of them is quoted. */
function elementsOf(text: string | undefined): string[] | undefined {
  const [, written] = /^\s*\{([^"\\{}]+)\}\s*$/.exec(text ?? '') ?? [];
  return written?.split(',').map((element) => element.trim());
}

/** The name of a reference that has no qualifier. */
function onlyName(reference: ColumnRef): string | undefined {
  return reference.fields?.length === 1 ? boundName(reference) : undefined;
}

/** The name of a variable, or of a field of one as `record.field`. */
export function boundName({ fields = [] }: ColumnRef): string | undefined {
  const names = fields.map((field) => ('String' in field ? field.String.sval : undefined));
  return names.length <= 2 && names.every((name) => name !== undefined) ? names.join('.') : undefined;
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

function read(node: Node | undefined, scope: Scope, depth: number): string | undefined {
  return known(node, scope, depth) ?? scope.unknown;
}

function known(node: Node | undefined, scope: Scope, depth: number): string | undefined {
  if (!node) return undefined;
  if ('A_Const' in node) return constant(node.A_Const);
  if ('TypeCast' in node)
    return isText(node.TypeCast.typeName?.names) ? read(node.TypeCast.arg, scope, depth) : undefined;
  if ('A_Expr' in node) return concatenation(node.A_Expr, scope, depth);
  if ('FuncCall' in node) return call(node.FuncCall, scope, depth);
  if (!('ColumnRef' in node) || depth >= LONGEST_CHAIN) return undefined;
  const bound = scope.bound.get(boundName(node.ColumnRef) ?? '');
  if (bound !== undefined) return bound;
  const name = onlyName(node.ColumnRef);
  const value = name === undefined ? undefined : assignedTo(name, scope);
  return value && read(value, scope, depth + 1);
}

/** The only value that a variable is ever given. */
function assignedTo(name: string, { variables }: Scope): Node | undefined {
  const expression = variables.only(name);
  return expression && onlyValue(expression);
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

function concatenation(expression: A_Expr, scope: Scope, depth: number): string | undefined {
  const [operator] = expression.name ?? [];
  if (!operator || !('String' in operator) || operator.String.sval !== '||') return undefined;
  const left = read(expression.lexpr, scope, depth);
  const right = left === undefined ? undefined : read(expression.rexpr, scope, depth);
  return right === undefined ? undefined : left + right;
}

function call({ funcname, args }: FuncCall, scope: Scope, depth: number): string | undefined {
  const last = funcname?.at(-1);
  const name = last && 'String' in last ? last.String.sval : undefined;
  const values: string[] = [];
  for (const arg of args ?? []) {
    const value = read(arg, scope, depth);
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
