import type { InsertStmt, Node, SelectStmt } from '@pgsql/types';
import { constantOf } from './constants';

/** The query or the VALUES that an INSERT takes its rows from; undefined for DEFAULT VALUES. */
export function rowsOf({ selectStmt }: InsertStmt): SelectStmt | undefined {
  return selectStmt && 'SelectStmt' in selectStmt ? selectStmt.SelectStmt : undefined;
}

/** The rows of an INSERT as expressions, one for each column; those of a query are one row. */
export function rowValues(select: SelectStmt): (Node | undefined)[][] {
  if (select.valuesLists) return select.valuesLists.map((row) => ('List' in row ? (row.List.items ?? []) : []));
  return [(select.targetList ?? []).map((node) => ('ResTarget' in node ? node.ResTarget.val : undefined))];
}

/** DEFAULT in the place of a value: as good as a column that is not given. */
export function isDefault(value: Node | undefined): boolean {
  return value !== undefined && 'SetToDefault' in value;
}

/** True for a row that has another constant in a column than is asked for. */
export function isOtherRow(
  row: readonly (Node | undefined)[],
  columns: readonly (string | undefined)[],
  asked: readonly (readonly [column: string, value: string])[],
): boolean {
  return asked.some(([column, value]) => {
    const given = constantOf(row[columns.indexOf(column)]);
    return given !== undefined && given !== value;
  });
}
