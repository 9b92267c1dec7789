import type { SqlParser } from '../../core/tools';
import type { SqlDocument } from '../../languages/sql/syntax';
import type { Workspace } from '../workspace';
import { tablesOf } from './history';
import { changesBy } from './writtenChanges';
import type { WrittenColumn } from './writtenColumns';

/** Tells whether a column that a document makes is still there, as it made it, by the end of the history. */
export function isLasting(
  column: WrittenColumn,
  workspace: Workspace,
  path: string,
  document: SqlDocument,
  parser: SqlParser,
): boolean {
  if (column.by === 'alter type') return true;
  const made = changesBy(column.placed, document).find(
    ({ change }) => change.kind === 'create' || (change.kind === 'add column' && change.column === column.name),
  );
  if (!made || (made.change.kind !== 'create' && made.change.kind !== 'add column')) return true;
  return tablesOf(workspace, path, parser).lasting(made.change.table, path).includes(made.order);
}
