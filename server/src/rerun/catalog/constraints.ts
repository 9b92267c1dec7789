import type { Constraint as ConstraintNode, Node } from '@pgsql/types';
import { elementNames } from '../reading/indexNames';
import { display, generatedName, keyOf, nameOfKey, schemaOfKey, strings } from '../reading/names';
import { columnReferences } from '../reading/references';
import { needColumn } from './columns';
import { noteNeeds } from './needs';
import { addNotNull, dropNotNull } from './notNull';
import {
  type Constraint,
  type ConstraintKind,
  GONE,
  newRelation,
  type Relation,
  withElement,
  withEntry,
} from './objects';
import { type Run, SQLSTATE } from './run';
import { targetsOfExpression } from './targets';

/** The kind of a constraint node, or undefined for what only looks like one (DEFAULT, NULL, GENERATED …). */
export function constraintKind(node: ConstraintNode): ConstraintKind | undefined {
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
      return 'primary key';
    case 'CONSTR_UNIQUE':
      return 'unique';
    case 'CONSTR_FOREIGN':
      return 'foreign key';
    case 'CONSTR_CHECK':
      return 'check';
    case 'CONSTR_EXCLUSION':
      return 'exclusion';
    case 'CONSTR_NOTNULL':
      return 'not null';
    default:
      return undefined;
  }
}

/** A constraint of a relation: its value, gone, or undefined when nothing is known. */
export function constraintOf(relation: Relation, name: string): Constraint | typeof GONE | undefined {
  // Newer servers give NOT NULL a name too, which no statement need have said.
  return relation.constraints.get(name) ?? (relation.closed && !name.endsWith('_not_null') ? GONE : undefined);
}

/** The primary key of a relation: its value, gone, or undefined when nothing is known. */
export function primaryKeyOf(key: string, { constraints, closed }: Relation): Constraint | typeof GONE | undefined {
  for (const value of constraints.values()) if (value !== GONE && value.kind === 'primary key') return value;
  return closed || constraints.get(primaryKeyName(key)) === GONE ? GONE : undefined;
}

/** The name that PostgreSQL gives to the primary key of a table. */
export function primaryKeyName(key: string): string {
  return generatedName(nameOfKey(key), [], LABEL['primary key']);
}

/** The columns that a constraint names; `column` is the one that it stands on when it is written beside a column. */
export function constraintColumns(node: ConstraintNode, column?: string): string[] {
  if (node.contype === 'CONSTR_CHECK')
    return [...new Set(columnReferences(node.raw_expr).map((parts) => parts.at(-1) ?? ''))];
  if (node.contype === 'CONSTR_EXCLUSION')
    return [...new Set(excluded(node).flatMap((element) => columnsOfElement(element)))];
  const named = strings(node.contype === 'CONSTR_FOREIGN' ? node.fk_attrs : node.keys);
  return named.length ? named : column ? [column] : [];
}

/** The columns and expressions of an exclusion constraint, each beside its operator. */
function excluded({ exclusions }: ConstraintNode): Node[] {
  return (exclusions ?? []).flatMap((pair) => ('List' in pair ? (pair.List.items?.slice(0, 1) ?? []) : []));
}

function columnsOfElement(element: Node): string[] {
  if (!('IndexElem' in element)) return [];
  const { name, expr } = element.IndexElem;
  return name ? [name] : columnReferences(expr).map((parts) => parts.at(-1) ?? '');
}

const LABEL: Record<ConstraintKind, string> = {
  'primary key': 'pkey',
  unique: 'key',
  'foreign key': 'fkey',
  check: 'check',
  exclusion: 'excl',
  'not null': 'not_null',
};

/** The name that PostgreSQL gives to a constraint that has none, before it looks whether the name is free. */
export function constraintName(node: ConstraintNode, kind: ConstraintKind, table: string, column?: string): string {
  const given = node.conname ?? node.indexname;
  if (given) return given;
  const keys = kind === 'exclusion' ? elementNames(excluded(node)) : constraintColumns(node, column);
  const columns = [...keys, ...strings(node.including)];
  // A check is called after its column when it reads a single one.
  const isPlain = kind === 'primary key' || (kind === 'check' && columns.length !== 1);
  return generatedName(table, isPlain ? [] : columns, LABEL[kind]);
}

