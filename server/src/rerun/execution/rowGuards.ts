import type { InsertStmt, Node, RangeVar } from '@pgsql/types';
import type { BlockStatement } from '../../languages/sql/syntax';
import { GONE } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { rowValues } from '../effects/heldKeys';
import type { Condition } from '../reading/conditions';
import { constantOf } from '../reading/constants';
import { equalities } from '../reading/filters';
import { fileOfMaker } from '../reading/makers';
import { targets } from '../reading/writes';

/**
 * True where a condition over rows that let a branch run in the first run lets it run again: what it looks for and does not
 * find is not what the branch puts in, or any row at all will do and none is changed or taken away.
 */
export function holdsAgain(run: Run, condition: Condition, body: readonly BlockStatement[]): boolean {
  const nodes = [...nodesOf(body)];
  if (condition.kind === 'rows') {
    const isSame = isOf(run, condition.table);
    return !condition.where && !isWritten(run, condition.table) && !nodes.some((node) => changes(node, isSame));
  }
  if (condition.kind !== 'not' || condition.of.kind !== 'rows') return false;
  const { table, where } = condition.of;
  const asked = equalities(where);
  const isSame = isOf(run, table);
  const inserts = nodes.flatMap((node) =>
    'InsertStmt' in node && isSame(node.InsertStmt.relation) ? [node.InsertStmt] : [],
  );
  return inserts.length > 0 && inserts.every((insert) => putsInOthers(insert, asked));
}

type IsTable = (range: RangeVar | undefined) => boolean;

function isOf(run: Run, table: RangeVar): IsTable {
  const key = run.key(table);
  return (range) => range !== undefined && run.key(range) === key;
}

/** True where each row has another constant in a column than is asked for. */
function putsInOthers({ cols, selectStmt }: InsertStmt, asked: readonly (readonly [string, string])[]): boolean {
  const columns = targets(cols).map(({ name }) => name);
  const rows = selectStmt && 'SelectStmt' in selectStmt ? rowValues(selectStmt.SelectStmt) : [];
  const isOther = (row: readonly (Node | undefined)[]) =>
    asked.some(([column, value]) => {
      const given = constantOf(row[columns.indexOf(column)]);
      return given !== undefined && given !== value;
    });
  return rows.length > 0 && rows.every(isOther);
}

/** True where a statement of the file gives rows of the table other values. */
function isWritten(run: Run, table: RangeVar): boolean {
  const relation = run.catalog.relation(run.key(table));
  if (!relation || relation === GONE) return true;
  const file = fileOfMaker(run.maker);
  return [...relation.columns.values()].some(
    (column) => column !== GONE && fileOfMaker(column.properties.get('data') ?? '') === file,
  );
}

function changes(node: Node, isSame: IsTable): boolean {
  if ('UpdateStmt' in node) return isSame(node.UpdateStmt.relation);
  if ('DeleteStmt' in node) return isSame(node.DeleteStmt.relation);
  return 'TruncateStmt' in node || 'DropStmt' in node;
}

/** The statements of a body that are known, in order. */
function* nodesOf(body: readonly BlockStatement[]): Iterable<Node> {
  for (const statement of body) {
    if (statement.kind === 'sql' && statement.statement.syntax.parse.kind === 'tree')
      yield statement.statement.syntax.parse.node;
    if (statement.kind === 'execute')
      for (const { syntax } of statement.statements ?? []) if (syntax.parse.kind === 'tree') yield syntax.parse.node;
    if (statement.kind === 'if') for (const branch of statement.branches) yield* nodesOf(branch.body);
    if (statement.kind === 'loop' || statement.kind === 'block') yield* nodesOf(statement.body);
  }
}
