import type { A_Expr, BoolExpr, InsertStmt, Node, NullTest, RangeVar, SelectStmt, SubLink } from '@pgsql/types';
import { kept } from '../../core/kept';
import type { Statement } from '../../languages/sql/syntax';
import { strings } from './names';
import { columnReferences, walk } from './references';

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
  const tables: RangeVar[] = [];
  const named = new Set<string>();
  const chosenBy: unknown[] = [];
  walk([selectStmt, withClause], (tag, body) => {
    if (tag === 'RangeVar') tables.push(body as RangeVar);
    else if (tag === 'CommonTableExpr') named.add((body as { ctename?: string }).ctename ?? '');
    else isForMissing ||= asksForMissing(tag, body);
    if (tag === 'whereClause' || tag === 'quals' || tag === 'RangeFunction') chosenBy.push(body);
    // `HAVING count(other.id) = 0`
    isForMissing ||= tag === 'havingClause';
    return undefined;
  });
  return {
    isForMissing,
    tables: tables.filter(({ schemaname, relname }) => schemaname || !named.has(relname ?? '')),
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
    case 'SubLink': {
      // `<> ALL (SELECT …)`, and `(SELECT count(*) FROM …) = 0` below.
      const { subLinkType } = body as SubLink;
      return subLinkType === 'ALL_SUBLINK';
    }
    case 'A_Expr': {
      const { name, lexpr, rexpr } = body as A_Expr;
      const isCount = [lexpr, rexpr].some((side) => side && 'SubLink' in side);
      return isCount && /^[<=>]/.test(strings(name).at(-1) ?? '');
    }
    default:
      return false;
  }
}

/** The last statement behind an INSERT … SELECT that takes rows out of a table that the rows came from, or changes them. */
export function lastTaker(statements: readonly Statement[], index: number): number | undefined {
  const insert = nodeOf(statements[index]);
  if (!insert || !('InsertStmt' in insert)) return undefined;
  const { tables } = rowQueryOf(insert.InsertStmt);
  const isSource = (range: RangeVar | undefined) =>
    tables.some(({ relname, schemaname }) => relname === range?.relname && schemaname === range?.schemaname);
  const found = statements.findLastIndex(
    (statement, i) => i > index && changedTables(nodeOf(statement)).some(isSource),
  );
  return found < 0 ? undefined : found;
}

function nodeOf(statement: Statement | undefined): Node | undefined {
  const parse = statement?.syntax.parse;
  return parse?.kind === 'tree' ? parse.node : undefined;
}

function changedTables(node: Node | undefined): readonly (RangeVar | undefined)[] {
  if (!node) return [];
  if ('DeleteStmt' in node) return [node.DeleteStmt.relation];
  if ('UpdateStmt' in node) return [node.UpdateStmt.relation];
  const { relations = [] } = 'TruncateStmt' in node ? node.TruncateStmt : {};
  return relations.map((relation) => ('RangeVar' in relation ? relation.RangeVar : undefined));
}
