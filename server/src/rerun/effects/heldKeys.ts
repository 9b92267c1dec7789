import type { InsertStmt, Node, SelectStmt } from '@pgsql/types';
import { GONE, type Relation } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { isNull } from '../reading/constants';
import { isDefault } from '../reading/insertedRows';
import { writesOf } from '../reading/writes';
import { isNew } from './newValues';

/** Which unique key the rows of the first run hold: one of which the statement gives each part, the same each time. */
export function heldKey(
  run: Run,
  relation: Relation,
  { withClause }: InsertStmt,
  columns: readonly string[],
  values: readonly (readonly (Node | undefined)[])[],
): { fixed: readonly string[]; keys: readonly (readonly string[])[]; held: readonly string[] | undefined } {
  // What a WITH has just written may have other keys each time.
  const isKnown = writesOf(withClause).length === 0;
  const isFixed = (value: Node | undefined) => !value || !(isNew(run, value) || isDefault(value) || isNull(value));
  const fixed = columns.filter((_, i) => isKnown && values.every((row) => isFixed(row[i])));
  const keys = uniqueKeys(run, relation).filter((unique) => unique.length > 0);
  return { fixed, keys, held: keys.find((unique) => unique.every((column) => fixed.includes(column))) };
}

/** True where a part of a key may be NULL in some of the rows, which no unique key keeps from coming again. */
export function mayBeNull(
  relation: Relation,
  held: readonly string[],
  columns: readonly string[],
  values: readonly (readonly (Node | undefined)[])[],
): boolean {
  return held.some((name) => {
    const isRead = values.some((row) => 'ColumnRef' in (row[columns.indexOf(name)] ?? {}));
    return isRead && relation.columns.has(name) && !takesNoNull(relation, name);
  });
}

/** True for a column that is known to take no NULL, as part of the primary key or by itself. */
export function takesNoNull({ columns, constraints }: Relation, name: string): boolean {
  const column = columns.get(name);
  if (column && column !== GONE && column.properties.get('null') === 'not null') return true;
  return [...constraints.values()].some(
    (constraint) => constraint !== GONE && constraint.kind === 'primary key' && constraint.columns.includes(name),
  );
}

/** The columns that rows have values for: those that the statement names, else the first ones of the table. */
export function columnsGiven(relation: Relation, select: SelectStmt, named: readonly string[]): readonly string[] {
  if (named.length > 0) return named;
  const all = [...relation.columns.keys()];
  const [first] = select.valuesLists ?? [];
  return first && 'List' in first ? all.slice(0, first.List.items?.length ?? 0) : all;
}

/** ON CONFLICT with a key looks at that one alone: rows that are new under it fail under the others. */
export function isCaught(
  { onConflictClause }: InsertStmt,
  held: readonly string[],
  keys: readonly (readonly string[])[],
  fixed: readonly string[],
): boolean {
  const elements = onConflictClause?.infer?.indexElems ?? [];
  const target = elements.flatMap((node) => ('IndexElem' in node && node.IndexElem.name ? [node.IndexElem.name] : []));
  const isKnown = keys.some((key) => sameColumns(key, target));
  return !isKnown || sameColumns(held, target) || target.every((column) => fixed.includes(column));
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column));
}

/** The columns of each primary key, unique constraint and unique index of a table; none for an index of expressions. */
export function uniqueKeys(run: Run, relation: Relation): (readonly string[])[] {
  const keys: (readonly string[])[] = [];
  for (const value of relation.constraints.values())
    if (value !== GONE && (value.kind === 'primary key' || value.kind === 'unique')) keys.push(value.columns);
  for (const index of relation.indexes) {
    const value = run.catalog.relation(index);
    if (value && value !== GONE && value.unique && value.keys) keys.push(value.keys);
  }
  return keys;
}
