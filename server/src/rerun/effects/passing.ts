import type { Node, RangeVar, SelectStmt, SubLink, UpdateStmt } from '@pgsql/types';
import type { Run } from '../catalog/run';
import { asksForDuplicates } from '../reading/duplicates';
import { type Passing, passingAgain } from '../reading/filters';
import { strings } from '../reading/names';
import { isColumn, readsColumn, tableReferences } from '../reading/references';
import { conjuncts } from '../reading/wanted';
import { targets } from '../reading/writes';
import { known } from './rowSources';
import { rowsFound } from './rowWrites';

/** True for an UPDATE that finds none of the rows that it changed in the first run. */
export function findsNothing(run: Run, statement: UpdateStmt): boolean {
  return targets(statement.targetList).some(
    ({ name, val }) => name && val && passesAgain(run, statement, name, val) === 'no',
  );
}

/** What the WHERE, and that of a subquery over the same table that it is joined with, does with the rows of the first run. */
export function passesAgain(run: Run, statement: UpdateStmt, name: string, value: Node): Passing {
  const { relation, fromClause, whereClause, targetList } = statement;
  const passing = passingAgain(whereClause, name, value);
  if (passing === 'no' || !whereClause) return passing;
  if (swapsBack(statement)) return 'no';
  if (!fromClause?.length && relation && rowsFound(run, relation, whereClause) === 'none') return 'no';
  // What is given to another column keeps the row out as well: `SET fee = fee * 100, migrated = true WHERE NOT migrated`.
  const isKeptOut = targets(targetList).some(
    (other) => other.name && other.val && passingAgain(whereClause, other.name, other.val) === 'no',
  );
  if (isKeptOut) return 'no';
  const isSame = (range: RangeVar | undefined) => range !== undefined && run.key(range) === run.key(relation);
  if (readsColumn(value, name) && asksForDuplicates(statement, name, isSame)) return 'no';
  const isOwn = (select: SelectStmt) => {
    const [from, ...others] = select.fromClause ?? [];
    return others.length === 0 && from && 'RangeVar' in from && run.key(from.RangeVar) === run.key(relation);
  };
  const subqueries = [...(fromClause ?? []).map(subqueryOf), ...conjuncts(whereClause).map(subqueryOf)];
  const isLeftOut = subqueries.some(
    (select) => select && isOwn(select) && passingAgain(select.whereClause, name, value) === 'no',
  );
  if (isLeftOut) return 'no';
  const missing = conjuncts(whereClause).map((part) => missingAgain(run, part));
  return missing.includes('no') ? 'no' : missing.includes('unknown') ? 'unknown' : passing;
}

/** `SET low = high, high = low WHERE low > high`: once they are the right way round, they stay. */
function swapsBack({ whereClause, targetList }: UpdateStmt): boolean {
  const isGiven = (name: string | undefined, from: string | undefined) =>
    targets(targetList).some((target) => target.name === name && isColumn(target.val, from ?? ''));
  return conjuncts(whereClause).some((part) => {
    const { kind, name, lexpr, rexpr } = 'A_Expr' in part ? part.A_Expr : {};
    if (kind !== 'AEXPR_OP' || !/^[<>]$/.test(strings(name).at(-1) ?? '')) return false;
    const [left, right] = [lexpr, rexpr].map((side) =>
      side && 'ColumnRef' in side ? strings(side.ColumnRef.fields).at(-1) : undefined,
    );
    return left !== undefined && right !== undefined && isGiven(left, right) && isGiven(right, left);
  });
}

/** `WHERE NOT EXISTS (SELECT … FROM t …)` of a table that the file puts rows into: they may be what is looked for. */
function missingAgain(run: Run, condition: Node): Passing {
  const [negated] =
    'BoolExpr' in condition && condition.BoolExpr.boolop === 'NOT_EXPR' ? (condition.BoolExpr.args ?? []) : [];
  const { subLinkType, subselect }: SubLink = negated && 'SubLink' in negated ? negated.SubLink : {};
  const select = subselect && 'SelectStmt' in subselect ? subselect.SelectStmt : undefined;
  const tables = tableReferences(subselect);
  const [only, ...others] = tables;
  if (only && others.length === 0 && subLinkType === 'EXISTS_SUBLINK') {
    const found = rowsFound(run, only, select?.whereClause);
    if (found) return found === 'some' ? 'no' : 'yes';
  }
  return tables.some((table) => holdsRowsOfFile(run, table)) ? 'unknown' : 'yes';
}

function holdsRowsOfFile(run: Run, table: RangeVar): boolean {
  return [...(known(run, run.key(table))?.rows ?? [])].some((maker) => run.isOwn(maker));
}

/** The query of a subquery in FROM, and that of `id IN (SELECT …)`. */
function subqueryOf(node: Node): SelectStmt | undefined {
  const query =
    'RangeSubselect' in node
      ? node.RangeSubselect.subquery
      : 'SubLink' in node && node.SubLink.subLinkType === 'ANY_SUBLINK' && !node.SubLink.operName
        ? node.SubLink.subselect
        : undefined;
  return query && 'SelectStmt' in query ? query.SelectStmt : undefined;
}
