import type { DeleteStmt, InsertStmt, Node, ResTarget, UpdateStmt, WithClause } from '@pgsql/types';

/** A statement that writes rows. */
export interface Write {
  readonly InsertStmt?: InsertStmt;
  readonly UpdateStmt?: UpdateStmt;
  readonly DeleteStmt?: DeleteStmt;
}

/** True for a statement that writes rows or takes them out. */
export function isWrite(node: Node): boolean {
  return 'InsertStmt' in node || 'UpdateStmt' in node || 'DeleteStmt' in node || 'TruncateStmt' in node;
}

/** The statements of a WITH that write rows, in order. */
export function writesOf(clause: WithClause | undefined): readonly Write[] {
  return (clause?.ctes ?? []).flatMap((node) => {
    const query = 'CommonTableExpr' in node ? node.CommonTableExpr.ctequery : undefined;
    return query && ('InsertStmt' in query || 'UpdateStmt' in query || 'DeleteStmt' in query) ? [query] : [];
  });
}

/** The columns that a statement writes, each with its value where the statement has it beside the name. */
export function targets(nodes: readonly Node[] | undefined): ResTarget[] {
  return (nodes ?? []).flatMap((node) => ('ResTarget' in node ? [node.ResTarget] : []));
}
