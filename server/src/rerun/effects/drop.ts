import type { DropStmt, Node } from '@pgsql/types';
import { columnOf } from '../catalog/columns';
import { foreignKeysOn } from '../catalog/constraints';
import { memberOf } from '../catalog/members';
import { type Dependent, neededRelation, settleDependents } from '../catalog/needs';
import { GONE, type Relation, type RelationKind, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { display, keyOf, nodeName, strings } from '../reading/names';
import { namedCast } from './definitions';
import { dropItem, space } from './items';
import { MEMBER_KINDS, RELATION_KINDS } from './object-kinds';
import { emptyPublication } from './publications';
import { isNoneKnown, refuseOtherKind, routineKey } from './routines';
import { dropType } from './types';

/** DROP of one of the objects that a statement names. */
export function dropObject(run: Run, statement: DropStmt, object: Node): void {
  const type = statement.removeType ?? '';
  const missingOk = statement.missing_ok ?? false;
  const cascade = statement.behavior === 'DROP_CASCADE';
  const relation = RELATION_KINDS[type];
  if (relation) return dropRelation(run, relationKey(run, object), relation, missingOk, cascade);
  if (type === 'OBJECT_TYPE' || type === 'OBJECT_DOMAIN') {
    const name = nodeName(object, run.schema);
    if (name) dropType(run, keyOf(name), missingOk, cascade);
    return;
  }
  const member = MEMBER_KINDS[type];
  if (member) return dropMember(run, object, member, missingOk);
  if (type === 'OBJECT_SCHEMA') return dropSchema(run, object, missingOk, cascade);
  const key = itemKey(run, type, object);
  if (isNoneKnown(key)) return;
  if (space(type) === 'routine') refuseOtherKind(run, key, type);
  dropItem(run, type, key, missingOk, cascade);
  if (type === 'OBJECT_PUBLICATION') emptyPublication(run, key);
}

function relationKey(run: Run, object: Node): string {
  const parts = 'List' in object ? strings(object.List.items) : [];
  return run.key({ relname: parts.at(-1) ?? '', ...(parts.length > 1 ? { schemaname: parts.at(-2) } : {}) });
}

/** The key of an object that has a name and nothing else that matters, as DROP, COMMENT and ALTER OWNER name it. */
export function itemKey(run: Run, type: string, object: Node): string {
  if ('ObjectWithArgs' in object) return routineKey(run, object.ObjectWithArgs, type);
  if (type === 'OBJECT_CAST') return namedCast(run, 'List' in object ? object.List.items : []);
  const name = nodeName(object, run.schema);
  if ('List' in object || type === 'OBJECT_COLLATION') return name ? keyOf(name) : '';
  return name?.name ?? '';
}

/** Drops a table, view, index or sequence, and what hangs on it. */
export function dropRelation(run: Run, key: string, kind: RelationKind, missingOk: boolean, cascade: boolean): void {
  const known = run.catalog.relation(key);
  if (known === GONE) {
    if (missingOk) return;
    run.refuse(
      'not there',
      kind === 'index' ? SQLSTATE.undefinedObject : SQLSTATE.undefinedTable,
      `${kind} ${display(key)} is not there any more`,
    );
  }
  if (known && known !== GONE) {
    if (known.kind && known.kind !== kind && run.second)
      run.refuse('other kind', SQLSTATE.wrongObjectType, `${display(key)} is a ${known.kind} by then, no ${kind}`);
    const isOwn = ({ table }: Dependent) => table === key || known.indexes.has(table);
    settleDependents(run, neededRelation(known.id), `${kind} ${display(key)}`, cascade, isOwn);
    if (kind === 'table' || kind === 'materialized view') dropTableParts(run, key, known, cascade);
    if (kind === 'index') dropIndexParts(run, key, known, cascade);
    if (kind === 'sequence') refuseOwnSequence(run, key, known, cascade);
  }
  run.catalog.setRelation(key, GONE);
  const type = run.catalog.type(key);
  if (kind === 'table' && type && type !== GONE) run.catalog.setType(key, GONE);
}

function dropTableParts(run: Run, key: string, table: Relation, cascade: boolean): void {
  const dependents = foreignKeysTo(run, key, table);
  if (dependents.length && !cascade)
    run.refuse(
      'depended on',
      SQLSTATE.dependentObjects,
      `table ${display(key)} is needed by foreign key "${dependents[0]!.name}" of ${display(dependents[0]!.table)}`,
    );
  for (const { table: other, name } of dependents)
    run.update(other, { constraints: withEntry(run.relation(other)!.constraints, name, GONE) });
  for (const index of table.indexes) {
    const value = run.catalog.relation(index);
    if (value && value !== GONE && belongsTo(value, table)) run.catalog.setRelation(index, GONE);
  }
  // What a materialized view holds can be made again.
  if (table.kind !== 'materialized view' && run.mayHoldRows(key)) run.lose({ kind: 'table', name: display(key) });
}

function dropIndexParts(run: Run, key: string, index: Relation, cascade: boolean): void {
  const home = index.on === undefined ? undefined : run.catalog.relationById(index.on);
  if (!home) return;
  const [table, relation] = home;
  const indexes = new Set(relation.indexes);
  indexes.delete(key);
  run.update(table, { indexes });
  if (!index.unique || cascade || !run.second) return;
  const [first] = foreignKeysOn(run, relation, { maker: '', kind: 'unique', columns: index.keys ?? [] });
  if (first)
    run.refuse(
      'depended on',
      SQLSTATE.dependentObjects,
      `index ${display(key)} is needed by foreign key "${first.name}" of ${display(first.table)}`,
    );
}

/** A serial or identity column needs its sequence; that of an identity goes with its column only. */
function refuseOwnSequence(run: Run, key: string, sequence: Relation, cascade: boolean): void {
  for (const [table, relation] of run.catalog.tablesWithIndex(key)) {
    const name = sequence.on?.startsWith(`${relation.id} `) ? sequence.on.slice(relation.id.length + 1) : undefined;
    const column = name === undefined ? undefined : columnOf(relation, name);
    if (!column || column === GONE) continue;
    const isIdentity = Boolean(column.properties.get('identity'));
    if (!isIdentity && (cascade || column.properties.get('default') !== 'nextval')) continue;
    run.refuse(
      isIdentity ? 'depended on' : 'in use',
      SQLSTATE.dependentObjects,
      `sequence ${display(key)} is needed by column "${name}" of ${display(table)} by then`,
    );
  }
}

function belongsTo(part: Relation, table: Relation): boolean {
  return part.on === table.id || (part.on?.startsWith(`${table.id} `) ?? false);
}

function foreignKeysTo(run: Run, key: string, table: Relation): { table: string; name: string }[] {
  const found: { table: string; name: string }[] = [];
  for (const [other, relation] of run.catalog.tablesReferring(table.id))
    for (const [name, value] of relation.constraints)
      if (other !== key && value !== GONE && value.references?.table === table.id) found.push({ table: other, name });
  return found;
}

function dropMember(run: Run, object: Node, kind: string, missingOk: boolean): void {
  const parts = 'List' in object ? strings(object.List.items) : [];
  const name = parts.at(-1) ?? '';
  const table = run.key({ relname: parts.at(-2) ?? '', ...(parts.length > 2 ? { schemaname: parts.at(-3) } : {}) });
  const relation = run.relation(table, missingOk);
  if (!relation) return;
  if (memberOf(run, relation, `${kind} ${name}`) === GONE) {
    if (missingOk) return;
    run.refuse('not there', SQLSTATE.undefinedObject, `${kind} "${name}" on ${display(table)} is not there any more`);
  }
  run.update(table, { members: withEntry(relation.members, `${kind} ${name}`, GONE) });
}

function dropRelationOf(run: Run, key: string): void {
  const relation = run.catalog.relation(key);
  const isTable = relation && relation !== GONE && relation.kind === 'table';
  if (isTable && run.mayHoldRows(key)) run.lose({ kind: 'table', name: display(key) });
  run.catalog.setRelation(key, GONE);
}

function dropSchema(run: Run, object: Node, missingOk: boolean, cascade: boolean): void {
  const name = 'String' in object ? (object.String.sval ?? '') : '';
  const held = [...run.catalog.contentsOf(name)];
  const [first] = held;
  if (first && !cascade)
    run.refuse(
      'depended on',
      SQLSTATE.dependentObjects,
      `schema "${name}" holds ${first[0]} ${display(first[1])} by then`,
    );
  for (const [kind, key] of held) {
    if (kind === 'type') run.catalog.setType(key, GONE);
    else if (kind === 'routine') run.catalog.setItem(kind, key, GONE);
    else dropRelationOf(run, key);
  }
  dropItem(run, 'OBJECT_SCHEMA', name, missingOk, cascade);
}
