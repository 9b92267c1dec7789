import type { AlterTableStmt } from '@pgsql/types';
import type { Statement } from '../../languages/sql/syntax';
import type { Catalog } from '../catalog/catalog';
import { columnOf } from '../catalog/columns';
import { type Column, GONE, type Gone, type Known, newRelation, type Relation } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { isWithin } from '../reading/makers';
import { execute } from './execute';

/** What a statement of the first run did to one object. */
export interface Change {
  readonly key: string;
  readonly before: Known;
  readonly after: Known;
}

/**
 * What each statement changes in the first run; the catalog is left as it was.
 * @param ahead and `behind` are called before and behind each statement, with the run as it is by then.
 */
export function changesOf(
  run: Run,
  makers: readonly string[],
  statements: readonly Statement[],
  catalog: Catalog,
  ahead: (index: number, run: Run) => void,
  behind: (index: number, run: Run) => void,
): readonly (readonly Change[])[] {
  const start = catalog.savepoint();
  const changes = statements.map((statement, index) => {
    ahead(index, run);
    run.maker = makers[index]!;
    const mark = catalog.savepoint();
    execute(run, statement);
    const list = [...catalog.changes(mark)].map(([key, before]) => {
      const after = catalog.current(key);
      return { key, before: impliedBefore(statement, before, after, run.maker), after };
    });
    behind(index, run);
    return list;
  });
  catalog.rollback(start);
  return changes;
}

/** CREATE and ADD COLUMN without IF NOT EXISTS succeed only where the object or column is missing. */
function impliedBefore({ syntax }: Statement, before: Known, after: Known, maker: string): Known {
  if (after === undefined || after === GONE || !('closed' in after)) return before;
  if (before === undefined && isWithin(after.id, maker) && after.closed) return GONE;
  if (
    before === GONE ||
    !('columns' in after) ||
    syntax.parse.kind !== 'tree' ||
    !('AlterTableStmt' in syntax.parse.node)
  )
    return before;
  const known = before === undefined ? newRelation(after.id) : (before as Relation);
  const missing = addedColumns(syntax.parse.node.AlterTableStmt).filter(
    (name) => columnOf(known, name) === undefined && isThere(after.columns.get(name)),
  );
  if (missing.length === 0) return before;
  return { ...known, columns: missing.reduce((columns, name) => columns.with(name, GONE), known.columns) };
}

function addedColumns({ cmds = [] }: AlterTableStmt): string[] {
  return cmds.flatMap((node) => {
    if (!('AlterTableCmd' in node)) return [];
    const { subtype = 'AT_AddColumn', missing_ok = false, def } = node.AlterTableCmd;
    const added = subtype === 'AT_AddColumn' && !missing_ok && def !== undefined && 'ColumnDef' in def;
    return added ? [def.ColumnDef.colname ?? ''] : [];
  });
}

/** False for what is gone and for what nothing is known of. */
export function isThere(value: Known | Column | Gone): boolean {
  return value !== undefined && value !== GONE;
}
