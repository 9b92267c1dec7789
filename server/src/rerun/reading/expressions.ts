import type { A_Expr, FuncCall, Node } from '@pgsql/types';
import { constantOf } from './constants';
import { mappingOf, settles } from './mappings';
import { strings } from './names';
import { besideNull, readsColumn, walk } from './references';
import { baseType } from './typeNames';

/** The functions that an expression calls, by their last name. */
export function functionCalls(node: unknown): string[] {
  const found: string[] = [];
  walk(node, (tag, body) => {
    if (tag === 'FuncCall') found.push(strings((body as FuncCall).funcname).at(-1) ?? '');
    if (tag === 'SQLValueFunction') found.push('now');
    return undefined;
  });
  return found;
}

const VOLATILE = new Set(
  `gen_random_uuid uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7 random random_normal nextval
  gen_random_bytes clock_timestamp timeofday cuid nanoid gen_salt generate_ulid`.split(/\s+/),
);
const CLOCK = new Set(['now', 'transaction_timestamp', 'statement_timestamp']);

/** Functions that give something else at each call. */
export function isVolatile(node: unknown): boolean {
  return functionCalls(node).some((name) => VOLATILE.has(name));
}

/** The time of the transaction: another value on the second run, but the same kind of value. */
export function readsClock(node: unknown): boolean {
  return functionCalls(node).some((name) => CLOCK.has(name));
}

/** Functions with f(f(x)) = f(x) in their first argument, the others being constants. */
const SETTLING = new Set(
  `lower upper trim btrim ltrim rtrim initcap left right substr substring coalesce greatest least date_trunc abs round ceil
  floor nullif unaccent timezone`.split(/\s+/),
);

/**
 * True when applying `column = node` to its own result can give another value. False for expressions that do not read the
 * column, read it through a cast, or settle after one application; undefined when it cannot be told.
 * @param type the type that the result is kept in, where that is known.
 */
export function changesItself(node: Node, column: string, type?: string): boolean | undefined {
  if (!readsColumn(node, column)) return false;
  if ('ColumnRef' in node) return false;
  if ('TypeCast' in node) return node.TypeCast.arg ? changesItself(node.TypeCast.arg, column, type) : undefined;
  if ('CollateClause' in node)
    return node.CollateClause.arg ? changesItself(node.CollateClause.arg, column) : undefined;
  if ('CoalesceExpr' in node) {
    const [first] = node.CoalesceExpr.args ?? [];
    return first && 'ColumnRef' in first ? false : undefined;
  }
  if ('MinMaxExpr' in node) return false;
  if ('CaseExpr' in node) {
    const beside = besideNull(node);
    if (beside) return changesItself(beside, column, type);
    const mapping = mappingOf(node.CaseExpr, column);
    return mapping && !settles(mapping);
  }
  if ('FuncCall' in node) {
    const name = strings(node.FuncCall.funcname).at(-1) ?? '';
    const [first, ...others] = node.FuncCall.args ?? [];
    // `c AT TIME ZONE 'UTC'` is timezone('UTC', c): the column comes second.
    const [argument, rest] = name === 'timezone' ? [others[0], first ? [first] : []] : [first, others];
    if (name === 'replace') return replacesAgain(node, column);
    if (/^substr(ing)?$/.test(name) && constantOf(others[0]) !== '1') return undefined;
    const isSettling = SETTLING.has(name) || (/^to_jsonb?$/.test(name) && /^jsonb?$/.test(type ?? ''));
    if (isSettling && argument && !rest.some((part) => readsColumn(part, column)))
      return changesItself(argument, column);
    return /^(array_append|array_prepend|array_cat|concat|concat_ws|jsonb_insert|lpad|rpad|repeat|reverse)$/.test(name)
      ? true
      : undefined;
  }
  if ('A_Expr' in node) return arithmeticChanges(node.A_Expr, column);
  return undefined;
}

/** `replace(replace(c, 'a', 'b'), 'x', 'a')`: what a replacement puts in, the same or an earlier one would replace again. */
function replacesAgain(node: Node, column: string): boolean | undefined {
  const inserted: string[] = [];
  let again = false;
  for (let at: Node | undefined = node; at; ) {
    if (!('FuncCall' in at) || strings(at.FuncCall.funcname).at(-1) !== 'replace')
      return changesItself(at, column) === false ? again : undefined;
    const [argument, from, to]: Node[] = at.FuncCall.args ?? [];
    const [old, new_] = [from && constantOf(from), to && constantOf(to)];
    if (!argument || !old || new_ === undefined) return undefined;
    inserted.push(new_);
    again ||= inserted.some((text) => text.includes(old));
    at = argument;
  }
  return undefined;
}

function arithmeticChanges(expression: A_Expr, column: string): boolean | undefined {
  const operator = strings(expression.name).at(-1) ?? '';
  if (!['+', '-', '*', '/', '%', '^', '||'].includes(operator)) return undefined;
  const merged = mergedJson(expression, column);
  if (merged) return merged === 'settles' ? false : undefined;
  return !(operator === '-' && takesKeysOut(expression, column));
}

