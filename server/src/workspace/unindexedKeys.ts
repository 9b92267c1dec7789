import type { SqlDocument } from '../languages/sql/syntax';
import { schemaOfKey } from '../rerun/names';
import type { PlacedStatement } from './placedStatements';
import { type Tables, type WrittenChange, writtenChanges } from './tableHistory';
import type { ForeignKeyLife, TableLife } from './tableLives';

/** A foreign key that is there in the end, and no index leads with its columns. */
export interface UnindexedKey {
  /** The statement of the document that makes the key, or that drops the last index it had. */
  readonly placed: PlacedStatement;
  /** What is written of it there. */
  readonly change: WrittenChange['change'];
  /** Its table, its columns and the table that it points to; tables are `schema.name`. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: string;
  /** Something of it is called otherwise elsewhere, so that an index made here would not find it, or not twice. */
  readonly renamed: boolean;
}

/** The foreign keys that a document makes without any index in the history, or that it leaves without one. */
export function unindexedKeys(path: string, document: SqlDocument, tables: () => Tables): readonly UnindexedKey[] {
  return writtenChanges(document).flatMap((written) => {
    if (written.change.kind === 'drop index') return leftWithout(written, written.change.index, path, tables());
    return written.change.kind === 'foreign key' ? neverIndexed(written, path, tables()) : [];
  });
}

function neverIndexed({ placed, change, order }: WrittenChange, path: string, tables: Tables): UnindexedKey[] {
  if (change.kind !== 'foreign key' || schemaOfKey(change.table) === 'pg_temp') return [];
  const { table, columns, target } = change;
  return [...tables.livesOf(table).values()].flatMap((life) => {
    const { foreignKeys, renamed } = life;
    const isIt = ({ made, covered }: ForeignKeyLife) => made.path === path && made.order === order && !covered;
    const foreign = [...foreignKeys.values()].find(isIt);
    if (!foreign || !isKnown(life, foreign)) return [];
    return [{ placed, change, table, columns, target, renamed: renamed?.path === path && renamed.order > order }];
  });
}

/** Of columns that were there before the history, nobody knows what indexes they have. */
function isKnown({ columns }: TableLife, foreign: ForeignKeyLife): boolean {
  return foreign.columns.every((column) => columns.has(column));
}

function leftWithout(
  { placed, change, order }: WrittenChange,
  index: string,
  path: string,
  tables: Tables,
): UnindexedKey[] {
  const lives = new Map([...new Set(tables.tablesWith(index))].flatMap((table) => [...tables.livesOf(table)]));
  return [...lives].flatMap(([table, { foreignKeys, renamed }]) =>
    [...foreignKeys.values()].flatMap(({ lost, made, columns, target }) => {
      if (lost?.path !== path || lost.order !== order) return [];
      const isRenamed =
        renamed !== undefined || made.change.kind !== 'foreign key' || made.change.columns.join() !== columns.join();
      return [{ placed, change, table, columns, target, renamed: isRenamed }];
    }),
  );
}
