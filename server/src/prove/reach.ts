import type { Node } from '@pgsql/types';

/**
 * True for a statement that changes more than the database it runs in: roles, other databases, the server, its files. What
 * is hidden in a DO block or a function is looked for in its words, where to find too much is better than to miss something.
 */
export function reachesBeyond(text: string, node: Node | undefined): boolean {
  if (/\bdblink/i.test(text)) return true;
  if (!node || 'DoStmt' in node || 'CreateFunctionStmt' in node) return HIDDEN.test(text);
  if (SHARED.some((kind) => kind in node)) return true;
  if ('CopyStmt' in node) return node.CopyStmt.is_program === true || node.CopyStmt.filename !== undefined;
  return SHARED_OBJECTS.has(objectType(node) ?? '');
}

const SHARED = [
  'CreateRoleStmt',
  'AlterRoleStmt',
  'AlterRoleSetStmt',
  'DropRoleStmt',
  'GrantRoleStmt',
  'CreatedbStmt',
  'AlterDatabaseStmt',
  'AlterDatabaseSetStmt',
  'AlterDatabaseRefreshCollStmt',
  'DropdbStmt',
  'CreateTableSpaceStmt',
  'AlterTableSpaceOptionsStmt',
  'DropTableSpaceStmt',
  'AlterSystemStmt',
  'CreateSubscriptionStmt',
  'AlterSubscriptionStmt',
  'DropSubscriptionStmt',
  'ReassignOwnedStmt',
  'DropOwnedStmt',
];

const SHARED_OBJECTS: ReadonlySet<string> = new Set(['OBJECT_ROLE', 'OBJECT_DATABASE', 'OBJECT_TABLESPACE']);

/** The kind of object that a statement comments on, renames, labels, hands over or grants. */
function objectType(node: Node): string | undefined {
  if ('CommentStmt' in node) return node.CommentStmt.objtype;
  if ('SecLabelStmt' in node) return node.SecLabelStmt.objtype;
  if ('RenameStmt' in node) return node.RenameStmt.renameType;
  if ('AlterOwnerStmt' in node) return node.AlterOwnerStmt.objectType;
  if ('GrantStmt' in node) return node.GrantStmt.objtype;
  return undefined;
}

const SHARED_WORDS = '(?:role|user(?!\\s+mapping)|group|database|tablespace|subscription)';

/** Statements of that kind where a statement can begin: after `;`, a keyword of plpgsql, a quote or a dollar tag. */
const HIDDEN = new RegExp(
  `(?:^|[;'$]|\\b(?:begin|then|else|loop|execute)\\b)\\s*(?:${[
    `(?:create|alter|drop|comment\\s+on|security\\s+label\\s+on)\\s+${SHARED_WORDS}\\b`,
    'alter\\s+system\\b',
    '(?:reassign|drop)\\s+owned\\b',
    'copy\\b',
    '(?:grant|revoke)\\s+(?![^;]*\\bon\\b)',
  ].join('|')})`,
  'i',
);