/** Adds one constraint to a table, with the index that carries it. */
export function addConstraint(run: Run, key: string, node: ConstraintNode, column?: string): void {
  const kind = constraintKind(node);
  if (!kind) return;
  const relation = run.relation(key)!;
  const columns = constraintColumns(node, column);
  for (const name of columns) needColumn(run, key, relation, name);
  if (kind === 'not null')
    return addNotNull(run, key, columns[0] ?? '', node.conname, () => freeName(run, relation, key, node, kind));
  const name = freeName(run, relation, key, node, kind, column);
  if (kind === 'primary key') refuseSecondPrimaryKey(run, key, relation);
  const known = relation.constraints.get(name);
  if (known && known !== GONE)
    run.refuse(
      'already there',
      kind === 'unique' || kind === 'primary key' ? SQLSTATE.duplicateTable : SQLSTATE.duplicateObject,
      `constraint "${name}" of ${display(key)} is already there`,
    );
  const value: Constraint = { maker: run.maker, kind, columns, ...references(run, node) };
  if (kind === 'primary key' || kind === 'unique' || kind === 'exclusion')
    addIndexOf(run, key, name, node, columns, kind);
  const now = run.relation(key)!;
  run.update(key, { constraints: withEntry(now.constraints, name, value) });
  if (kind === 'check')
    noteNeeds(run, key, `constraint ${name}`, run.maker, targetsOfExpression(run, key, node.raw_expr, false));
}

/** Drops a constraint, and the index that carries it. */
export function dropConstraint(run: Run, key: string, name: string, missingOk: boolean, cascade: boolean): void {
  const relation = run.relation(key)!;
  const known = constraintOf(relation, name);
  if (known === GONE) {
    if (missingOk) return;
    run.refuse('not there', SQLSTATE.undefinedObject, `constraint "${name}" of ${display(key)} is not there any more`);
  }
  if (known && known !== GONE && known.kind === 'not null') return dropNotNull(run, key, known.columns[0] ?? '');
  const index = keyOf({ schema: schemaOfKey(key), name });
  if (known && known !== GONE && (known.kind === 'primary key' || known.kind === 'unique')) {
    const dependents = foreignKeysOn(run, relation, known);
    if (dependents.length && !cascade)
      run.refuse(
        'depended on',
        SQLSTATE.dependentObjects,
        `constraint "${name}" of ${display(key)} is needed by foreign key "${dependents[0]!.name}" of ${display(dependents[0]!.table)}`,
      );
    for (const { table, name: foreign } of dependents) {
      const other = run.relation(table)!;
      run.update(table, { constraints: withEntry(other.constraints, foreign, GONE) });
    }
  }
  // An index of the same name has nothing to do with a foreign key or a check.
  const mayCarry = known === undefined || known === GONE || /^(primary key|unique|exclusion)$/.test(known.kind);
  const carried = mayCarry ? run.catalog.relation(index) : undefined;
  if (carried && carried !== GONE && carried.on === relation.id) run.catalog.setRelation(index, GONE);
  const now = run.relation(key)!;
  const indexes = new Set(now.indexes);
  if (mayCarry) indexes.delete(index);
  run.update(key, { constraints: withEntry(now.constraints, name, GONE), indexes });
}

/** The foreign keys that rest on a primary key or unique constraint. */
export function foreignKeysOn(run: Run, relation: Relation, constraint: Constraint): { table: string; name: string }[] {
  const found: { table: string; name: string }[] = [];
  for (const [table, other] of run.catalog.tablesReferring(relation.id)) {
    for (const [name, value] of other.constraints) {
      if (value === GONE || value.references?.table !== relation.id) continue;
      const columns = value.references.columns;
      const rests = columns.length
        ? isKeyOf(constraint, columns) && !hasOtherKey(relation, constraint, columns)
        : constraint.kind === 'primary key';
      if (rests) found.push({ table, name });
    }
  }
  return found;
}

