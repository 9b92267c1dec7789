import type { Node } from '@pgsql/types';
import type { Database } from './database/database';
import { isEmbedded } from './database/extensions';
import { placeOf } from './failed';
import { reachesBeyond } from './reach';
import type { Script, ScriptStatement } from './script';
import type { Failure } from './verdict';

/**
 * What keeps a migration from being run here at all, or undefined. On the embedded database that is what it does not have;
 * on a server it is what would reach beyond the scratch database.
 */
export function obstacle(script: Script, database: Database): Failure | undefined {
  for (const statement of script.statements) {
    const message = statementObstacle(statement, database);
    if (message) return { phase: 'fresh', message, ...placeOf(script, statement) };
  }
  return undefined;
}

/** Why a statement cannot be run here, in words for the user. */
export function statementObstacle({ node, text }: ScriptStatement, { kind }: Database): string | undefined {
  if (text.includes('\0')) return NUL;
  if (node && 'CopyStmt' in node && node.CopyStmt.is_from && !node.CopyStmt.filename) return COPY;
  if (kind === 'server') return reachesBeyond(text, node) ? BEYOND : undefined;
  const extension = node && 'CreateExtensionStmt' in node ? node.CreateExtensionStmt.extname : undefined;
  if (extension && !isEmbedded(extension))
    return `The embedded PostgreSQL does not have the extension ${extension}. Verify on a server that has it: --database <url>.`;
  return node && WHOLE_SERVER.some((name) => name in node) ? ONE_DATABASE : undefined;
}

const NUL = 'The file holds a NUL character, and PostgreSQL reads nothing behind it.';
const COPY = 'COPY FROM STDIN needs rows from the client, and Prisma sends none. Write INSERT instead.';
const ONE_DATABASE = 'The embedded PostgreSQL cannot run this statement. Verify on a server: --database <url>.';
const BEYOND =
  'This changes what all databases of the server share, so it is not run there. Verify it on the embedded database.';

/** Statements about files and databases, which the embedded PostgreSQL has only one of. */
const WHOLE_SERVER: readonly (Node extends infer N ? (N extends unknown ? keyof N : never) : never)[] = [
  'CreatedbStmt',
  'DropdbStmt',
  'CreateTableSpaceStmt',
  'DropTableSpaceStmt',
  'CreateSubscriptionStmt',
];
