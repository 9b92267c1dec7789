import type { AlterObjectSchemaStmt, RenameStmt } from '@pgsql/types';
import { renameColumn } from '../catalog/columns';
import { constraintOf } from '../catalog/constraints';
import { memberOf } from '../catalog/members';
import { GONE, newRelation, newType, type Relation, type RelationKind, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { display, keyOf, nodeName, renamedKey, schemaOfKey } from '../reading/names';
import { renameItem } from './items';
import { needMember } from './members';
import { MEMBER_KINDS, RELATION_KINDS } from './object-kinds';
import { renamePublication } from './publications';
import { routineKey } from './routines';
import { typeOf } from './types';
import { renameOutput } from './views';

/** ALTER … RENAME of anything. */
export function rename(run: Run, statement: RenameStmt): void {
  const type = statement.renameType ?? '';
  const to = statement.newname ?? '';
  const missingOk = statement.missing_ok ?? false;
  const kind = RELATION_KINDS[type];
  if (kind) return renameRelation(run, run.key(statement.relation), kind, to, missingOk);
  if (type === 'OBJECT_COLUMN' || type === 'OBJECT_ATTRIBUTE') return renamePart(run, statement, to, missingOk);
  if (type === 'OBJECT_TABCONSTRAINT') return renameConstraint(run, statement, to, missingOk);
  if (type === 'OBJECT_TYPE' || type === 'OBJECT_DOMAIN') {
    const name = nodeName(statement.object, run.schema);
    return name ? renameType(run, keyOf(name), renamedKey(keyOf(name), to)) : undefined;
  }
  const member = MEMBER_KINDS[type];
  if (member) return renameMember(run, statement, member, to);
  const object = statement.object;
  const from =
    object && 'ObjectWithArgs' in object
      ? routineKey(run, object.ObjectWithArgs, type)
      : (statement.subname ?? nodeName(object, run.schema)?.name ?? '');
  const suffix = from.indexOf('(');
  renameItem(run, type, from, suffix < 0 ? to : renamedKey(from.slice(0, suffix), to) + from.slice(suffix));
  if (type === 'OBJECT_PUBLICATION') renamePublication(run, from, to);
}

function renamePart(run: Run, statement: RenameStmt, to: string, missingOk: boolean): void {
  const key = run.key(statement.relation);
  if (statement.renameType === 'OBJECT_ATTRIBUTE') {
    const type = typeOf(run, key)!;
    const from = statement.subname ?? '';
    if (type.members.get(from) === GONE)
      run.refuse(
        'not there',
        SQLSTATE.undefinedColumn,
        `attribute "${from}" of type ${display(key)} is not there any more`,
      );
    const members = withEntry(withEntry(type.members, from, GONE), to, type.members.get(from) ?? `before ${from}`);
    return run.catalog.setType(key, { ...type, members });
  }
  if (!run.relation(key, missingOk)) return;
  renameColumn(run, key, statement.subname ?? '', to);
  renameOutput(run, key, statement.subname ?? '', to);
}

/** Moves a relation to another name of its schema. */
export function renameRelation(run: Run, from: string, kind: RelationKind, to: string, missingOk: boolean): void {
  const known = run.catalog.relation(from);
  if (known === GONE) {
    if (missingOk) return;
    run.refuse('not there', SQLSTATE.undefinedTable, `${kind} ${display(from)} is not there any more`);
  }
  const relation = known && known !== GONE ? known : newRelation(`before ${from}`, { kind });
  move(run, from, renamedKey(from, to), relation);
  if (relation.kind === 'index') renameCarriedConstraint(run, relation, from, to);
}

function move(run: Run, from: string, to: string, relation: Relation): void {
  const taken = run.catalog.relation(to);
  if (taken && taken !== GONE)
    run.refuse('already there', SQLSTATE.duplicateTable, `${taken.kind ?? 'relation'} ${display(to)} is already there`);
  run.catalog.setRelation(to, relation);
  run.catalog.setRelation(from, GONE);
  for (const [key, other] of run.catalog.tablesWithIndex(from)) {
    if (!other.indexes.has(from)) continue;
    const indexes = new Set(other.indexes);
    indexes.delete(from);
    run.update(key, { indexes: indexes.add(to) });
  }
}

/** An index that carries a constraint shares its name with it, and renaming one renames the other. */
function renameCarriedConstraint(run: Run, index: Relation, from: string, to: string): void {
  const old = from.slice(from.indexOf('.') + 1);
  const home = index.on === undefined ? undefined : run.catalog.relationById(index.on);
  if (!home) return;
  const [key, table] = home;
  const constraint = table.constraints.get(old);
  if (constraint && constraint !== GONE)
    run.update(key, { constraints: withEntry(withEntry(table.constraints, old, GONE), to, constraint) });
}

function renameConstraint(run: Run, statement: RenameStmt, to: string, missingOk: boolean): void {
  const key = run.key(statement.relation);
  const table = run.relation(key, missingOk);
  if (!table) return;
  const from = statement.subname ?? '';
  const known = constraintOf(table, from);
  if (known === GONE)
    run.refuse('not there', SQLSTATE.undefinedObject, `constraint "${from}" of ${display(key)} is not there any more`);
  const taken = table.constraints.get(to);
  if (taken && taken !== GONE)
    run.refuse('already there', SQLSTATE.duplicateObject, `constraint "${to}" of ${display(key)} is already there`);
  const moved = known && known !== GONE ? known : { maker: `before ${from}`, kind: 'check' as const, columns: [] };
  run.update(key, { constraints: withEntry(withEntry(table.constraints, from, GONE), to, moved) });
  const index = renamedKey(key, from);
  const carried = run.catalog.relation(index);
  if (carried && carried !== GONE && carried.on === table.id) move(run, index, renamedKey(key, to), carried);
  else if (carried === undefined) run.catalog.setRelation(index, GONE);
}

function renameType(run: Run, from: string, to: string): void {
  const known = run.catalog.type(from);
  if (known === GONE) run.refuse('not there', SQLSTATE.undefinedObject, `type ${display(from)} is not there any more`);
  const taken = run.catalog.type(to);
  if (taken && taken !== GONE)
    run.refuse('already there', SQLSTATE.duplicateObject, `type ${display(to)} is already there`);
  run.catalog.setType(to, known && known !== GONE ? known : newType(`before ${from}`));
  run.catalog.setType(from, GONE);
}

function renameMember(run: Run, statement: RenameStmt, kind: string, to: string): void {
  const key = run.key(statement.relation);
  const table = run.relation(key)!;
  const from = statement.subname ?? '';
  const known = memberOf(run, table, `${kind} ${from}`);
  const missing = () => needMember(run, key, kind, from);
  const taken = () => {
    const other = table.members.get(`${kind} ${to}`);
    if (other !== undefined && other !== GONE)
      run.refuse('already there', SQLSTATE.duplicateObject, `${kind} "${to}" on ${display(key)} is already there`);
  };
  // Of policies PostgreSQL looks for the new name first.
  for (const check of kind === 'policy' ? [taken, missing] : [missing, taken]) check();
  const members = withEntry(
    withEntry(table.members, `${kind} ${from}`, GONE),
    `${kind} ${to}`,
    known === undefined || known === GONE ? `before ${from}` : known,
  );
  run.update(key, { members });
}

/** ALTER … SET SCHEMA. */
export function setSchema(run: Run, statement: AlterObjectSchemaStmt): void {
  const schema = statement.newschema ?? '';
  if (statement.relation) {
    const from = run.key(statement.relation);
    const relation = run.relation(from, statement.missing_ok);
    if (relation && schemaOfKey(from) !== schema)
      move(run, from, keyOf({ schema, name: from.slice(from.indexOf('.') + 1) }), relation);
    return;
  }
  const name = nodeName(statement.object, run.schema);
  if (!name) return;
  if (statement.objectType === 'OBJECT_TYPE' || statement.objectType === 'OBJECT_DOMAIN')
    return renameType(run, keyOf(name), keyOf({ schema, name: name.name }));
  if (statement.objectType === 'OBJECT_EXTENSION') return;
  const { object, objectType = '' } = statement;
  const from = object && 'ObjectWithArgs' in object ? routineKey(run, object.ObjectWithArgs, objectType) : keyOf(name);
  renameItem(run, objectType, from, `${schema}.${from.slice(from.indexOf('.') + 1)}`);
}
