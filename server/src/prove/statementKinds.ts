import type { Node, RangeVar } from '@pgsql/types';

/** True for statements that may write rows. */
export function writes(node: Node): boolean {
  return WRITERS.some((kind) => kind in node);
}

const WRITERS = ['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt', 'SelectStmt', 'DoStmt', 'CallStmt', 'CopyStmt'];

/** True for statements that may leave a table empty, or give another one a name. */
export function leavesEmptyTables(node: Node): boolean {
  return EMPTYING.some((kind) => kind in node);
}

const EMPTYING = [
  'CreateStmt',
  'CreateTableAsStmt',
  'RenameStmt',
  'AlterObjectSchemaStmt',
  'DeleteStmt',
  'TruncateStmt',
  'MergeStmt',
  'SelectStmt',
  'DoStmt',
  'CallStmt',
];

/** The table that a statement is about, without its schema. */
export function targetOf(node: Node): string | undefined {
  return relationOf(node)?.relname;
}

function relationOf(node: Node): RangeVar | undefined {
  if ('AlterTableStmt' in node) return node.AlterTableStmt.relation;
  if ('RenameStmt' in node) return node.RenameStmt.relation;
  if ('CreateStmt' in node) return node.CreateStmt.relation;
  if ('IndexStmt' in node) return node.IndexStmt.relation;
  if ('InsertStmt' in node) return node.InsertStmt.relation;
  if ('UpdateStmt' in node) return node.UpdateStmt.relation;
  if ('DeleteStmt' in node) return node.DeleteStmt.relation;
  if ('MergeStmt' in node) return node.MergeStmt.relation;
  if ('CopyStmt' in node) return node.CopyStmt.relation;
  return undefined;
}
