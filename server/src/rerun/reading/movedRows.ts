import type { Node, RangeVar } from '@pgsql/types';
import type { Statement } from '../../languages/sql/syntax';
import { rowQueryOf } from './rowQuery';

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
