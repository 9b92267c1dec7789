import type { A_Expr, CaseExpr, FuncCall, Node } from '@pgsql/types';
import { constantOf } from './constants';
import { keysTakenOut } from './filters';
import { mappingOf, settles } from './mappings';
import { strings } from './names';
import { besideNull, isColumn, readsColumn, walk } from './references';
import { keepsEnd, roundsToSteps } from './settling';

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
  floor nullif unaccent timezone lpad rpad`.split(/\s+/),
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
    const [first, ...others] = node.CoalesceExpr.args ?? [];
    if (!first || 'ColumnRef' in first) return first ? false : undefined;
    const isOfConstants = others.every((other) => constantOf(other) !== undefined);
    return isOfConstants && changesItself(first, column, type) === false ? false : undefined;
  }
  if ('MinMaxExpr' in node) return false;
  if ('CaseExpr' in node) {
    const beside = besideNull(node) ?? valueBesideNull(node.CaseExpr, column);
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
    if (name === 'regexp_replace')
      return takesOutCharacters(node.FuncCall, column) ? false : growsByPattern(node.FuncCall, column);
    if (/^jsonb?_build_(object|array)$/.test(name))
      return (node.FuncCall.args ?? []).some((arg) => isColumn(arg, column)) || undefined;
    if (name === 'jsonb_set') return setsAgain(node.FuncCall, column);
    if (name === 'timezone' && argument && isOtherZone(first, argument, column)) return true;
    if (/^substr(ing)?$/.test(name) && constantOf(others[0]) !== '1') return undefined;
    const isSettling = SETTLING.has(name) || (/^to_jsonb?$/.test(name) && /^jsonb?$/.test(type ?? ''));
    if (isSettling && argument && !rest.some((part) => readsColumn(part, column)))
      return changesItself(argument, column);
    return ADDING.test(name) || ENCODING.test(name) ? true : undefined;
  }
  if ('A_Expr' in node) return arithmeticChanges(node.A_Expr, column);
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR')
    return (node.BoolExpr.args ?? []).every((arg) => isColumn(arg, column)) || undefined;
  return undefined;
}

/** What `CASE WHEN c IS NULL THEN 'none' ELSE f(c) END` gives once there is a value; undefined for any other CASE. */
function valueBesideNull({ arg, args = [], defresult }: CaseExpr, column: string): Node | undefined {
  const [branch, ...others] = args;
  const { expr, result } = branch && 'CaseWhen' in branch && others.length === 0 && !arg ? branch.CaseWhen : {};
  const { arg: asked, nulltesttype } = expr && 'NullTest' in expr ? expr.NullTest : {};
  const isOfColumn = nulltesttype === 'IS_NULL' && asked !== undefined && isColumn(asked, column);
  return isOfColumn && constantOf(result) !== undefined ? defresult : undefined;
}

/** `regexp_replace(c, '@', '+old@')`: what a plain text becomes has the text in it once more. */
function growsByPattern({ args = [] }: FuncCall, column: string): boolean | undefined {
  const [argument, from, to] = args;
  const [pattern, text] = [constantOf(from), constantOf(to)];
  const isPlain = pattern !== undefined && /^[\w@ :;,#%&-]+$/.test(pattern);
  return isPlain && text?.includes(pattern) && isColumn(argument, column) ? true : undefined;
}

/** Functions that give more each time. */
const ADDING = /^(array_append|array_prepend|array_cat|concat|concat_ws|jsonb_insert|repeat|reverse)$/;

/** Functions whose result they would hash, encrypt or encode once more. */
const ENCODING = /^(md5|sha(224|256|384|512)|digest|hmac|crypt|encrypt|encrypt_iv|pgp_(sym|pub)_encrypt|encode)$/;

/**
 * `c AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Amsterdam'`, and `c AT TIME ZONE 'Europe/Amsterdam'` where the session is in UTC as
 * that of a server is: the time moves on by as much each time.
 */
function isOtherZone(zone: Node | undefined, argument: Node, column: string): boolean {
  if (isColumn(argument, column)) return !UTC.test(constantOf(zone) ?? 'UTC');
  const { funcname, args = [] } = 'FuncCall' in argument ? argument.FuncCall : {};
  const [to, from] = [constantOf(zone), constantOf(args[0])];
  return strings(funcname).at(-1) === 'timezone' && to !== undefined && from !== undefined && to !== from;
}

const UTC = /^(etc\/)?(utc|gmt|zulu|z|uct|universal|greenwich|\+?0+(:00)?)$/i;

