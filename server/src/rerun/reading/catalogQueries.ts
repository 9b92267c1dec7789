import type { A_Expr, Node, SelectStmt } from '@pgsql/types';
import { nameOfKey, strings } from './names';
import { probeOf, type Table, type Test } from './probes';
import { walk } from './references';

/** The catalogs that a query reads. */
export function tablesOf(query: SelectStmt): Table[] {
  const tables: Table[] = [];
  walk(query.fromClause, (tag, body) => {
    if (tag === 'RangeVar') {
      const range = body as { relname?: string; alias?: { aliasname?: string } };
      tables.push({ name: range.relname ?? '', alias: range.alias?.aliasname ?? range.relname ?? '' });
    }
    return tag !== 'SubLink';
  });
  return tables;
}

/** The comparisons that a query's rows have to pass, from WHERE and from ON. */
export function testsOf(query: SelectStmt, schema: string): Test[] {
  const tests: Test[] = [];
  const add = (node: Node | undefined): void => {
    if (!node) return;
    if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') {
      for (const part of node.BoolExpr.args ?? []) add(part);
      return;
    }
    tests.push(testOf(node, schema));
  };
  add(query.whereClause);
  walk(query.fromClause, (tag, body) => {
    if (tag === 'JoinExpr') add((body as { quals?: Node }).quals);
    return tag !== 'SubLink';
  });
  return tests;
}

function testOf(node: Node, schema: string): Test {
  if ('A_Expr' in node && strings(node.A_Expr.name).at(-1) === '=' && node.A_Expr.kind === 'AEXPR_OP') {
    const { lexpr, rexpr } = node.A_Expr;
    const left = fieldOf(lexpr);
    const right = fieldOf(rexpr);
    if (left && right) return { field: left, joins: right, node };
    if (left) return valueTest(left, rexpr, node, schema);
    if (right) return valueTest(right, lexpr, node, schema);
  }
  const list = 'A_Expr' in node ? listTest(node.A_Expr, node) : undefined;
  if (list) return list;
  const field = fieldOf(node);
  if (field) return { field, value: true, node };
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR') {
    const inner = fieldOf(node.BoolExpr.args?.[0]);
    if (inner) return { field: inner, value: false, node };
  }
  return { node };
}

/** `c IN ('a', 'b')` and `c = ANY (ARRAY['a', 'b'])`. */
function listTest({ kind, name, lexpr, rexpr }: A_Expr, node: Node): Test | undefined {
  const field = fieldOf(lexpr);
  if (!field || !rexpr || strings(name).at(-1) !== '=') return undefined;
  const items =
    kind === 'AEXPR_IN' && 'List' in rexpr
      ? rexpr.List.items
      : kind === 'AEXPR_OP_ANY' && 'A_ArrayExpr' in rexpr
        ? rexpr.A_ArrayExpr.elements
        : undefined;
  const values = (items ?? []).map(stringConstant);
  return values.length > 0 && values.every((value) => value !== undefined) ? { field, values, node } : undefined;
}

function valueTest(field: string, value: Node | undefined, node: Node, schema: string): Test {
  if (!value) return { node };
  const text = stringConstant(value);
  if (text !== undefined) return { field, value: text, node: value, resolved: isResolved(value) };
  if ('FuncCall' in value || 'SQLValueFunction' in value) {
    const name = 'FuncCall' in value ? strings(value.FuncCall.funcname).at(-1) : 'current_schema';
    const argument = 'FuncCall' in value ? stringConstant(value.FuncCall.args?.[0]) : undefined;
    if (name === 'current_schema' || name === 'current_schemas') return { field, currentSchema: true, node: value };
    if (argument !== undefined && /^to_reg/.test(name ?? ''))
      return { field, value: argument, node: value, resolved: true };
  }
  if ('SubLink' in value && value.SubLink.subLinkType === 'EXPR_SUBLINK') {
    const query = value.SubLink.subselect;
    const found = query && 'SelectStmt' in query ? lookedUp(query.SelectStmt, schema) : undefined;
    if (found) return { field, ...found };
  }
  return { field, node: value };
}

/** `(SELECT oid FROM pg_type WHERE typname = 't')`: what stands for the oid of a table, a type or a schema. */
function lookedUp(query: SelectStmt, schema: string): Pick<Test, 'value' | 'key' | 'node' | 'resolved'> | undefined {
  const [target, ...others] = query.targetList ?? [];
  const selected = target && 'ResTarget' in target && others.length === 0 ? fieldOf(target.ResTarget.val) : undefined;
  const probe = selected === 'oid' ? probeOf(tablesOf(query), testsOf(query, schema), schema) : undefined;
  if (!probe || probe.isNarrow || probe.isVoid) return undefined;
  const [node] = probe.nodes;
  if (probe.kind === 'relation' || probe.kind === 'type')
    return { value: nameOfKey(probe.key), key: probe.key, node: node!, resolved: true };
  return probe.kind === 'item' && probe.item === 'schema' ? { value: probe.name, node: node! } : undefined;
}

/** The last part of a column reference, also through a cast or lower(). */
function fieldOf(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if ('ColumnRef' in node) return strings(node.ColumnRef.fields).at(-1);
  if ('TypeCast' in node && node.TypeCast.arg && 'ColumnRef' in node.TypeCast.arg) return fieldOf(node.TypeCast.arg);
  return undefined;
}

/** The text of a string constant, also through casts and `||`. */
export function stringConstant(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  if ('A_Const' in node) return node.A_Const.sval?.sval;
  if ('TypeCast' in node) return stringConstant(node.TypeCast.arg);
  const { name, lexpr, rexpr } = 'A_Expr' in node ? node.A_Expr : {};
  if (strings(name).at(-1) !== '||') return undefined;
  const [left, right] = [stringConstant(lexpr), stringConstant(rexpr)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** `'"T"'::regclass`: the string is a name to be resolved, not the name itself. */
function isResolved(node: Node): boolean {
  if (!('TypeCast' in node)) return false;
  const { typeName, arg } = node.TypeCast;
  return /^reg/.test(strings(typeName?.names).at(-1) ?? '') || (arg !== undefined && isResolved(arg));
}
