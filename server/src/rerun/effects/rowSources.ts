import type { InsertStmt, RangeVar } from '@pgsql/types';
import { type Column, GONE, type Gone, newItem, type Relation, withEntry } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { type RowSources, rowQueryOf } from '../reading/rowQuery';

/**
 * True for a query that looks for rows that are missing (`NOT EXISTS`, `NOT IN`, `EXCEPT`, a join for what has no partner)
 * where the file puts some in: in the table itself, or in one that the file writes. What it looks for anywhere else is as
 * missing the second time.
 */
export function looksForMissing(run: Run, key: string, statement: InsertStmt): boolean {
  const { isForMissing, tables } = rowQueryOf(statement);
  return isForMissing && tables.some((table) => run.key(table) === key || isWritten(run, run.key(table)));
}

/** Notes what the file has done by now to the rows that a query finds. */
export function noteSources(run: Run, sources: RowSources): void {
  const state = stateOfSources(run, sources);
  if (state !== '') run.catalog.setItem('sources', run.maker, newItem(state));
}

/**
 * True where the file has, since the first run of a statement, taken rows out of the tables that its query reads, or given
 * others to a column that it chooses them by: it may find none of the rows of then.
 */
export function areOther(run: Run, sources: RowSources): boolean {
  const noted = run.catalog.item('sources', run.maker);
  return stateOfSources(run, sources) !== (noted && noted !== GONE ? noted.id : '');
}

function stateOfSources(run: Run, { tables, columns }: RowSources): string {
  return tables.map((table) => stateOf(run, table, columns)).join('');
}

function stateOf(run: Run, table: RangeVar, chosenBy: ReadonlySet<string>): string {
  const relation = known(run, run.key(table));
  if (!relation) return '';
  const taken = takenFrom(run, relation);
  const writers = [...relation.columns].map(([name, column]) => (chosenBy.has(name) ? writerOf(run, column) : ''));
  return taken.length > 0 || writers.some(Boolean) ? JSON.stringify([...taken, ...writers.filter(Boolean)]) : '';
}

/** True for rows that come from tables. */
export function readsTables(statement: InsertStmt): boolean {
  return rowQueryOf(statement).tables.length > 0;
}

/** Notes that a statement takes rows out of a table. */
export function noteTaken(run: Run, key: string): void {
  const relation = run.relation(key)!;
  const taken = takenFrom(run, relation);
  if (taken.includes(run.maker)) return;
  run.update(key, { properties: withEntry(relation.properties, TAKEN, JSON.stringify([...taken, run.maker])) });
}

/** The property of a table that names the statements of the last file that have taken rows out of it. */
const TAKEN = 'taken';

function takenFrom(run: Run, { properties }: Relation): readonly string[] {
  const makers = JSON.parse(properties.get(TAKEN) ?? '[]') as string[];
  return makers.filter((maker) => run.isOwn(maker));
}

function writerOf(run: Run, column: Column | Gone): string {
  const writer = column === GONE ? undefined : column.properties.get('data');
  return writer !== undefined && run.isOwn(writer) ? writer : '';
}

/** True where a statement of the file puts rows into a table, takes some out or changes them; a view may show such rows. */
export function isWritten(run: Run, key: string): boolean {
  const relation = known(run, key);
  if (!relation) return false;
  if (relation.kind === 'view') return true;
  if (takenFrom(run, relation).length > 0 || [...relation.rows].some((maker) => run.isOwn(maker))) return true;
  return hasOtherValues(run, relation);
}

/** True where a statement of the file gives rows of a table other values. */
export function hasOtherValues(run: Run, { columns }: Relation): boolean {
  return [...columns.values()].some((column) => writerOf(run, column) !== '');
}

/** What is known of a table that is there, as far as anybody has told. */
export function known(run: Run, key: string): Relation | undefined {
  const relation = run.catalog.relation(key);
  return relation && relation !== GONE ? relation : undefined;
}