/** `regexp_replace(c, '[^0-9.]', '', 'g')`: characters that are taken out are out. */
function takesOutCharacters({ args = [] }: FuncCall, column: string): boolean {
  const [argument, from, to, flags] = args;
  const isOfCharacters = /^(\[(\^?\]?[^\]]+|\^?(\[:\w+:\]|[^[\]])+)\]|\\[DWSdws])[+*]?$/.test(constantOf(from) ?? '');
  const isAll = constantOf(to) === '' && (constantOf(flags) ?? '').includes('g');
  return isOfCharacters && isAll && argument !== undefined && changesItself(argument, column) === false;
}

/** `jsonb_set(c, '{n}', …)`: true where what is set is computed from what stands there. */
function setsAgain({ args = [] }: FuncCall, column: string): boolean | undefined {
  const [target, path, value] = args;
  const place = constantOf(path);
  if (!target || !value || place === undefined || changesItself(target, column) !== false) return undefined;
  if (!readsColumn(value, column)) return false;
  const key = /([^{},"]+)"?\s*\}$/.exec(place)?.[1];
  let isCounted = false;
  walk({ value }, (tag, body) => {
    if (tag !== 'A_Expr') return undefined;
    const { name, lexpr, rexpr } = body as A_Expr;
    const [read, added] = [lexpr, rexpr].map((side) => side && readsColumn(side, column));
    const constant = constantOf(read ? rexpr : lexpr);
    const isSum = ['+', '-', '||'].includes(strings(name).at(-1) ?? '') && read !== added;
    const isOfKey = JSON.stringify(body).includes(JSON.stringify({ sval: key }));
    isCounted ||= isSum && isOfKey && constant !== undefined && constant !== '0' && constant !== '';
    return undefined;
  });
  return isCounted ? true : undefined;
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
  if (!['+', '-', '*', '/', '%', '^', '||', '<<', '>>', '#'].includes(operator)) return undefined;
  if (roundsToSteps(expression, column) || keepsEnd(expression, column)) return false;
  const merged = mergedJson(expression, column) ?? mergedJson(besideLeft(expression), column);
  if (merged) return merged === 'settles' ? false : undefined;
  if (operator === '||' && takesPatternOut(expression, column)) return undefined;
  return !(operator === '-' && takesKeysOut(expression, column));
}

/** `settings - 'key' - 'other'` takes keys out of JSON, which settles. */
function takesKeysOut({ lexpr, rexpr }: A_Expr, column: string): boolean {
  const isText = rexpr !== undefined && 'A_Const' in rexpr && rexpr.A_Const.sval !== undefined;
  return isText && lexpr !== undefined && changesItself(lexpr, column) === false;
}

/** `'{"a": 1}'::jsonb || settings` gives what is not there yet: as the other way round, it settles. */
function besideLeft({ name, lexpr, rexpr }: A_Expr): A_Expr {
  const isCast = lexpr && isJson(lexpr);
  return isCast && rexpr ? { ...(name && { name }), lexpr: rexpr, rexpr: lexpr } : {};
}

/** `'Dr. ' || regexp_replace(c, '^dr. ', '', 'i')` may take out first what it puts in. */
function takesPatternOut({ lexpr, rexpr }: A_Expr, column: string): boolean {
  return [lexpr, rexpr].some((side) => {
    let isOut = false;
    walk({ side }, (tag, body) => {
      const { funcname, args = [] } = tag === 'FuncCall' ? (body as FuncCall) : {};
      isOut ||=
        strings(funcname).at(-1) === 'regexp_replace' && readsColumn(args[0], column) && constantOf(args[2]) === '';
      return undefined;
    });
    return isOut;
  });
}

/** `settings || '{"a": 1}'` settles: the same keys are set to the same values. */
function mergedJson({ name, lexpr, rexpr }: A_Expr, column: string): 'settles' | 'unknown' | undefined {
  if (strings(name).at(-1) !== '||' || !lexpr || !rexpr) return undefined;
  const text = constantOf(rexpr);
  if (text !== undefined ? !/^\s*\{/.test(text) : !isJson(rexpr)) return undefined;
  // `(c - 'a') || jsonb_build_object('b', c->'a')`: the key is not there any more.
  if (keysTakenOut(lexpr, column).some((key) => JSON.stringify(rexpr).includes(JSON.stringify({ sval: key }))))
    return undefined;
  return !readsColumn(rexpr, column) && changesItself(lexpr, column) === false ? 'settles' : 'unknown';
}

function isJson(node: Node): boolean {
  if ('TypeCast' in node) return strings(node.TypeCast.typeName?.names).at(-1) === 'jsonb';
  return 'FuncCall' in node && /^jsonb_(build_object|object)$/.test(strings(node.FuncCall.funcname).at(-1) ?? '');
}
