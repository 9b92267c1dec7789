import type { InsertStmt, Node, RangeVar } from '@pgsql/types';
import { innerStatements } from '../../languages/sql/plpgsql/walkBlock';
import type { BlockStatement } from '../../languages/sql/syntax';
import { GONE } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { columnsGiven } from '../effects/heldKeys';
import { hasOtherValues } from '../effects/rowSources';
import { rowsFound } from '../effects/rowWrites';
import type { Condition } from '../reading/conditions';
import { isOtherRow, rowsOf, rowValues } from '../reading/insertedRows';
import { equalities } from '../reading/wanted';
import { targets } from '../reading/writes';

/**
 * True where a condition over rows that let a branch run in the first run lets it run again: what it looks for and does not
 * find is not what the branch puts in, or any row at all will do and none is changed or taken away.
 */
export function holdsAgain(run: Run, condition: Condition, body: readonly BlockStatement[]): boolean {
  const rows = condition.kind === 'not' ? condition.of : condition;
  if (rows.kind !== 'rows') return false;
  const isSame = isOf(run, rows.table);
  const nodes = innerStatements(body).flatMap(({ syntax: { parse } }) => (parse.kind === 'tree' ? [parse.node] : []));
  if (rows === condition)
    return !rows.where && !isWritten(run, rows.table) && !nodes.some((node) => changes(node, isSame));
  const asked = equalities(rows.where);
  const inserts = nodes.flatMap((node) =>
    'InsertStmt' in node && isSame(node.InsertStmt.relation) ? [node.InsertStmt] : [],
  );
  return inserts.length > 0 && inserts.every((insert) => putsInOthers(run, insert, asked));
}

/** True where no statement of the file has changed what a condition asks about rows: it holds, or does not, as it did. */
export function isUnchanged(run: Run, condition: Condition): boolean {
  switch (condition.kind) {
    case 'constant':
      return true;
    case 'rows':
      return rowsFound(run, condition.table, condition.where) === 'same';
    case 'not':
      return isUnchanged(run, condition.of);
    case 'and':
    case 'or':
      return condition.of.every((part) => isUnchanged(run, part));
    default:
      return false;
  }
}

type IsTable = (range: RangeVar | undefined) => boolean;

function isOf(run: Run, table: RangeVar): IsTable {
  const key = run.key(table);
  return (range) => range !== undefined && run.key(range) === key;
}

/** True where each row has another constant in a column than is asked for. */
function putsInOthers(run: Run, insert: InsertStmt, asked: readonly (readonly [string, string])[]): boolean {
  const select = rowsOf(insert);
  const relation = run.catalog.relation(run.key(insert.relation));
  if (!select || !relation || relation === GONE) return false;
  const named = targets(insert.cols).map(({ name }) => name ?? '');
  const columns = columnsGiven(relation, select, named);
  const rows = rowValues(select);
  return rows.length > 0 && rows.every((row) => isOtherRow(row, columns, asked));
}

/** True where a statement of the file gives rows of the table other values, or may. */
function isWritten(run: Run, table: RangeVar): boolean {
  const relation = run.catalog.relation(run.key(table));
  return !relation || relation === GONE || hasOtherValues(run, relation);
}

function changes(node: Node, isSame: IsTable): boolean {
  if ('UpdateStmt' in node) return isSame(node.UpdateStmt.relation);
  if ('DeleteStmt' in node) return isSame(node.DeleteStmt.relation);
  return 'TruncateStmt' in node || 'DropStmt' in node;
}
