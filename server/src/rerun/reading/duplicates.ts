import type { A_Expr, Node, RangeVar, SelectStmt, SubLink, UpdateStmt, WindowDef } from '@pgsql/types';
import { strings } from './names';
import { readsColumn, walk } from './references';
import { conjuncts } from './wanted';

type IsTable = (range: RangeVar | undefined) => boolean;

/**
 * True for an UPDATE that chooses rows of its own table which have the same value in a column as others: by a number within
 * the value's rows, a GROUP BY … HAVING, or another row with that value. Once they have values of their own, there are none.
 */
export function asksForDuplicates(statement: UpdateStmt, column: string, isSame: IsTable): boolean {
  const { fromClause = [], whereClause, withClause } = statement;
  const isJoined = fromClause.some((node) => 'RangeVar' in node && isSame(node.RangeVar));
  if (isJoined && comparesWithOther(whereClause, column)) return true;
  let isAsked = false;
  walk([fromClause, whereClause, withClause], (tag, body) => {
    if (tag === 'SelectStmt') {
      const select = body as SelectStmt;
      if (readsTable(select, isSame))
        isAsked ||= groupsBy(select, column) || (numbersWithin(select, column) && asksForLater(statement));
    }
    if (tag === 'SubLink') isAsked ||= findsOther(body as SubLink, column, isSame);
    return undefined;
  });
  return isAsked;
}

function readsTable({ fromClause = [] }: SelectStmt, isSame: IsTable): boolean {
  return fromClause.some((node) => 'RangeVar' in node && isSame(node.RangeVar));
}

/** `GROUP BY c HAVING count(*) > 1` */
function groupsBy({ groupClause = [], havingClause }: SelectStmt, column: string): boolean {
  return havingClause !== undefined && groupClause.some((node) => readsColumn(node, column));
}

/** `row_number() OVER (PARTITION BY c …)` */
function numbersWithin({ targetList, windowClause }: SelectStmt, column: string): boolean {
  let isWithin = false;
  walk([targetList, windowClause], (tag, body) => {
    if (tag === 'over' || tag === 'WindowDef')
      isWithin ||= ((body as WindowDef).partitionClause ?? []).some((node) => readsColumn(node, column));
    return undefined;
  });
  return isWithin;
}

/** `n > 1`: any row but the first. */
function asksForLater({ fromClause, whereClause, withClause }: UpdateStmt): boolean {
  let isAsked = false;
  walk([fromClause, whereClause, withClause], (tag, body) => {
    if (tag !== 'A_Expr') return undefined;
    const { name, rexpr } = body as A_Expr;
    const number = rexpr && 'A_Const' in rexpr ? rexpr.A_Const.ival?.ival : undefined;
    const operator = strings(name).at(-1) ?? '';
    isAsked ||= (number === 1 && (operator === '>' || operator === '<>')) || (number === 2 && operator === '>=');
    return undefined;
  });
  return isAsked;
}

/** `EXISTS (SELECT … FROM t other WHERE other.c = t.c AND other.id < t.id)` */
function findsOther({ subLinkType, subselect }: SubLink, column: string, isSame: IsTable): boolean {
  if (subLinkType !== 'EXISTS_SUBLINK' || !subselect || !('SelectStmt' in subselect)) return false;
  const select = subselect.SelectStmt;
  return readsTable(select, isSame) && comparesWithOther(select.whereClause, column);
}

/** `a.c = b.c`, and something else besides. */
function comparesWithOther(where: Node | undefined, column: string): boolean {
  const parts = conjuncts(where);
  return parts.length > 1 && parts.some((part) => 'A_Expr' in part && isOfBoth(part.A_Expr, column));
}

function isOfBoth({ name, lexpr, rexpr }: A_Expr, column: string): boolean {
  return strings(name).at(-1) === '=' && readsColumn(lexpr, column) && readsColumn(rexpr, column);
}
