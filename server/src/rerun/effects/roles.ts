import type {
  AlterDefaultPrivilegesStmt,
  AlterRoleStmt,
  CreateRoleStmt,
  DropRoleStmt,
  GrantRoleStmt,
  Node,
  ReassignOwnedStmt,
  RoleSpec,
} from '@pgsql/types';
import { GONE, type Item, LOGIN, NO_LOGIN, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { shownItem } from '../reading/itemNames';
import { display } from '../reading/names';
import { alterItem, createItem, itemWord, space } from './items';

/** What a role owns or has privileges on: as long as it is there, the role cannot be dropped. */
export type Held =
  | { readonly verb: Verb; readonly relation: string; readonly member?: string }
  | { readonly verb: Verb; readonly type: string; readonly key: string }
  | { readonly verb: 'has default privileges' };

type Verb = 'owns' | 'has privileges on' | 'stands in';

/** The names of roles; PUBLIC and the like have none. */
export function rolesIn(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('RoleSpec' in node ? (node.RoleSpec.rolename ?? []) : []));
}

/** Ends a second run whose statement names a role that is gone. */
export function needRoles(run: Run, roles: readonly string[]): void {
  for (const name of roles)
    if (run.catalog.item('role', name) === GONE)
      run.refuse('role not there', SQLSTATE.undefinedObject, `role "${name}" is not there any more`, {
        missingRole: name,
      });
}

/** Notes what roles own or have privileges on from here on; of one that nothing is known of, DROP ROLE is believed. */
export function hold(run: Run, roles: readonly string[], held: Held): void {
  setHeld(run, roles, held, 'there');
}

/** Notes that roles have lost some or all of their privileges on something: nobody knows of any that are left. */
export function release(run: Run, roles: readonly string[], held: Held): void {
  setHeld(run, roles, held, GONE);
}

function setHeld(run: Run, roles: readonly string[], held: Held, state: string): void {
  const property = HOLDS + JSON.stringify(held);
  for (const name of roles) {
    const role = knownRole(run, name);
    if (!role || (role.properties.get(property) ?? GONE) === state) continue;
    run.catalog.setItem('role', name, { ...role, properties: withEntry(role.properties, property, state) });
  }
}

const HOLDS = 'holds ';

function knownRole(run: Run, name: string): Item | undefined {
  const role = run.catalog.item('role', name);
  return role === GONE ? undefined : role;
}

/** What a role holds of which nothing says that it is gone. */
function heldBy(run: Run, name: string): Held | undefined {
  for (const [property, state] of knownRole(run, name)?.properties ?? []) {
    if (!property.startsWith(HOLDS) || state === GONE) continue;
    const held = JSON.parse(property.slice(HOLDS.length)) as Held;
    if (!isGone(run, held)) return held;
  }
  return undefined;
}

function isGone(run: Run, held: Held): boolean {
  if ('type' in held) return run.catalog.item(space(held.type), held.key) === GONE;
  if (!('relation' in held)) return false;
  const relation = run.catalog.relation(held.relation);
  return relation === GONE || (held.member !== undefined && relation?.members.get(held.member) === GONE);
}

function described(held: Held): string {
  if ('type' in held) return `${held.verb} ${shownItem(itemWord(held.type), held.key)}`;
  if (!('relation' in held)) return held.verb;
  const [kind, ...name] = (held.member ?? '').split(' ');
  return held.member === undefined
    ? `${held.verb} ${display(held.relation)}`
    : `${held.verb} ${kind} "${name.join(' ')}" of ${display(held.relation)}`;
}

export function createRole(run: Run, { role = '', stmt_type: as, options }: CreateRoleStmt): void {
  createItem(run, 'OBJECT_ROLE', role, false);
  setLogin(run, role, mayLogIn(options) ?? as === 'ROLESTMT_USER');
}

function setLogin(run: Run, name: string, mayLogIn: boolean): void {
  alterItem(run, 'OBJECT_ROLE', name, LOGIN, mayLogIn ? 'yes' : NO_LOGIN);
}

