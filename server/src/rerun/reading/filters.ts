import type { A_Expr, BooleanTest, Node } from '@pgsql/types';
import { constantOf, isNull } from './constants';
import { strings } from './names';
import { isColumn, readsColumn, walk } from './references';
import { givenValue } from './wanted';

/** Whether the rows that a first run has done pass the WHERE once more. */
export type Passing = 'yes' | 'no' | 'unknown';

/** What a WHERE does with rows in which `column` has been given `value` already. */
export function passingAgain(where: Node | undefined, column: string, value: Node): Passing {
  if (!where || !readsColumn(where, column)) return 'yes';
  if ('BoolExpr' in where) {
    const parts = (where.BoolExpr.args ?? []).map((part) => passingAgain(part, column, value));
    if (where.BoolExpr.boolop === 'AND_EXPR')
      return parts.includes('no') ? 'no' : parts.includes('unknown') ? 'unknown' : 'yes';
    const [negated] = where.BoolExpr.boolop === 'NOT_EXPR' ? (where.BoolExpr.args ?? []) : [];
    if (negated && isColumn(negated, column))
      return toldAgain({ arg: negated, booltesttype: 'IS_FALSE' }, column, value);
    if (negated) return /ANY|ALL/.test(JSON.stringify(where.BoolExpr.args ?? '')) ? 'no' : 'unknown';
    return parts.includes('yes') ? 'yes' : parts.includes('unknown') ? 'unknown' : 'no';
  }
  if ('NullTest' in where) {
    const wantsNull = where.NullTest.nulltesttype === 'IS_NULL';
    return wantsNull === isNull(value) ? 'yes' : 'no';
  }
  if ('BooleanTest' in where) return toldAgain(where.BooleanTest, column, value);
  return 'A_Expr' in where ? comparedAgain(where.A_Expr, column, value) : 'yes';
}

/** `c IS FALSE`, `c IS NOT TRUE` and their kin, `NOT c` among them. */
function toldAgain({ arg, booltesttype = 'IS_TRUE' }: BooleanTest, column: string, value: Node): Passing {
  const given = isNull(value) ? 'unknown' : constantOf(value);
  if (!arg || !isColumn(arg, column) || given === undefined) return 'unknown';
  const holds = booltesttype.endsWith(given.toUpperCase());
  return holds === !booltesttype.startsWith('IS_NOT') ? 'yes' : 'no';
}

function comparedAgain({ kind, name, lexpr, rexpr }: A_Expr, column: string, value: Node): Passing {
  const operator = strings(name).at(-1) ?? '';
  if (kind === 'AEXPR_OP_ANY' && operator === '=' && rexpr && isColumn(rexpr, column))
    return heldAgain(lexpr, column, value);
  if (!lexpr || !isColumn(withoutCoalesce(lexpr), column)) {
    const mirrored = MIRRORED[operator];
    if (mirrored === undefined) return 'yes';
    if (kind !== 'AEXPR_OP' || !rexpr || !isColumn(withoutCoalesce(rexpr), column)) return 'unknown';
    return comparedAgain(
      { kind, name: [{ String: { sval: mirrored } }], lexpr: rexpr, ...(lexpr && { rexpr: lexpr }) },
      column,
      value,
    );
  }
  const begins = kind === 'AEXPR_LIKE' ? beginsAgain(constantOf(rexpr), leadOf(value)) : undefined;
  if (begins !== undefined) return begins === (operator === '~~') ? 'yes' : 'no';
  // NOT LIKE and its kin ask for what the new value brings, as a rule.
  if (operator.startsWith('!')) return 'unknown';
  if (operator === '?' || operator === '@>') return takesOut(value, column, rexpr) ? 'no' : 'yes';
  const grows = kind === 'AEXPR_OP' ? growthOf(value, column) : undefined;
  if (grows && /^[<>]=?$/.test(operator)) return operator.startsWith(grows) ? 'yes' : 'unknown';
  if (kind === 'AEXPR_IN') return chosenAgain(rexpr, value, operator === '=');
  if (kind === 'AEXPR_DISTINCT' || kind === 'AEXPR_NOT_DISTINCT') {
    const [asked, given] = [rexpr, value].map((node) => node && givenValue(node));
    if (asked === undefined || given === undefined) return 'unknown';
    return (given === asked) === (kind === 'AEXPR_NOT_DISTINCT') ? 'yes' : 'no';
  }
  if (kind !== 'AEXPR_OP') return 'yes';
  const asked = constantOf(rexpr);
  if (operator !== '=' && operator !== '<>') return orderedAgain(operator, constantOf(value), asked);
  if (asked === undefined) return 'yes';
  const given = constantOf(value);
  if (given === undefined && isComputed(value, column)) return 'unknown';
  const becomesEqual =
    given !== undefined ? given === asked : readsColumn(value, column) && !addsToItself(value, column);
  return becomesEqual === (operator === '=') ? 'yes' : 'no';
}

/** `c > 0`, once it has been given a number. */
function orderedAgain(operator: string, given: string | undefined, asked: string | undefined): Passing {
  const [left, right] = [given, asked].map((text) => Number(text || Number.NaN)) as [number, number];
  const isOrdered = COMPARED[operator]?.(left, right);
  return isOrdered === false && !Number.isNaN(left) && !Number.isNaN(right) ? 'no' : 'yes';
}

const COMPARED: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