function isKeyOf({ columns }: Constraint, wanted: readonly string[]): boolean {
  return columns.length === wanted.length && wanted.every((column) => columns.includes(column));
}

/** A foreign key rests on one of the keys over its columns, the one that was made first: nobody knows which that is. */
function hasOtherKey({ constraints }: Relation, key: Constraint, columns: readonly string[]): boolean {
  return [...constraints.values()].some(
    (other) =>
      other !== GONE &&
      other !== key &&
      (other.kind === 'primary key' || other.kind === 'unique') &&
      isKeyOf(other, columns),
  );
}

function references(run: Run, node: ConstraintNode): Pick<Constraint, 'references'> {
  if (node.contype !== 'CONSTR_FOREIGN' || !node.pktable) return {};
  const target = run.relation(run.key(node.pktable))!;
  const columns = strings(node.pk_attrs);
  for (const column of columns) needColumn(run, run.key(node.pktable), target, column);
  return { references: { table: target.id, columns } };
}

function freeName(
  run: Run,
  relation: Relation,
  key: string,
  node: ConstraintNode,
  kind: ConstraintKind,
  column?: string,
): string {
  const base = constraintName(node, kind, nameOfKey(key), column);
  // One that takes over an index takes over its name.
  if (node.conname || node.indexname) return base;
  let name = base;
  for (let n = 1; isTaken(run, relation, key, name, kind); n++) name = `${base}${n}`;
  if (name !== base && kind !== 'primary key')
    run.repeat('done again', `${display(key)} gets the same ${kind} constraint once more, under the name "${name}"`, {
      made: [...relation.constraints].find(([, value]) => value !== GONE && isOf(run, value, kind))?.[0],
    });
  return name;
}

function isOf(run: Run, { maker, kind }: Constraint, wanted: ConstraintKind): boolean {
  return maker === run.maker && kind === wanted;
}

/** A name that PostgreSQL chooses is that of no other constraint in the schema. */
function isTaken(run: Run, relation: Relation, key: string, name: string, kind: ConstraintKind): boolean {
  const constraint = relation.constraints.get(name);
  if (constraint && constraint !== GONE) return true;
  const schema = schemaOfKey(key);
  for (const [table, { constraints }] of run.catalog.tablesWithConstraint(name)) {
    const other = constraints.get(name);
    if (other && other !== GONE && table !== key && schemaOfKey(table) === schema) return true;
  }
  if (kind !== 'unique' && kind !== 'exclusion' && kind !== 'primary key') return false;
  const index = run.catalog.relation(keyOf({ schema: schemaOfKey(key), name }));
  return index !== undefined && index !== GONE;
}

function refuseSecondPrimaryKey(run: Run, key: string, { constraints }: Relation): void {
  for (const [name, value] of constraints)
    if (value !== GONE && value.kind === 'primary key')
      run.refuse(
        'already there',
        SQLSTATE.invalidTableDefinition,
        `${display(key)} already has a primary key, "${name}"`,
      );
}

function addIndexOf(
  run: Run,
  key: string,
  name: string,
  node: ConstraintNode,
  columns: string[],
  kind: ConstraintKind,
): void {
  const index = keyOf({ schema: schemaOfKey(key), name });
  const table = run.relation(key)!;
  if (node.indexname) {
    const used = keyOf({ schema: schemaOfKey(key), name: node.indexname });
    const known = run.catalog.relation(used);
    if (known === GONE)
      run.refuse('table not there', SQLSTATE.undefinedObject, `index ${display(used)} is not there any more`);
    // The index becomes that of the constraint, and goes by its name.
    run.catalog.setRelation(used, GONE);
  }
  run.createRelation(
    index,
    newRelation(run.maker, { kind: 'index', on: table.id, keys: columns, unique: kind !== 'exclusion' }),
    false,
  );
  run.update(key, { indexes: withElement(run.relation(key)!.indexes, index) });
}

/** The constraints written beside a column. */
export function columnConstraints(nodes: readonly Node[] | undefined): ConstraintNode[] {
  return (nodes ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}