/** `settings - 'key' - 'other'` takes keys out of JSON, which settles. */
function takesKeysOut({ lexpr, rexpr }: A_Expr, column: string): boolean {
  const isText = rexpr !== undefined && 'A_Const' in rexpr && rexpr.A_Const.sval !== undefined;
  return isText && lexpr !== undefined && changesItself(lexpr, column) === false;
}

/** `settings || '{"a": 1}'` settles: the same keys are set to the same values. */
function mergedJson({ name, lexpr, rexpr }: A_Expr, column: string): 'settles' | 'unknown' | undefined {
  if (strings(name).at(-1) !== '||' || !lexpr || !rexpr) return undefined;
  const text = constantOf(rexpr);
  if (text !== undefined ? !/^\s*\{/.test(text) : !isJson(rexpr)) return undefined;
  return !readsColumn(rexpr, column) && changesItself(lexpr, column) === false ? 'settles' : 'unknown';
}

function isJson(node: Node): boolean {
  if ('TypeCast' in node) return strings(node.TypeCast.typeName?.names).at(-1) === 'jsonb';
  return 'FuncCall' in node && /^jsonb_(build_object|object)$/.test(strings(node.FuncCall.funcname).at(-1) ?? '');
}

/** Functions that take nothing but text in their first argument. */
const OF_TEXT = new Set(
  `lower upper initcap trim btrim ltrim rtrim left right substr substring replace regexp_replace translate split_part
  unaccent`.split(/\s+/),
);

/**
 * True when a USING expression gives another result, or an error, once the column holds what it made before. A cast of the
 * column, also by way of text, is no such expression.
 * @param isText the column is text by then.
 * @param type its type by then, where that is known.
 */
export function dependsOnOldValue(node: Node, column: string, isText: boolean, type?: string): boolean {
  if (!readsColumn(node, column)) return false;
  const beside = besideNull(node);
  if (beside) return dependsOnOldValue(beside, column, isText, type);
  if (isTruth(node, column, type)) return false;
  if ('CaseExpr' in node) {
    const mapping = mappingOf(node.CaseExpr, column);
    // What came in between must stay as it is too.
    return mapping?.others !== 'same' || !settles(mapping) || !(isText || mapping.asText);
  }
  if ('TypeCast' in node && node.TypeCast.arg) return dependsOnOldValue(node.TypeCast.arg, column, isText, type);
  return changesItself(node, column, type) !== false || (!isText && givesToTextFunction(node, column));
}

/** `c = 'yes'` of a column that is boolean by then: PostgreSQL reads the word as true. */
function isTruth(node: Node, column: string, type = ''): boolean {
  const { kind, name, lexpr, rexpr } = 'A_Expr' in node ? node.A_Expr : {};
  const isEquality = kind === 'AEXPR_OP' && strings(name).at(-1) === '=' && lexpr && 'ColumnRef' in lexpr;
  return (
    Boolean(isEquality) && baseType(type) === 'bool' && TRUE.test(constantOf(rexpr) ?? '') && readsColumn(lexpr, column)
  );
}

const TRUE = /^\s*(t|tr|tru|true|y|ye|yes|on|1)\s*$/i;

function givesToTextFunction(node: Node, column: string): boolean {
  return functionsOf(node, column).some((name) => OF_TEXT.has(name));
}

/** The functions that take the column itself, by their last name. */
function functionsOf(node: Node, column: string): string[] {
  const found: string[] = [];
  walk({ node }, (tag, body) => {
    if (tag !== 'FuncCall') return undefined;
    const { funcname, args = [] } = body as FuncCall;
    const name = strings(funcname).at(-1) ?? '';
    const taken = DATE_PARTS.has(name) ? args[1] : args[0];
    if (taken && 'ColumnRef' in taken && strings(taken.ColumnRef.fields).at(-1) === column) found.push(name);
    return undefined;
  });
  return found;
}

/** Functions that take a date or time behind the name of a part of it. */
const DATE_PARTS = new Set(['extract', 'date_part', 'date_trunc']);
const NUMBERS = /^(int[248]|numeric|float[48])$/;
const DATES = /^(date|time|timetz|timestamp|timestamptz|interval)$/;
const TEXTS = /^(text|varchar|bpchar)$/;
const OTHERS = /^(bool|uuid|jsonb?)$/;

/** True when PostgreSQL has no such function for the type that the column has by then. */
export function isWithoutFunction(node: Node, column: string, type: string): boolean {
  const base = baseType(type);
  const isOneOf = (...kinds: readonly RegExp[]) => kinds.some((kind) => kind.test(base));
  return functionsOf(node, column).some((name) => {
    if (DATE_PARTS.has(name)) return isOneOf(NUMBERS, TEXTS, OTHERS);
    if (name === 'to_char') return isOneOf(TEXTS, OTHERS);
    return OF_TEXT.has(name) && isOneOf(NUMBERS, DATES, OTHERS);
  });
}