/** `coalesce(c, '')` asks for the column where it has a value. */
function withoutCoalesce(node: Node): Node {
  const [first] = 'CoalesceExpr' in node ? (node.CoalesceExpr.args ?? []) : [];
  return first ?? node;
}

/** `c IN ('a', 'b')`, and NOT IN. */
function chosenAgain(list: Node | undefined, value: Node, isIn: boolean): Passing {
  const values = (list && 'List' in list ? (list.List.items ?? []) : []).map(constantOf);
  const given = constantOf(value);
  if (given === undefined || values.some((one) => one === undefined)) return 'yes';
  return values.includes(given) === isIn ? 'yes' : 'no';
}

/** Whether what begins with a text is LIKE `text%`; undefined where that does not tell. */
function beginsAgain(pattern: string | undefined, lead: string | undefined): boolean | undefined {
  const [, start, rest] = /^([^%_\\]+)(.*)$/s.exec(pattern ?? '') ?? [];
  if (start === undefined || lead === undefined) return undefined;
  if (lead.startsWith(start)) return rest === '%' ? true : undefined;
  return start.startsWith(lead) ? undefined : false;
}

/** The text that a value begins with in any case: `'+31' || c`, `concat('+31', c)`. */
function leadOf(value: Node): string | undefined {
  const { name, lexpr } = 'A_Expr' in value ? value.A_Expr : {};
  if (lexpr && strings(name).at(-1) === '||') return leadOf(lexpr);
  const { funcname, args = [] } = 'FuncCall' in value ? value.FuncCall : {};
  return strings(funcname).at(-1) === 'concat' && args[0] ? leadOf(args[0]) : constantOf(value) || undefined;
}

/** `'a' = ANY (c)`, once something has been put into the array or taken out of it. */
function heldAgain(asked: Node | undefined, column: string, value: Node): Passing {
  const { funcname, args = [] } = 'FuncCall' in value ? value.FuncCall : {};
  const name = strings(funcname).at(-1) ?? '';
  if (!args.some((arg) => isColumn(arg, column))) return 'unknown';
  if (/^array_(append|prepend|cat)$/.test(name)) return 'yes';
  const element = constantOf(asked);
  return /^array_(remove|replace)$/.test(name) && element !== undefined && constantOf(args[1]) === element
    ? 'no'
    : 'unknown';
}

/** Whether `c + 1`, `c * 10`, `c - 1` and `c / 10` are greater or less than what they were; undefined for anything else. */
function growthOf(value: Node, column: string): '>' | '<' | undefined {
  const { name, lexpr, rexpr } = 'A_Expr' in value ? value.A_Expr : {};
  const by = Number(constantOf(rexpr) ?? Number.NaN);
  if (!lexpr || !isColumn(lexpr, column) || !(by > 0)) return undefined;
  switch (strings(name).at(-1)) {
    case '+':
      return '>';
    case '-':
      return '<';
    case '*':
      return by > 1 ? '>' : '<';
    case '/':
      return by > 1 ? '<' : '>';
    default:
      return undefined;
  }
}

/** The comparisons, and what each is from the other side. */
const MIRRORED: Readonly<Record<string, string>> = { '=': '=', '<>': '<>', '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** `c * 2`, `c + d`: most likely not what it was. */
function isComputed(value: Node, column: string): boolean {
  if ('TypeCast' in value) return value.TypeCast.arg !== undefined && isComputed(value.TypeCast.arg, column);
  const isArithmetic = 'A_Expr' in value && /^[-+*/]$/.test(strings(value.A_Expr.name).at(-1) ?? '');
  return isArithmetic && readsColumn(value, column) && !addsToItself(value, column);
}

/** `c || 'x'`, `concat(c, 'x')`, `c + 1`: never what it was. */
function addsToItself(value: Node, column: string): boolean {
  if ('TypeCast' in value) return value.TypeCast.arg !== undefined && addsToItself(value.TypeCast.arg, column);
  const added = (node: Node | undefined) => !['', '0'].includes(constantOf(node) ?? '');
  if ('FuncCall' in value)
    return (
      strings(value.FuncCall.funcname).at(-1) === 'concat' &&
      (value.FuncCall.args ?? []).some(added) &&
      (value.FuncCall.args ?? []).every((arg) => isColumn(arg, column) || constantOf(arg) !== undefined)
    );
  if (!('A_Expr' in value) || !['||', '+', '-'].includes(strings(value.A_Expr.name).at(-1) ?? '')) return false;
  const { lexpr, rexpr } = value.A_Expr;
  return [lexpr, rexpr].some((side) => side && isColumn(side, column)) && [lexpr, rexpr].some(added);
}

/** `settings - 'key'`, where it is the key that is asked for. */
function takesOut(value: Node, column: string, asked: Node | undefined): boolean {
  const key = constantOf(asked);
  return key !== undefined && keysTakenOut(value, column).includes(key);
}

/** The keys that `settings - 'key' - 'other'` takes out of the column. */
export function keysTakenOut(value: Node, column: string): string[] {
  const keys: string[] = [];
  walk({ value }, (tag, body) => {
    if (tag !== 'A_Expr') return undefined;
    const { name, lexpr, rexpr } = body as A_Expr;
    const key = constantOf(rexpr);
    if (strings(name).at(-1) === '-' && key !== undefined && lexpr && readsColumn(lexpr, column)) keys.push(key);
    return undefined;
  });
  return keys;
}
