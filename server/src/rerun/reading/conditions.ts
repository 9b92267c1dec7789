import type { A_Const, A_Expr, Node, RangeVar, SelectStmt } from '@pgsql/types';
import { keptWithName } from '../../core/kept';
import { stringConstant, tablesOf, testsOf } from './catalogQueries';
import { isCatalogName } from './catalogShapes';
import { strings } from './names';
import { type Probe, probeOf, type Table } from './probes';
import { walk } from './references';

/** What the IF of a DO block asks, as far as it is about objects of the catalog. */
export type Condition =
  | { readonly kind: 'probe'; readonly probe: Probe }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'constant'; readonly value: boolean }
  /** There are rows of a table: any at all, or such as pass a WHERE. */
  | { readonly kind: 'rows'; readonly table: RangeVar; readonly where: Node | undefined }
  /** Variables, settings, other queries: only the run knows. */
  | { readonly kind: 'opaque' };

const OPAQUE: Condition = { kind: 'opaque' };

/**
 * Reads a condition from the tree of `SELECT condition`.
 * @param schema where unqualified names resolve.
 */
export function conditionOf(node: Node | undefined, schema: string): Condition {
  return node ? conditionIn(node, schema) : OPAQUE;
}

const conditionIn = keptWithName((node: Node, schema: string): Condition => {
  const select = 'SelectStmt' in node ? node.SelectStmt : undefined;
  const [target] = select?.targetList ?? [];
  const value = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  return value && !select?.fromClause ? read(value, schema) : select ? readScalar(select, schema) : OPAQUE;
});

function read(node: Node, schema: string): Condition {
  if ('BoolExpr' in node) {
    const parts = (node.BoolExpr.args ?? []).map((part) => read(part, schema));
    if (node.BoolExpr.boolop === 'NOT_EXPR') return not(parts[0] ?? OPAQUE);
    return { kind: node.BoolExpr.boolop === 'OR_EXPR' ? 'or' : 'and', of: parts };
  }
  if ('SubLink' in node && node.SubLink.subLinkType === 'EXISTS_SUBLINK') {
    const query = node.SubLink.subselect;
    return query && 'SelectStmt' in query ? exists(query.SelectStmt, schema) : OPAQUE;
  }
  if ('NullTest' in node) {
    const found = node.NullTest.arg ? lookup(node.NullTest.arg, schema) : OPAQUE;
    return node.NullTest.nulltesttype === 'IS_NULL' ? not(found) : found;
  }
  if ('A_Expr' in node) return compare(node.A_Expr, schema);
  if ('A_Const' in node && node.A_Const.boolval)
    return { kind: 'constant', value: node.A_Const.boolval.boolval ?? false };
  if ('TypeCast' in node && node.TypeCast.arg) return read(node.TypeCast.arg, schema);
  if ('SubLink' in node) return readSubquery(node, schema);
  return OPAQUE;
}

/** `(SELECT condition)`, and a scalar subquery over a catalog. */
function readSubquery(node: Extract<Node, { SubLink: unknown }>, schema: string): Condition {
  const { subselect } = node.SubLink;
  const query = subselect && 'SelectStmt' in subselect ? subselect.SelectStmt : undefined;
  const [target] = query?.targetList ?? [];
  const value = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  return value && !query?.fromClause && !query?.whereClause ? read(value, schema) : lookup(node, schema);
}

function not(of: Condition): Condition {
  if (of.kind === 'opaque') return of;
  return of.kind === 'not' ? of.of : { kind: 'not', of };
}

/** `SELECT count(*) = 0 FROM …`, as plpgsql allows without parentheses. */
function readScalar(select: SelectStmt, schema: string): Condition {
  const [target] = select.targetList ?? [];
  const value = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
  return value && 'A_Expr' in value ? countTest(value.A_Expr, select, schema) : OPAQUE;
}

/** `(SELECT count(*) FROM …) = 0`, `to_regclass(…) = …` and a column's type compared with one. */
function compare(expression: A_Expr, schema: string): Condition {
  const left = expression.lexpr;
  if (left && 'SubLink' in left && left.SubLink.subselect && 'SelectStmt' in left.SubLink.subselect) {
    const query = left.SubLink.subselect.SelectStmt;
    const counted = countTest(expression, query, schema);
    if (counted.kind !== 'opaque') return counted;
    return typeTest(expression, query, schema);
  }
  return OPAQUE;
}

