import type { A_Expr, FuncCall, Node } from '@pgsql/types';
import { constantOf } from './constants';
import { changesItself } from './expressions';
import { mappingOf, settles } from './mappings';
import { strings } from './names';
import { besideNull, isColumn, readsColumn, walk } from './references';
import { baseType } from './typeNames';

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
  // What came in between without a value would get one.
  const [first] = 'CoalesceExpr' in node ? (node.CoalesceExpr.args ?? []) : [];
  if (first && !('ColumnRef' in first)) return true;
  if ('TypeCast' in node && node.TypeCast.arg) return dependsOnOldValue(node.TypeCast.arg, column, isText, type);
  return changesItself(node, column, type) !== false || (!isText && givesToTextFunction(node, column));
}

/** `c = 'yes'` of a column that is boolean by then: PostgreSQL reads the word as true. */
function isTruth(node: Node, column: string, type = ''): boolean {
  const { kind, name, lexpr, rexpr } = 'A_Expr' in node ? node.A_Expr : {};
  // No boolean is compared with a number.
  const isEquality =
    kind === 'AEXPR_OP' && strings(name).at(-1) === '=' && lexpr && 'ColumnRef' in lexpr && !isNumber(rexpr);
  return (
    Boolean(isEquality) && baseType(type) === 'bool' && TRUE.test(constantOf(rexpr) ?? '') && readsColumn(lexpr, column)
  );
}

function isNumber(node: Node | undefined): boolean {
  return node !== undefined && 'A_Const' in node && node.A_Const.sval === undefined;
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

/** True when PostgreSQL compares no number with the type that the column has by then, as in `c = 1` of a boolean. */
export function isWithoutComparison(node: Node, column: string, type: string): boolean {
  let isCompared = false;
  if (!/^(bool|uuid|jsonb?|bytea)$/.test(baseType(type))) return false;
  walk([node], (tag, body) => {
    const { kind, lexpr, rexpr } = tag === 'A_Expr' ? (body as A_Expr) : {};
    const isOfColumn = lexpr !== undefined && 'ColumnRef' in lexpr && isColumn(lexpr, column);
    isCompared ||= kind === 'AEXPR_OP' && isOfColumn && isNumber(rexpr);
    return undefined;
  });
  return isCompared;
}

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
