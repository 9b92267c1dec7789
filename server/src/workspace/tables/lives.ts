import { nameOfKey, schemaOfKey } from '../../rerun/reading/names';
import type { TableChange } from './changes';

/** A change and where it is written: the path of its file, and its number among the changes of that file. */
export interface PlacedChange {
  readonly path: string;
  readonly order: number;
  readonly change: TableChange;
}

/** A foreign key, and whether an index leads with its columns. */
export interface ForeignKeyLife {
  readonly made: PlacedChange;
  columns: readonly string[];
  readonly target: string;
  /** At some time of its life one did. */
  covered: boolean;
  /** The DROP INDEX that took the last one away. */
  lost?: PlacedChange | undefined;
}

/** A table as a history leaves it. */
export interface TableLife {
  /** The statement that made it; undefined when the history only alters it. */
  readonly created?: PlacedChange;
  /** Where it got the name that it has in the end, unless it was made with it. */
  renamed?: PlacedChange;
  open: boolean;
  /** Where each column was made, by the name that it has in the end. */
  columns: Map<string, PlacedChange>;
  /** The names of columns that were dropped or renamed since. */
  readonly formerColumns: Set<string>;
  /** The columns of its indexes and keys, by name. */
  keys: Map<string, readonly string[]>;
  foreignKeys: Map<string, ForeignKeyLife>;
}

/** Lives through changes in order, and gives the tables that are there in the end, by `schema.name`. */
export function tableLives(changes: Iterable<PlacedChange>): ReadonlyMap<string, TableLife> {
  const tables = new Map<string, TableLife>();
  for (const placed of changes) apply(tables, placed);
  return tables;
}

function apply(tables: Map<string, TableLife>, placed: PlacedChange): void {
  const { change } = placed;
  if (change.kind === 'drop index') return dropIndex(tables, change.index, placed);
  const known = tables.get(change.table);
  if (change.kind === 'create') {
    // One that is there already is kept: the statement is guarded, or it would fail.
    if (!known?.created) tables.set(change.table, newLife(placed, change.columns, change.open, known));
    return;
  }
  if (change.kind === 'drop') {
    tables.delete(change.table);
    return;
  }
  const table = known ?? newLife(placed, [], true);
  if (change.kind === 'rename') {
    tables.delete(change.table);
    table.renamed = placed;
    tables.set(change.to, table);
    return;
  }
  tables.set(change.table, table);
  alter(table, placed);
}

function newLife(placed: PlacedChange, columns: readonly string[], open: boolean, known?: TableLife): TableLife {
  return {
    ...(placed.change.kind === 'create' ? { created: placed } : {}),
    open,
    columns: new Map([...(known?.columns ?? []), ...columns.map((name) => [name, placed] as const)]),
    formerColumns: known?.formerColumns ?? new Set(),
    keys: known?.keys ?? new Map(),
    foreignKeys: known?.foreignKeys ?? new Map(),
  };
}

function alter(table: TableLife, placed: PlacedChange): void {
  const { change } = placed;
  switch (change.kind) {
    case 'add column':
      table.columns.set(change.column, placed);
      return;
    case 'drop column':
      return dropColumn(table, change.column);
    case 'rename column':
      return renameColumn(table, change.column, change.to);
    case 'key':
      table.keys.set(change.name, change.columns);
      for (const foreign of table.foreignKeys.values()) cover(foreign, change.columns);
      return;
    case 'foreign key': {
      const { columns, target } = change;
      const covered = isCovered(table, columns);
      table.foreignKeys.set(change.name, { made: placed, columns, target, covered });
      return;
    }
    case 'drop constraint':
      table.keys.delete(change.name);
      table.foreignKeys.delete(change.name);
      return;
    case 'rename constraint':
      move(table.keys, change.name, change.to);
      move(table.foreignKeys, change.name, change.to);
  }
}

function cover(foreign: ForeignKeyLife, key: readonly string[]): void {
  if (!leadsWith(key, foreign.columns)) return;
  foreign.covered = true;
  foreign.lost = undefined;
}

function isCovered({ keys }: TableLife, columns: readonly string[]): boolean {
  return [...keys.values()].some((key) => leadsWith(key, columns));
}

function dropIndex(tables: ReadonlyMap<string, TableLife>, index: string, placed: PlacedChange): void {
  for (const [key, table] of tables) {
    if (schemaOfKey(key) !== schemaOfKey(index) || !table.keys.delete(nameOfKey(index))) continue;
    for (const foreign of table.foreignKeys.values())
      if (foreign.covered && !isCovered(table, foreign.columns)) foreign.lost ??= placed;
  }
}

function dropColumn(table: TableLife, column: string): void {
  table.columns.delete(column);
  table.formerColumns.add(column);
  for (const [name, columns] of table.keys) if (columns.includes(column)) table.keys.delete(name);
  for (const [name, { columns }] of table.foreignKeys) if (columns.includes(column)) table.foreignKeys.delete(name);
}

function renameColumn(table: TableLife, column: string, to: string): void {
  table.formerColumns.add(column);
  const swap = (names: readonly string[]) => names.map((name) => (name === column ? to : name));
  table.columns = new Map([...table.columns].map(([name, made]) => [name === column ? to : name, made]));
  for (const [name, columns] of table.keys) table.keys.set(name, swap(columns));
  for (const foreign of table.foreignKeys.values()) foreign.columns = swap(foreign.columns);
}

function move<V>(map: Map<string, V>, from: string, to: string): void {
  const value = map.get(from);
  if (value === undefined) return;
  map.delete(from);
  map.set(to, value);
}

/** True when an index finds the rows of a foreign key: its columns come first, in any order. */
function leadsWith(key: readonly string[], columns: readonly string[]): boolean {
  const first = key.slice(0, columns.length);
  return columns.every((column) => first.includes(column));
}
