import type { AlterTableStmt, DropStmt, Node } from '@pgsql/types';
import { UNKNOWN_NAME } from '../../languages/sql/syntax';
import { GONE, type Relation } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { keyOf, nodeName, schemaOfKey, strings } from '../reading/names';
import { space } from './items';
import { MEMBER_KINDS, RELATION_KINDS } from './object-kinds';

/** Makes unknown what a statement may drop whose names are not all known. */
export function forgetDropped(run: Run, node: Node): void {
  if ('AlterTableStmt' in node) forgetConstraints(run, node.AlterTableStmt);
  if ('DropStmt' in node) forgetObjects(run, node.DropStmt);
}

function forgetConstraints(run: Run, { relation, cmds }: AlterTableStmt): void {
  for (const node of cmds ?? []) {
    const command = 'AlterTableCmd' in node ? node.AlterTableCmd : undefined;
    if (command?.subtype !== 'AT_DropConstraint') continue;
    for (const [key, table] of tables(run, relation?.schemaname, relation?.relname)) {
      const constraints = without(table.constraints, command.name ?? '');
      const dropped = [...table.constraints.keys()].filter((name) => !constraints.has(name));
      // The index of a key goes with it.
      const gone = new Set(dropped.map((name) => keyOf({ schema: schemaOfKey(key), name })));
      for (const index of table.indexes) if (gone.has(index)) run.catalog.forget(index);
      run.update(key, { constraints, indexes: new Set([...table.indexes].filter((index) => !gone.has(index))) });
    }
  }
}

function forgetObjects(run: Run, { removeType, objects }: DropStmt): void {
  const member = MEMBER_KINDS[removeType ?? ''];
  const kind = RELATION_KINDS[removeType ?? ''];
  for (const object of objects ?? []) {
    const parts = 'List' in object ? strings(object.List.items) : [];
    const name = parts.at(-1) ?? '';
    if (member)
      for (const [key, table] of tables(run, parts.at(-3), parts.at(-2)))
        run.update(key, { members: without(table.members, `${member} ${name}`) });
    else if (kind) {
      if (name !== UNKNOWN_NAME) continue;
      for (const [key, relation] of [...run.catalog.relations()]) if (relation.kind === kind) run.catalog.forget(key);
    } else if (nodeName(object, run.schema)?.name === UNKNOWN_NAME) run.catalog.forgetItems(space(removeType ?? ''));
  }
}

/** The tables that a name may stand for. */
function tables(run: Run, schema: string | undefined, name: string | undefined): (readonly [string, Relation])[] {
  if (name === UNKNOWN_NAME) return [...run.catalog.relations()];
  const key = keyOf({
    schema: schema === undefined || schema === UNKNOWN_NAME ? run.schema : schema,
    name: name ?? '',
  });
  const relation = run.catalog.relation(key);
  return relation && relation !== GONE ? [[key, relation]] : [];
}

/** A copy without the entries that a name may stand for. */
function without<V>(map: ReadonlyMap<string, V>, name: string): ReadonlyMap<string, V> {
  const [kind] = name.split(UNKNOWN_NAME);
  return new Map([...map].filter(([key]) => (name.endsWith(UNKNOWN_NAME) ? !key.startsWith(kind!) : key !== name)));
}
