import type { ColumnDef, CreateStmt, CreateTableAsStmt, Node } from '@pgsql/types';
import { kept } from '../../core/kept';
import { addConstraint, columnConstraints, constraintKind } from '../catalog/constraints';
import { noteNeeds } from '../catalog/needs';
import { type Column, GONE, newRelation } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { checkQuery } from '../catalog/scope';
import { targetsOfExpression, targetsOfQuery } from '../catalog/targets';
import { VersionedMap } from '../catalog/versionedMap';
import { display, generatedName, keyOf, nameOfKey, schemaOfKey, strings } from '../reading/names';
import { columnReferences } from '../reading/references';
import { noteFilled, sourcesOfRows } from './filledTables';

/** CREATE TABLE, with what comes with it: its row type, the indexes of its constraints, the sequences of its serial columns. */
export function createTable(run: Run, statement: CreateStmt): void {
  const key = run.newKey(statement.relation);
  refuseTypeOfThatName(run, key);
  const columns = new Map<string, Column>();
  for (const node of statement.tableElts ?? [])
    if ('ColumnDef' in node) columns.set(node.ColumnDef.colname ?? '', columnFrom(run, node.ColumnDef));
  const parents = (statement.inhRelations ?? []).flatMap((node) =>
    'RangeVar' in node ? [run.key(node.RangeVar)] : [],
  );
  for (const parent of parents) run.relation(parent);
  const known = run.catalog.relation(key);
  const copies =
    (statement.tableElts ?? []).some((node) => 'TableLikeClause' in node) || statement.ofTypename !== undefined;
  const written = !copies && parents.length === 0;
  const mayHaveBeen = Boolean(statement.if_not_exists) && known === undefined;
  const relation = newRelation(run.maker, {
    kind: 'table',
    columns: VersionedMap.of(columns),
    closed: written && !mayHaveBeen,
    presumed: written && mayHaveBeen,
    properties: new Map(parents.map((parent) => [`parent ${parent}`, 'there'])),
  });
  if (!run.createRelation(key, relation, statement.if_not_exists ?? false)) return;
  for (const node of statement.tableElts ?? []) {
    if ('Constraint' in node) addConstraint(run, key, node.Constraint);
    if ('ColumnDef' in node) attachColumn(run, key, node.ColumnDef);
  }
}

/** CREATE TABLE … AS, SELECT … INTO and CREATE MATERIALIZED VIEW. */
export function createTableAs(run: Run, statement: CreateTableAsStmt): void {
  const kind = statement.objtype === 'OBJECT_MATVIEW' ? 'materialized view' : 'table';
  // The query is read before the name is looked at, whatever IF NOT EXISTS says.
  checkQuery(run, statement.query);
  const key = run.newKey(statement.into?.rel);
  if (!run.createRelation(key, newRelation(run.maker, { kind }), statement.if_not_exists ?? false)) return;
  if (kind === 'materialized view') noteNeeds(run, key, 'view', run.maker, targetsOfQuery(run, statement.query));
  else noteFilled(run, key, sourcesOfRows(run, statement.query));
}

/** The column that a definition makes. */
export function columnFrom(run: Run, definition: ColumnDef): Column {
  return { maker: run.maker, type: typeReference(run, definition.typeName), properties: propertiesOf(definition) };
}

/** What a definition says of its column, kept with the tree: each run and each keystroke asks for it again. */
const propertiesOf = kept((definition: ColumnDef): ReadonlyMap<string, string> => {
  const read = new Map<string, string>();
  for (const constraint of columnConstraints(definition.constraints)) {
    if (constraint.contype === 'CONSTR_NOTNULL' || constraint.contype === 'CONSTR_PRIMARY')
      read.set('null', 'not null');
    if (constraint.contype === 'CONSTR_DEFAULT')
      read.set('default', JSON.stringify(withoutPlaces(constraint.raw_expr)));
    if (constraint.contype === 'CONSTR_IDENTITY') read.set('identity', constraint.generated_when ?? 'a');
    if (constraint.contype === 'CONSTR_GENERATED')
      read.set('generated', 'always').set('reads', JSON.stringify(columnReferences(constraint.raw_expr).flat()));
  }
  if (serialType(definition)) read.set('default', 'nextval').set('null', 'not null');
  return read;
});

