import { display } from '../reading/names';
import { type Dependent, dependentsOn, neededColumn, noteNeeds, settleDependents } from './needs';
import { type Column, type Constraint, GONE, type Need, type Relation, withEntry } from './objects';
import { type Run, SQLSTATE } from './run';
import { VersionedMap } from './versionedMap';

/** A column of a relation: its value, gone, or undefined when nothing is known. */
export function columnOf(relation: Relation, name: string): Column | typeof GONE | undefined {
  return relation.columns.get(name) ?? (relation.closed ? GONE : undefined);
}

/** Ends a second run whose statement names a column that is gone. */
export function needColumn(run: Run, key: string, relation: Relation, name: string): void {
  if (columnOf(relation, name) === GONE)
    run.refuse(
      'column not there',
      SQLSTATE.undefinedColumn,
      `column "${name}" of ${display(key)} is not there any more`,
      { missing: { key, column: name } },
    );
}

/**
 * Adds a column.
 * @returns false when it is there and the statement says IF NOT EXISTS.
 */
export function addColumn(run: Run, key: string, name: string, column: Column, ifNotExists: boolean): boolean {
  const relation = run.relation(key)!;
  const known = columnOf(relation, name);
  if (known !== undefined && known !== GONE) {
    if (ifNotExists) return false;
    run.refuse('already there', SQLSTATE.duplicateColumn, `column "${name}" of ${display(key)} is already there`);
  }
  // A column that comes back stands at the end, not where it once was.
  run.update(key, { columns: relation.columns.withLast(name, column) });
  return true;
}

/** The generated columns that are computed from a column. */
export function computedFrom({ columns }: Relation, name: string): string[] {
  return [...columns].flatMap(([other, column]) =>
    column !== GONE && other !== name && readsOf(column).includes(name) ? [other] : [],
  );
}

/** The views, policies and triggers that read a column. */
export function dependsOnColumn(run: Run, { id }: Relation, name: string): Dependent[] {
  return dependentsOn(run, neededColumn(id, name));
}

/** The columns that a generated column is computed from. */
function readsOf({ properties }: Column): readonly string[] {
  const written = properties.get('reads');
  return written ? (JSON.parse(written) as string[]) : [];
}

/** A generated column follows the columns that it is computed from through renames. */
function reading(column: Column, from: string, to: string): Column {
  const names = readsOf(column);
  if (!names.includes(from)) return column;
  const written = JSON.stringify(names.map((name) => (name === from ? to : name)));
  return { ...column, properties: withEntry(column.properties, 'reads', written) };
}

/** Drops a column with the indexes and constraints that hold it. */
export function dropColumn(run: Run, key: string, name: string, missingOk: boolean, cascade: boolean): void {
  const known = run.relation(key)!;
  const dropped = columnOf(known, name);
  if (dropped === GONE) {
    if (missingOk) return;
    run.refuse('not there', SQLSTATE.undefinedColumn, `column "${name}" of ${display(key)} is not there any more`);
  }
  for (const computed of computedFrom(known, name)) {
    if (!cascade)
      run.refuse(
        'depended on',
        SQLSTATE.dependentObjects,
        `column "${computed}" of ${display(key)} is computed from "${name}" by then`,
      );
    dropColumn(run, key, computed, true, true);
  }
  settleDependents(run, neededColumn(known.id, name), `column "${name}" of ${display(key)}`, cascade);
  if (dropped && dropped !== GONE) {
    run.noteFormer(key, name, dropped.type);
    if (!dropped.properties.get('generated') && !run.isCopied(key, name))
      run.lose({ kind: 'column', name: `${display(key)}."${name}"` });
  }
  const relation = run.relation(key)!;
  const constraints = new Map(relation.constraints);
  for (const [constraint, value] of relation.constraints)
    if (value !== GONE && value.columns.includes(name)) constraints.set(constraint, GONE);
  const indexes = new Set(relation.indexes);
  for (const index of relation.indexes) {
    const value = run.catalog.relation(index);
    if (!value || value === GONE || !value.keys?.includes(name)) continue;
    run.catalog.setRelation(index, GONE);
    indexes.delete(index);
  }
  run.update(key, { columns: relation.columns.with(name, GONE), constraints, indexes });
  dropOwnSequence(run, key, name);
}

/** Drops the sequence that belongs to a serial or identity column. */
export function dropOwnSequence(run: Run, key: string, name: string): void {
  const relation = run.relation(key)!;
  const indexes = new Set(relation.indexes);
  for (const index of relation.indexes) {
    const value = run.catalog.relation(index);
    if (!value || value === GONE || value.on !== `${relation.id} ${name}`) continue;
    run.catalog.setRelation(index, GONE);
    indexes.delete(index);
  }
  if (indexes.size < relation.indexes.size) run.update(key, { indexes });
}

/** Renames a column, in its constraints and indexes too. */
export function renameColumn(run: Run, key: string, from: string, to: string): void {
  const relation = run.relation(key)!;
  const old = columnOf(relation, from);
  if (old === GONE)
    run.refuse('not there', SQLSTATE.undefinedColumn, `column "${from}" of ${display(key)} is not there any more`);
  const taken = columnOf(relation, to);
  if (taken !== undefined && taken !== GONE)
    run.refuse('already there', SQLSTATE.duplicateColumn, `column "${to}" of ${display(key)} is already there`);
  const moved = old === GONE || old === undefined ? { maker: `before ${from}`, properties: new Map() } : old;
  const columns = new Map<string, Column | typeof GONE>();
  for (const [name, value] of relation.columns)
    if (name !== to) columns.set(name === from ? to : name, value === GONE ? GONE : reading(value, from, to));
  columns.set(to, moved).set(from, GONE);
  const swap = (names: readonly string[]) => names.map((name) => (name === from ? to : name));
  const constraints = new Map<string, Constraint | typeof GONE>();
  for (const [name, value] of relation.constraints)
    constraints.set(name, value === GONE ? GONE : { ...value, columns: swap(value.columns) });
  for (const index of relation.indexes) {
    const value = run.catalog.relation(index);
    if (value && value !== GONE && value.keys?.includes(from)) run.update(index, { keys: swap(value.keys) });
    if (value && value !== GONE && value.on === `${relation.id} ${from}`)
      run.update(index, { on: `${relation.id} ${to}` });
  }
  run.update(key, { columns: VersionedMap.of(columns), constraints });
  const [old_, new_] = [neededColumn(relation.id, from), neededColumn(relation.id, to)];
  for (const [user, { needs }] of [...run.catalog.relationsNeeding(old_)]) {
    const followed = [...needs].map(([part, { of, on }]): [string, Need] => [
      part,
      { of, on: new Set([...on].map((target) => (target === old_ ? new_ : target))) },
    ]);
    run.update(user, { needs: new Map(followed) });
  }
  const own = run.relation(key)!.needs.get(`column ${from}`);
  if (own) noteNeeds(run, key, `column ${to}`, own.of, own.on);
}

/** Sets one property of a column that has to be there. */
export function setColumnProperty(run: Run, key: string, name: string, property: string, value: string): void {
  const relation = run.relation(key)!;
  needColumn(run, key, relation, name);
  const known = columnOf(relation, name);
  const column: Column = known && known !== GONE ? known : { maker: `before ${name}`, properties: new Map() };
  if (column === known && column.properties.get(property) === value) return;
  run.update(key, {
    columns: relation.columns.with(name, { ...column, properties: withEntry(column.properties, property, value) }),
  });
}