function mayLogIn(options: readonly Node[] = []): boolean | undefined {
  for (const node of options) {
    const { defname, arg } = 'DefElem' in node ? node.DefElem : {};
    if (defname === 'canlogin' && arg && 'Boolean' in arg) return arg.Boolean.boolval ?? false;
  }
  return undefined;
}

export function dropRole(run: Run, { roles, missing_ok: missingOk }: DropRoleStmt): void {
  for (const name of rolesIn(roles)) {
    if (run.catalog.item('role', name) === GONE && missingOk) continue;
    const held = heldBy(run, name);
    if (held) run.refuse('in use', SQLSTATE.dependentObjects, `role "${name}" ${described(held)} by then`);
    alterItem(run, 'OBJECT_ROLE', name, 'dropped', '');
    run.catalog.setItem('role', name, GONE);
  }
}

export function alterRole(run: Run, { role, options }: AlterRoleStmt): void {
  const name = role?.rolename;
  if (name === undefined) return;
  needRoles(run, [name]);
  alterItem(run, 'OBJECT_ROLE', name, 'options', '');
  const login = mayLogIn(options);
  if (login !== undefined) setLogin(run, name, login);
}

export function grantRole(run: Run, { granted_roles: granted = [], grantee_roles: grantees }: GrantRoleStmt): void {
  needRoles(run, [
    ...granted.flatMap((node) => ('AccessPriv' in node ? (node.AccessPriv.priv_name ?? []) : [])),
    ...rolesIn(grantees),
  ]);
}

/** What is made later belongs to nobody yet, but who is to get privileges on it cannot be dropped. */
export function alterDefaultPrivileges(run: Run, { options = [], action }: AlterDefaultPrivilegesStmt): void {
  const makers = options.flatMap((node) => {
    const { defname, arg } = 'DefElem' in node ? node.DefElem : {};
    return defname === 'roles' && arg && 'List' in arg ? rolesIn(arg.List.items) : [];
  });
  const grantees = rolesIn(action?.grantees);
  needRoles(run, [...makers, ...grantees]);
  const objects: Held = { verb: 'has default privileges' };
  if (action?.is_grant) hold(run, grantees, objects);
  else release(run, grantees, objects);
}

/** REASSIGN OWNED and DROP OWNED, which fail where the file drops the role later. */
export function clearOwned(run: Run, { roles }: Pick<ReassignOwnedStmt, 'roles'>): void {
  const names = rolesIn(roles);
  needRoles(run, names);
  for (const name of names) {
    const role = knownRole(run, name);
    if (!role) continue;
    const properties = new Map(
      [...role.properties].map(([property, state]) => [property, property.startsWith(HOLDS) ? GONE : state] as const),
    );
    run.catalog.setItem('role', name, { ...role, properties });
  }
}

/** The owner that something gets; the one that it had can be dropped again. */
export function own(run: Run, owner: RoleSpec | undefined, what: Owned): void {
  if (!owner) return;
  const roles = owner.rolename === undefined ? [] : [owner.rolename];
  needRoles(run, roles);
  const before = setOwner(run, what, owner.rolename ?? '');
  const held: Held = { verb: 'owns', ...what };
  if (before !== undefined) release(run, [before], held);
  hold(run, roles, held);
}

/** What can be owned, as far as holding it keeps a role from being dropped. */
export type Owned = { readonly relation: string } | { readonly type: string; readonly key: string };

/** Notes the owner of what is known, and gives the one before. */
function setOwner(run: Run, what: Owned, name: string): string | undefined {
  if ('relation' in what) {
    const { properties } = run.relation(what.relation)!;
    run.update(what.relation, { properties: withEntry(properties, OWNER, name) });
    return properties.get(OWNER);
  }
  const item = run.catalog.item(space(what.type), what.key);
  if (!item || item === GONE) return undefined;
  alterItem(run, what.type, what.key, OWNER, name);
  return item.properties.get(OWNER);
}

const OWNER = 'owner';
