import type { A_Expr, BoolExpr, InsertStmt, NullTest, RangeVar, SelectStmt, SubLink } from '@pgsql/types';
import { kept } from '../../core/kept';
import { strings } from './names';
import { columnReferences, tableReferences, walk } from './references';

/** What the query of an INSERT reads. */
export interface RowQuery {
  /** It looks for rows that are missing: `NOT EXISTS`, `NOT IN`, `EXCEPT`, a join for what has no partner, `count(*) = 0`. */
  readonly isForMissing: boolean;
  /** The tables that the query reads, those of its subqueries too. */
  readonly tables: readonly RangeVar[];
  /** The columns by which it chooses rows. */
  readonly columns: ReadonlySet<string>;
}

/** The query that an INSERT takes its rows from, with its WITH; kept with the statement, since each stop asks again. */
export const rowQueryOf = kept(({ selectStmt, withClause }: InsertStmt): RowQuery => {
  let isForMissing = false;
  const named = new Set<string>();
  const chosenBy: unknown[] = [];
  walk([selectStmt, withClause], (tag, body) => {
    if (tag === 'CommonTableExpr') named.add((body as { ctename?: string }).ctename ?? '');
    else isForMissing ||= asksForMissing(tag, body);
    if (tag === 'whereClause' || tag === 'quals' || tag === 'RangeFunction') chosenBy.push(body);
    // `HAVING count(other.id) = 0`
    isForMissing ||= tag === 'havingClause';
    return undefined;
  });
  return {
    isForMissing,
    tables: tableReferences([selectStmt, withClause]).filter(
      ({ schemaname, relname }) => schemaname || !named.has(relname ?? ''),
    ),
    columns: new Set(chosenBy.flatMap((part) => columnReferences(part).map((path) => path.at(-1) ?? ''))),
  };
});

function asksForMissing(tag: string, body: unknown): boolean {
  switch (tag) {
    case 'SelectStmt':
      return (body as SelectStmt).op === 'SETOP_EXCEPT';
    case 'NullTest':
      return (body as NullTest).nulltesttype === 'IS_NULL';
    case 'BoolExpr': {
      const { boolop, args = [] } = body as BoolExpr;
      return boolop === 'NOT_EXPR' && args.some((arg) => 'SubLink' in arg);
    }
    case 'SubLink':
      // `<> ALL (SELECT …)`
      return (body as SubLink).subLinkType === 'ALL_SUBLINK';
    case 'A_Expr': {
      // `(SELECT count(*) FROM …) = 0`
      const { name, lexpr, rexpr } = body as A_Expr;
      const isCount = [lexpr, rexpr].some((side) => side && 'SubLink' in side);
      return isCount && /^[<=>]/.test(strings(name).at(-1) ?? '');
    }
    default:
      return false;
  }
}