/** Adds what a column's own clauses make beside the column. */
export function attachColumn(run: Run, key: string, definition: ColumnDef): void {
  const name = definition.colname ?? '';
  const value = columnConstraints(definition.constraints).find(
    ({ contype }) => contype === 'CONSTR_DEFAULT' || contype === 'CONSTR_GENERATED',
  );
  if (value?.raw_expr) noteDefaultNeeds(run, key, name, value.raw_expr);
  if (serialType(definition)) ownSequence(run, key, name);
  for (const constraint of columnConstraints(definition.constraints)) {
    if (constraint.contype === 'CONSTR_IDENTITY') ownSequence(run, key, name);
    else if (constraintKind(constraint) && constraint.contype !== 'CONSTR_NOTNULL')
      addConstraint(run, key, constraint, name);
  }
}

/** What a column's default, or the expression that computes it, stands on. */
export function noteDefaultNeeds(run: Run, key: string, name: string, expression: Node | undefined): void {
  const column = run.relation(key)!.columns.get(name);
  const written = column && column !== GONE ? (column.properties.get('default') ?? '') : '';
  noteNeeds(run, key, `column ${name}`, written, targetsOfExpression(run, key, expression, false));
}

/** The sequence that a serial or identity column brings along; its name gives way to one that is taken. */
export function ownSequence(run: Run, key: string, column: string): void {
  const base = generatedName(nameOfKey(key), [column], 'seq');
  let sequence = keyOf({ schema: schemaOfKey(key), name: base });
  for (let n = 1; isThere(run, sequence); n++) sequence = keyOf({ schema: schemaOfKey(key), name: `${base}${n}` });
  run.catalog.setRelation(
    sequence,
    newRelation(run.maker, { kind: 'sequence', on: `${run.relation(key)!.id} ${column}` }),
  );
  run.update(key, { indexes: new Set(run.relation(key)!.indexes).add(sequence) });
}

function isThere(run: Run, key: string): boolean {
  const known = run.catalog.relation(key);
  return known !== undefined && known !== GONE;
}

function refuseTypeOfThatName(run: Run, key: string): void {
  const type = run.catalog.type(key);
  if (type && type !== GONE && run.second)
    run.refuse(
      'already there',
      SQLSTATE.duplicateObject,
      `type ${display(key)} is already there, and a table makes a type of its name`,
    );
}

/** `serial` and its kin, which are no types but a sequence and a default. */
export function serialType(definition: ColumnDef): boolean {
  const names = strings(definition.typeName?.names);
  return /^(small|big)?serial[248]?$/.test(names[names.length - 1] ?? '');
}

/** A type as the parser knows it, in one string that is equal for equal types. */
export function typeText(type: ColumnDef['typeName']): string {
  const names = strings(type?.names).filter((name) => name !== 'pg_catalog');
  const modifiers = type?.typmods?.length ? `(${JSON.stringify(withoutPlaces(type.typmods))})` : '';
  return names.join('.') + modifiers + '[]'.repeat(type?.arrayBounds?.length ?? 0);
}

/** `type` and the maker of a type that the file or the history made, so that it follows renames; else the type's text. */
export function typeReference(run: Run, type: ColumnDef['typeName']): string {
  const parts = strings(type?.names);
  const known = run.catalog.type(
    keyOf({ schema: parts.length > 1 ? parts[0]! : run.schema, name: parts.at(-1) ?? '' }),
  );
  return known && known !== GONE && !type?.arrayBounds?.length ? `type ${known.id}` : typeText(type);
}

/** A tree without the places of its nodes, so that equal expressions are equal wherever they stand. */
export function withoutPlaces(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutPlaces);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(
        ([key]) =>
          key !== 'location' &&
          key !== 'rexpr_list_start' &&
          key !== 'rexpr_list_end' &&
          key !== 'list_start' &&
          key !== 'list_end',
      )
      .map(([key, value]) => [key, withoutPlaces(value)]),
  );
}

/** Ends a second run whose table names a type of the file that is gone. */
export function needType(run: Run, names: readonly Node[] | undefined): void {
  const parts = strings(names);
  const name = parts[parts.length - 1];
  if (!name) return;
  const key = keyOf({ schema: parts.length > 1 ? parts[0]! : run.schema, name });
  if (run.catalog.type(key) === GONE)
    run.refuse('not there', SQLSTATE.undefinedObject, `type ${display(key)} is not there any more`);
}
