import type { Constraint, CreateStmt, Node } from '@pgsql/types';
import { kept } from '../../core/kept';
import type { SqlDocument } from '../../languages/sql/syntax';
import { columnConstraints, constraintColumns } from '../../rerun/catalog/constraints';
import { type PlacedStatement, placedWith } from '../statements/placed';

/** A CREATE TABLE of a document. */
export interface CreatedTable {
  readonly placed: PlacedStatement;
  readonly statement: CreateStmt;
  readonly name: string;
}

/** The tables that a document makes to last: temporary and unlogged ones, partitions and Prisma's own are left out. */
export const createdTables = createdTablesWith(() => true);

/** Finds those of them of which something holds. */
export function createdTablesWith(
  holds: (statement: CreateStmt) => boolean,
): (document: SqlDocument) => readonly CreatedTable[] {
  const wanted = (node: Node) => {
    const statement = lastingTable(node);
    return statement && holds(statement) ? statement : undefined;
  };
  const creating = placedWith(({ node }) => wanted(node) !== undefined);
  return (document) =>
    creating(document).flatMap((placed) => {
      const statement = wanted(placed.node);
      return statement ? [{ placed, statement, name: statement.relation?.relname ?? '' }] : [];
    });
}

function lastingTable(node: Node): CreateStmt | undefined {
  const statement = 'CreateStmt' in node ? node.CreateStmt : undefined;
  const { relname, relpersistence } = statement?.relation ?? {};
  return relpersistence === 'p' && !statement?.partbound && relname !== '_prisma_migrations' ? statement : undefined;
}

/** The columns of a table's primary key; none when the statement gives it none. */
export function primaryKeyOf(statement: CreateStmt): readonly string[] {
  return constraintsOf(statement).find(({ node }) => node.contype === 'CONSTR_PRIMARY')?.columns ?? [];
}

/** The columns that foreign keys of the statement lead from. */
export function foreignColumnsOf(statement: CreateStmt): ReadonlySet<string> {
  return new Set(
    constraintsOf(statement).flatMap(({ node, columns }) => (node.contype === 'CONSTR_FOREIGN' ? columns : [])),
  );
}

function constraintsOf({ tableElts }: CreateStmt): { node: Constraint; columns: string[] }[] {
  return (tableElts ?? []).flatMap((element) => {
    if ('Constraint' in element) return [{ node: element.Constraint, columns: constraintColumns(element.Constraint) }];
    if (!('ColumnDef' in element)) return [];
    const { colname, constraints } = element.ColumnDef;
    return columnConstraints(constraints).map((node) => ({ node, columns: constraintColumns(node, colname) }));
  });
}

/** True for a table that only joins others: Prisma's `_AToB`, or a key of several columns and nothing but keys. */
export const isJoinTable = kept((statement: CreateStmt): boolean => {
  const columns = (statement.tableElts ?? []).flatMap((node) =>
    'ColumnDef' in node ? [node.ColumnDef.colname ?? ''] : [],
  );
  if (statement.relation?.relname?.startsWith('_') && columns.join() === 'A,B') return true;
  const key = primaryKeyOf(statement);
  const foreign = foreignColumnsOf(statement);
  return key.length > 1 && columns.every((column) => key.includes(column) || foreign.has(column));
});
