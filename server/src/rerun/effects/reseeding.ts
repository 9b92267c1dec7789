import type { DeleteStmt, Node } from '@pgsql/types';
import { GONE, newItem, withEntry } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { constantOf } from '../reading/constants';
import { fileOfMaker } from '../reading/makers';
import { type Choice, choicesOf } from '../reading/wanted';

/** Rows that a DELETE of the file takes out by their constants, and the file. */
interface Deleted {
  readonly file: string;
  readonly rows: readonly (readonly Choice[])[];
}

/** A file that deletes more rows one by one is one of data: those behind are not followed. */
const MOST_DELETES = 50;

/** Notes which rows a DELETE takes out: `DELETE FROM t WHERE id = 'a'` before `INSERT INTO t (id) VALUES ('a')`. */
export function noteDeleted(run: Run, key: string, { usingClause, whereClause }: DeleteStmt): void {
  const choices = usingClause?.length ? undefined : choicesOf(whereClause);
  const { file, rows } = deletedFrom(run, key);
  if (!choices || rows.length === MOST_DELETES || run.second) return;
  const after: Deleted = { file, rows: [...rows, choices] };
  run.update(key, { properties: withEntry(run.relation(key)!.properties, DELETED, JSON.stringify(after)) });
}

const DELETED = 'deleted';

function deletedFrom(run: Run, key: string): Deleted {
  const file = fileOfMaker(run.maker);
  const known = JSON.parse(run.relation(key)!.properties.get(DELETED) ?? 'null') as Deleted | null;
  return known?.file === file ? known : { file, rows: [] };
}

/** Notes in the first run that the file has deleted the rows of an INSERT before it puts them in, as it does each time. */
export function noteReseeded(
  run: Run,
  key: string,
  columns: readonly string[],
  values: () => readonly (readonly (Node | undefined)[])[],
): void {
  const { rows: deleted } = deletedFrom(run, key);
  if (deleted.length === 0) return;
  const isDeleted = (row: readonly (Node | undefined)[]) => {
    const isAmong = ([column, wanted]: Choice) => {
      const given = constantOf(row[columns.indexOf(column)]);
      return given !== undefined && wanted.includes(given);
    };
    return deleted.some((choices) => choices.every(isAmong));
  };
  if (values().every(isDeleted)) run.catalog.setItem('reseeded', run.maker, newItem(run.maker));
}

/** True for an INSERT whose rows the file deletes before. */
export function isReseeded(run: Run): boolean {
  const noted = run.catalog.item('reseeded', run.maker);
  return noted !== undefined && noted !== GONE;
}
