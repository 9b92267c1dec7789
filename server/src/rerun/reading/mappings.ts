import type { A_Expr, CaseExpr, Node } from '@pgsql/types';
import { constantOf } from './constants';
import { strings } from './names';
import { isColumn } from './references';

/** What a CASE makes of the values of a column: of those that it names, and of all others. */
export interface Mapping {
  readonly named: ReadonlyMap<string, string>;
  /** They stay as they are, become one value, or NULL. */
  readonly others: 'same' | { readonly value: string } | null;
  /** Each place that reads the column casts it to text first. */
  readonly asText: boolean;
}

/** The mapping that a CASE over one column and constants is, or undefined for any other CASE. */
export function mappingOf({ arg, args, defresult }: CaseExpr, column: string): Mapping | undefined {
  const reads: Node[] = [];
  const isRead = (node: Node | undefined): boolean => {
    if (!node || !isColumn(node, column)) return false;
    reads.push(node);
    return true;
  };
  const given = arg !== undefined;
  if (given && !isRead(arg)) return undefined;
  const named = new Map<string, string>();
  for (const branch of args ?? []) {
    if (!('CaseWhen' in branch) || !branch.CaseWhen.expr) return undefined;
    const { expr, result } = branch.CaseWhen;
    const values = given ? listed([expr]) : comparedWith(expr, isRead);
    const becomes = constantOf(result);
    const stays = isRead(result);
    if (!values || (becomes === undefined && !stays)) return undefined;
    for (const value of values) if (!named.has(value)) named.set(value, becomes ?? value);
  }
  const last = constantOf(defresult);
  if (defresult && last === undefined && !isRead(defresult)) return undefined;
  const others = last !== undefined ? { value: last } : defresult ? 'same' : null;
  return { named, others, asText: reads.every((node) => 'TypeCast' in node) };
}

/** True when applying the mapping to its own results changes none of them. */
export function settles({ named, others }: Mapping): boolean {
  const rest = others === null || others === 'same' ? others : others.value;
  const again = (value: string) => named.get(value) ?? (rest === 'same' ? value : rest);
  const results = [...named.values(), ...(rest === null || rest === 'same' ? [] : [rest])];
  return results.every((value) => again(value) === value);
}

/** The constants of `column = 'a'` and `column IN ('a', 'b')`. */
function comparedWith(condition: Node, isRead: (node: Node | undefined) => boolean): string[] | undefined {
  const comparison: A_Expr | undefined = 'A_Expr' in condition ? condition.A_Expr : undefined;
  if (!comparison || strings(comparison.name).at(-1) !== '=' || !isRead(comparison.lexpr)) return undefined;
  const right = comparison.rexpr;
  if (comparison.kind === 'AEXPR_IN') return right && 'List' in right ? listed(right.List.items) : undefined;
  return comparison.kind === 'AEXPR_OP' && right ? listed([right]) : undefined;
}

function listed(nodes: readonly Node[] | undefined): string[] | undefined {
  const values = (nodes ?? []).map(constantOf);
  return values.every((value) => value !== undefined) ? values : undefined;
}
