import type { AlterRoleStmt, CreateRoleStmt, Node } from '@pgsql/types';
import { GONE, type Item, withEntry } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { alterItem, createItem } from './items';

/** CREATE ROLE, USER and GROUP. */
export function createRole(run: Run, { role = '', stmt_type, options }: CreateRoleStmt): void {
  createItem(run, 'OBJECT_ROLE', role, false);
  noteLogin(run, role, loginOf(options) ?? stmt_type === 'ROLESTMT_USER');
}

export function alterRole(run: Run, { role, options }: AlterRoleStmt): void {
  const name = role?.rolename ?? '';
  alterItem(run, 'OBJECT_ROLE', name, 'options', '');
  const login = loginOf(options);
  if (login !== undefined) noteLogin(run, name, login);
}

/** False for a role that is known to be none that logs in. */
export function mayLogIn({ properties }: Item): boolean {
  return properties.get(LOGIN) !== 'no';
}

const LOGIN = 'login';

function noteLogin(run: Run, name: string, login: boolean): void {
  const item = run.catalog.item('role', name);
  if (!item || item === GONE || mayLogIn(item) === login) return;
  run.catalog.setItem('role', name, { ...item, properties: withEntry(item.properties, LOGIN, login ? 'yes' : 'no') });
}

function loginOf(options: readonly Node[] = []): boolean | undefined {
  const option = options.flatMap((node) => ('DefElem' in node ? [node.DefElem] : []));
  const arg = option.find(({ defname }) => defname === 'canlogin')?.arg;
  return arg && 'Boolean' in arg ? (arg.Boolean.boolval ?? false) : undefined;
}
