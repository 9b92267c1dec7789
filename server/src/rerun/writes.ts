import type { DeleteStmt, InsertStmt, UpdateStmt, WithClause } from '@pgsql/types';

/** A statement in a WITH that writes rows. */
export interface Write {
  readonly InsertStmt?: InsertStmt;
  readonly UpdateStmt?: UpdateStmt;
  readonly DeleteStmt?: DeleteStmt;
}

/** The statements of a WITH that write rows, in order. */
export function writesOf(clause: WithClause | undefined): readonly Write[] {
  return (clause?.ctes ?? []).flatMap((node) => {
    const query = 'CommonTableExpr' in node ? node.CommonTableExpr.ctequery : undefined;
    return query && ('InsertStmt' in query || 'UpdateStmt' in query || 'DeleteStmt' in query) ? [query] : [];
  });
}
