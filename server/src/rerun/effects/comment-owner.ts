import type { AlterOwnerStmt, CommentStmt, Node } from '@pgsql/types';
import { needColumn } from '../catalog/columns';
import { GONE } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { keyOf, nodeName, strings } from '../reading/names';
import { needConstraint } from './alter-table';
import { itemKey } from './drop';
import { needItem } from './items';
import { needMember } from './members';
import { MEMBER_KINDS } from './object-kinds';
import { needRoles, own } from './roles';
import { typeOf } from './types';

/** COMMENT, which fails where the file takes away later what it describes. */
export function comment(run: Run, { objtype, object }: CommentStmt): void {
  const type: string = objtype ?? '';
  const parts = object && 'List' in object ? strings(object.List.items) : [];
  const name = parts.at(-1) ?? '';
  if (type === 'OBJECT_COLUMN') {
    const key = relationKey(run, parts.slice(0, -1));
    needColumn(run, key, run.relation(key)!, name);
  } else if (type === 'OBJECT_TABCONSTRAINT') needConstraint(run, relationKey(run, parts.slice(0, -1)), name);
  else if (MEMBER_KINDS[type]) needMember(run, relationKey(run, parts.slice(0, -1)), MEMBER_KINDS[type], name);
  else if (/TABLE$|VIEW|INDEX|SEQUENCE/.test(type) && parts.length) run.relation(relationKey(run, parts));
  else needObject(run, type, object);
}

function relationKey(run: Run, parts: readonly string[]): string {
  return run.key({ relname: parts.at(-1) ?? '', ...(parts.length > 1 ? { schemaname: parts.at(-2) } : {}) });
}

/** ALTER … OWNER of anything but a relation. */
export function changeOwner(run: Run, { objectType, object, newowner }: AlterOwnerStmt): void {
  const type: string = objectType ?? '';
  needObject(run, type, object);
  const isItem = object !== undefined && type !== 'OBJECT_TYPE' && type !== 'OBJECT_DOMAIN';
  if (isItem) own(run, newowner, { type, key: itemKey(run, type, object) });
  else needRoles(run, newowner?.rolename === undefined ? [] : [newowner.rolename]);
}

/** Ends a second run whose statement names what is gone, other than a relation. */
function needObject(run: Run, type: string, object: Node | undefined): void {
  const name = nodeName(object, run.schema);
  if (!object || !name) return;
  if (type !== 'OBJECT_TYPE' && type !== 'OBJECT_DOMAIN') needItem(run, type, itemKey(run, type, object));
  else if (run.catalog.type(keyOf(name)) === GONE) typeOf(run, keyOf(name));
}
