import type { A_Expr, BoolExpr, InsertStmt, NullTest, RangeVar, SelectStmt, SubLink, UpdateStmt } from '@pgsql/types';
import { kept } from '../../core/kept';
import { strings } from './names';
import { columnReferences, tableReferences, walk } from './references';

/** Where a statement takes rows from. */
export interface RowSources {
  /** The tables that it reads, those of its subqueries too. */
  readonly tables: readonly RangeVar[];
  /** The columns by which it chooses rows. */
  readonly columns: ReadonlySet<string>;
}

/** What the query of an INSERT reads. */
export interface RowQuery extends RowSources {
  /** It looks for rows that are missing: `NOT EXISTS`, `NOT IN`, `EXCEPT`, a join for what has no partner, `count(*) = 0`. */
  readonly isForMissing: boolean;
}

/** The query that an INSERT takes its rows from, with its WITH; kept with the statement, since each stop asks again. */
export const rowQueryOf = kept(({ selectStmt, withClause }: InsertStmt): RowQuery => {
  let isForMissing = false;
  walk([selectStmt, withClause], (tag, body) => {
    // `HAVING count(other.id) = 0`
    isForMissing ||= tag === 'havingClause' || asksForMissing(tag, body);
    return undefined;
  });
  return { isForMissing, ...sourcesIn([selectStmt, withClause]) };
});

/** The other tables that an UPDATE takes values from, or chooses its rows by. */
export const sourcesOf = kept(
  ({ relation, targetList, fromClause, whereClause, withClause }: UpdateStmt): RowSources => {
    const { tables, columns } = sourcesIn([targetList, fromClause, { whereClause }, withClause]);
    return { tables: tables.filter((table) => !isSameTable(table, relation)), columns };
  },
);

function sourcesIn(parts: readonly unknown[]): RowSources {
  const named = new Set<string>();
  const chosenBy: unknown[] = [];
  walk(parts, (tag, body) => {
    if (tag === 'CommonTableExpr') named.add((body as { ctename?: string }).ctename ?? '');
    if (tag === 'whereClause' || tag === 'quals' || tag === 'RangeFunction') chosenBy.push(body);
    return undefined;
  });
  return {
    tables: tableReferences(parts).filter(({ schemaname, relname }) => schemaname || !named.has(relname ?? '')),
    columns: new Set(chosenBy.flatMap((part) => columnReferences(part).map((path) => path.at(-1) ?? ''))),
  };
}

/** True for two references to one table, as they are written. */
export function isSameTable(one: RangeVar | undefined, other: RangeVar | undefined): boolean {
  return one !== undefined && one.relname === other?.relname && one.schemaname === other?.schemaname;
}

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
