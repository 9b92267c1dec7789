import type { SqlDocument } from '../../languages/sql/syntax';
import { schemaOfKey } from '../../rerun/reading/names';
import type { PlacedStatement } from '../statements/placed';
import type { Tables } from './questions';
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
  return tables
    .uncovered(table, path)
    .filter((key) => key.order === order)
    .map(({ renamed = -1 }) => ({ placed: written.placed, change, table, columns, target, renamed: renamed > order }));
}

function leftWithout(
  { placed, change, order }: WrittenChange,
  index: string,
  path: string,
  tables: Tables,
): UnindexedKey[] {
  return tables
    .leftWithout(index, path)
    .filter((key) => key.order === order)
    .map(({ table, columns, target, renamed }) => ({ placed, change, table, columns, target, renamed }));
}
