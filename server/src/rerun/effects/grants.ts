import type { GrantStmt, Node } from '@pgsql/types';
import { GONE, PRIVILEGES, type Relation, withEntry } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { display, strings } from '../reading/names';
import { needItem, space } from './items';
import { type Held, hold, needRoles, release, rolesIn } from './roles';
import { routineKey } from './routines';

/**
 * GRANT and REVOKE. What is there before and after the file ends up with the same privileges each time, since the last word
 * about each counts; what the file makes behind a GRANT ON ALL TABLES gets them in the second run alone.
 */
export function grant(run: Run, statement: GrantStmt): void {
  const { targtype, objtype = '', objects = [], grantees } = statement;
  needRoles(run, rolesIn(grantees));
  if (targtype === 'ACL_TARGET_ALL_IN_SCHEMA') return grantAll(run, statement);
  if (targtype !== 'ACL_TARGET_OBJECT') return;
  for (const node of objects) {
    if ('RangeVar' in node) {
      const key = run.key(node.RangeVar);
      run.relation(key);
      noteHolders(run, statement, { verb: 'has privileges on', relation: key });
      grantOnRelation(run, key, statement);
    } else if ('ObjectWithArgs' in node) {
      const key = routineKey(run, node.ObjectWithArgs, objtype);
      needItem(run, objtype, key);
      noteHolders(run, statement, { verb: 'has privileges on', type: objtype, key });
      grantOnRoutine(run, key, statement);
    } else
      for (const name of strings([node])) {
        if (objtype === 'OBJECT_SCHEMA') needItem(run, objtype, name);
        noteHolders(run, statement, { verb: 'has privileges on', type: objtype, key: name });
      }
  }
}

function grantAll(run: Run, statement: GrantStmt): void {
  const { objtype = '', objects } = statement;
  for (const schema of strings(objects)) {
    // A copy: what is granted puts new values into the catalog.
    for (const [kind, key] of [...run.catalog.contentsOf(schema)]) {
      if (kind === 'routine' && space(objtype) === 'routine') {
        noteHolders(run, statement, { verb: 'has privileges on', type: objtype, key });
        grantOnRoutine(run, key, statement);
      }
      if (kind === 'relation' && isAmong(run.relation(key)!, objtype)) {
        noteHolders(run, statement, { verb: 'has privileges on', relation: key });
        grantOnRelation(run, key, statement);
      }
    }
  }
}

/** A role that has been given privileges cannot be dropped any more. */
function noteHolders(run: Run, { is_grant: isGrant, grantees }: GrantStmt, held: Held): void {
  (isGrant ? hold : release)(run, rolesIn(grantees), held);
}

const TABLES: readonly (string | undefined)[] = ['table', 'view', 'materialized view', 'foreign table'];

function isAmong({ kind }: Relation, type: string): boolean {
  return type === 'OBJECT_TABLE' ? TABLES.includes(kind) : type === 'OBJECT_SEQUENCE' && kind === 'sequence';
}

function grantOnRelation(run: Run, key: string, statement: GrantStmt): void {
  const relation = run.relation(key)!;
  if (!run.isOwn(relation.id)) return;
  const after = granted(relation.properties, statement, relation.kind === 'sequence' ? OF_SEQUENCES : OF_TABLES, []);
  if (after === relation.properties) return;
  run.repeat('done again', `${display(key)}, which the file makes later, ${verb(statement)} privileges`, {
    where: { key },
    part: `properties ${PRIVILEGES}`,
  });
  run.update(key, { properties: after });
}

function grantOnRoutine(run: Run, key: string, statement: GrantStmt): void {
  const routine = run.catalog.item('routine', key);
  if (!routine || routine === GONE || !run.isOwn(routine.id)) return;
  const properties = granted(routine.properties, statement, ['execute'], EVERYBODY_RUNS);
  if (properties !== routine.properties) run.catalog.setItem('routine', key, { ...routine, properties });
}

function verb({ is_grant: isGrant }: GrantStmt): string {
  return isGrant ? 'gets' : 'loses';
}

const OF_SEQUENCES = ['select', 'update', 'usage'];
const OF_TABLES = ['delete', 'insert', 'maintain', 'references', 'select', 'trigger', 'truncate', 'update'];

/** What PostgreSQL gives with a new function. */
const EVERYBODY_RUNS = [JSON.stringify(['public', 'execute'])];

/**
 * Properties with the privileges that a GRANT or REVOKE leaves; the same ones when it changes nothing.
 * @param all what ALL stands for.
 * @param born the privileges that the object has when it is new.
 */
function granted(
  properties: ReadonlyMap<string, string>,
  { is_grant: isGrant, grant_option: withOption, privileges, grantees = [] }: GrantStmt,
  all: readonly string[],
  born: readonly string[],
): ReadonlyMap<string, string> {
  const written = properties.get(PRIVILEGES);
  const before = written === undefined || written === GONE ? born : (JSON.parse(written) as string[]);
  const after = new Set(before);
  for (const role of grantees.map(roleOf))
    for (const privilege of privileges ? privileges.flatMap(privilegeOf) : all) {
      const [plain, option] = [privilege, `${privilege} with grant option`].map((name) => JSON.stringify([role, name]));
      if (isGrant) after.add(plain!);
      else if (!withOption) after.delete(plain!);
      if (!isGrant) after.delete(option!);
      else if (withOption) after.add(option!);
    }
  const isSame = after.size === before.length && before.every((one) => after.has(one));
  if (isSame) return properties;
  const isBorn = after.size === born.length && born.every((one) => after.has(one));
  return withEntry(properties, PRIVILEGES, isBorn ? GONE : JSON.stringify([...after].sort()));
}

function roleOf(node: Node): string {
  const { rolename, roletype = '' } = 'RoleSpec' in node ? node.RoleSpec : {};
  return rolename ?? (roletype === 'ROLESPEC_PUBLIC' ? 'public' : roletype);
}

/** The name of a privilege on the whole object; one on columns is given to each of them by name. */
function privilegeOf(node: Node): string[] {
  const { priv_name: name, cols } = 'AccessPriv' in node ? node.AccessPriv : {};
  return name === undefined || cols?.length ? [] : [name];
}