/** What a comparison with the number of rows that a query counts asks. */
export function countTest(expression: A_Expr, query: SelectStmt, schema: string): Condition {
  if (!JSON.stringify(query.targetList ?? '').includes('"count"')) return OPAQUE;
  const operator = strings(expression.name).at(-1);
  const number =
    expression.rexpr && 'A_Const' in expression.rexpr
      ? ((expression.rexpr.A_Const as A_Const).ival?.ival ?? 0)
      : undefined;
  const found = exists(query, schema);
  if (number === 0 && (operator === '=' || operator === '<=')) return not(found);
  if (number === 0 && (operator === '>' || operator === '<>')) return found;
  if (number === 1 && operator === '>=') return found;
  if (number === 1 && operator === '<') return not(found);
  // How many there are is not known, but where there are none, there are not so many.
  if (number && /^(=|>=?)$/.test(operator ?? '')) return { kind: 'and', of: [found, OPAQUE] };
  if (number && /^(<>|<=?)$/.test(operator ?? '')) return { kind: 'or', of: [not(found), OPAQUE] };
  return OPAQUE;
}

/** `(SELECT atttypid FROM pg_attribute …) IS DISTINCT FROM to_regtype('jsonb')`, `(SELECT data_type …) = 'text'`. */
function typeTest(expression: A_Expr, query: SelectStmt, schema: string): Condition {
  const [target] = query.targetList ?? [];
  const selected = JSON.stringify(target ?? '');
  if (!/"(atttypid|data_type|udt_name|format_type)"/.test(selected)) return OPAQUE;
  const probe = probeOf(tablesOf(query), testsOf(query, schema), schema);
  const wanted = typeConstant(expression.rexpr);
  if (probe?.kind !== 'column' || wanted === undefined) return OPAQUE;
  const same: Condition = { kind: 'probe', probe: { ...probe, type: wanted } };
  const operator = strings(expression.name).at(-1);
  const differs = expression.kind === 'AEXPR_DISTINCT' || operator === '<>' || operator === '!=';
  if (expression.kind === 'AEXPR_NOT_DISTINCT' || (operator === '=' && !differs)) return same;
  return differs ? not(same) : OPAQUE;
}

function typeConstant(node: Node | undefined): string | undefined {
  let found: string | undefined;
  walk(node, (tag, body) => {
    if (tag === 'sval') found ??= (body as { sval?: string }).sval;
    return undefined;
  });
  return found;
}

function exists(query: SelectStmt, schema: string): Condition {
  const [tables, tests] = [tablesOf(query), testsOf(query, schema)];
  const list = tests.find(({ values }) => values);
  const asked = list?.values?.map((value) => tests.map((test) => (test === list ? { ...test, value } : test))) ?? [
    tests,
  ];
  const probes = asked.map((each) => probeOf(tables, each, schema));
  if (!probes.every((probe) => probe !== undefined)) return rows(query, tables);
  const found = probes.map((probe): Condition => ({ kind: 'probe', probe }));
  return found.length === 1 ? found[0]! : { kind: 'or', of: found };
}

function rows({ fromClause, whereClause, ...more }: SelectStmt, tables: readonly Table[]): Condition {
  if (more.havingClause || more.groupClause || more.limitOffset || more.larg) return OPAQUE;
  const [from, ...others] = fromClause ?? [];
  const isCatalog = tables.some(({ name }) => isCatalogName(name));
  if (!from || !('RangeVar' in from) || others.length > 0 || isCatalog) return OPAQUE;
  return { kind: 'rows', table: from.RangeVar, where: whereClause };
}

/** Whether a query finds a row: what FOUND says behind `SELECT … INTO`. */
export function foundBy(query: SelectStmt, schema: string): Condition {
  if (!query.fromClause) return OPAQUE;
  const isOne = /"(count|max|min|sum|avg)"/.test(JSON.stringify(query.targetList));
  if (!isOne) return exists(query, schema);
  return query.groupClause || query.havingClause ? OPAQUE : { kind: 'constant', value: true };
}

/** `to_regclass('x')` and its kin, and a scalar subquery over a catalog: NULL when nothing is found. */
function lookup(node: Node, schema: string): Condition {
  if ('FuncCall' in node) {
    const name = strings(node.FuncCall.funcname).at(-1) ?? '';
    const [argument] = node.FuncCall.args ?? [];
    const text = stringConstant(argument);
    if (text === undefined) return OPAQUE;
    const probe = probeOf([{ name, alias: name }], [{ field: 'argument', value: text, node: argument! }], schema);
    return probe ? { kind: 'probe', probe } : OPAQUE;
  }
  if ('TypeCast' in node && node.TypeCast.arg) return lookup(node.TypeCast.arg, schema);
  if ('SubLink' in node && node.SubLink.subselect && 'SelectStmt' in node.SubLink.subselect)
    return exists(node.SubLink.subselect.SelectStmt, schema);
  return OPAQUE;
}

/** True when a condition asks for objects of the catalog, and not only for what the run alone knows. */
export function understood(condition: Condition): boolean {
  if (condition.kind === 'probe') return true;
  if (condition.kind === 'not') return understood(condition.of);
  return condition.kind === 'and' || condition.kind === 'or' ? condition.of.some(understood) : false;
}
