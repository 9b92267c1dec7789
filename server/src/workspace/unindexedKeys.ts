import { kept } from '../core/kept';
import type { SqlDocument } from '../languages/sql/syntax';
import { schemaOfKey } from '../rerun/names';
import type { PlacedStatement } from './placedStatements';
import type { Tables } from './tableHistory';
import type { ForeignKeyLife, TableLife } from './tableLives';
import { changesOfKind, type WrittenChange } from './writtenChanges';

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
  const written = keyChanges(document);
  if (written.length === 0) return [];
  const all = tables();
  return written.flatMap((one) =>
    one.change.kind === 'drop index' ? leftWithout(one, one.change.index, path, all) : neverIndexed(one, path, all),
  );
}

const keyChanges = changesOfKind('foreign key', 'drop index');

function neverIndexed(written: WrittenChange, path: string, tables: Tables): UnindexedKey[] {
  const { change, order } = written;
  if (change.kind !== 'foreign key' || schemaOfKey(change.table) === 'pg_temp') return [];
  const { table, columns, target } = change;
  const found: UnindexedKey[] = [];
  for (const life of tables.livesOf(table).values()) {
    if (!uncovered(life).some(({ made }) => made.path === path && made.order === order)) continue;
    const { renamed } = life;
    const { placed } = written;
    found.push({ placed, change, table, columns, target, renamed: renamed?.path === path && renamed.order > order });
  }
  return found;
}

/** The foreign keys of a table without an index. Of columns that were there before the history, nobody knows what indexes they have. */
const uncovered = kept(({ foreignKeys, columns: known }: TableLife): readonly ForeignKeyLife[] =>
  [...foreignKeys.values()].filter(({ covered, columns }) => !covered && columns.every((column) => known.has(column))),
);

function leftWithout(written: WrittenChange, index: string, path: string, tables: Tables): UnindexedKey[] {
  const { change, order } = written;
  const lives = new Map([...new Set(tables.tablesWith(index))].flatMap((table) => [...tables.livesOf(table)]));
  return [...lives].flatMap(([table, { foreignKeys, renamed }]) =>
    [...foreignKeys.values()].flatMap(({ lost, made, columns, target }) => {
      if (lost?.path !== path || lost.order !== order) return [];
      const isRenamed =
        renamed !== undefined || made.change.kind !== 'foreign key' || made.change.columns.join() !== columns.join();
      return [{ placed: written.placed, change, table, columns, target, renamed: isRenamed }];
    }),
  );
}
