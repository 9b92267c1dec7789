import type { AlterEnumStmt, CreateEnumStmt, Node } from '@pgsql/types';
import { kept } from '../../core/kept';
import { headOf } from '../../languages/sql/layout';
import { indexesWith } from '../../languages/sql/statementsWith';
import type { Statement } from '../../languages/sql/syntax';
import { committedBefore } from '../../repairs/sql/transaction';
import { strings } from '../../rerun/reading/names';
import { walk } from '../../rerun/reading/references';
import { sqlRule } from './context';

/** A new enum value must not be used in the transaction that adds it. */
export const enumValueUse = sqlRule({
  id: 'sql/enum-value-use',
  severity: 'error',
  docs: {
    summary: 'A new enum value must not be used in the transaction that adds it.',
    why: 'PostgreSQL stops the first run already with 55P04 unsafe_new_enum_value_usage: a value that ALTER TYPE … ADD VALUE adds can be used only when that transaction is committed. Prisma sends a migration as one transaction.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TYPE client_status AS ENUM ('ACTIVE'); CREATE TABLE clients (id UUID PRIMARY KEY, status client_status);`,
        text: `ALTER TYPE client_status ADD VALUE IF NOT EXISTS 'WAITLIST';
ALTER TABLE clients ALTER COLUMN status SET DEFAULT 'WAITLIST';`,
      },
    ],
    good: [
      {
        before: `CREATE TABLE clients (id UUID PRIMARY KEY, status TEXT);`,
        text: `CREATE TYPE client_status AS ENUM ('ACTIVE', 'WAITLIST');
ALTER TABLE clients ALTER COLUMN status SET DEFAULT 'WAITLIST';
DROP TYPE IF EXISTS client_status;`,
      },
    ],
    whenOff: 'Switch it off where your tool sends each statement as a transaction of its own.',
    notes:
      'Split the migration: one that adds the value, the next that uses it. The suggestion puts a COMMIT before the use instead, which Prisma accepts, and which keeps what stands before it when a later statement fails. A type that the same file creates may be used at once, with values added later in the file too.',
  },
  check({ document, report }) {
    if (adding(document).length === 0) return;
    const added = new Map<string, string>();
    const created = new Set<string>();
    for (const index of concerned(document)) {
      const statement = document.statements[index]!;
      const { parse } = statement.syntax;
      if (parse.kind !== 'tree') continue;
      const { node } = parse;
      if ('TransactionStmt' in node && node.TransactionStmt.kind === 'TRANS_STMT_COMMIT') added.clear();
      else if ('CreateEnumStmt' in node) created.add(typeOf(node.CreateEnumStmt));
      else if ('AlterEnumStmt' in node) note(node.AlterEnumStmt, created, added);
      else if (added.size > 0 && mayUseValues(node)) {
        const label = usedLabel(node, added);
        if (label === undefined) continue;
        report({
          at: placeOf(statement, label),
          message: `This stops with 55P04: label '${label}' of type "${added.get(label)}" is added in the same transaction, and can be used only when that is committed. Use it in the next migration.`,
          repairs: committedBefore(document, index),
        });
      }
    }
  },
});

const adding = indexesWith(({ syntax: { parse } }) => parse.kind === 'tree' && 'AlterEnumStmt' in parse.node);

/** The statements that begin or end something for enum values, or hold constants, which may be values. */
const concerned = indexesWith(({ syntax: { parse } }) => {
  if (parse.kind !== 'tree') return false;
  const { node } = parse;
  const isOwn = 'TransactionStmt' in node || 'CreateEnumStmt' in node || 'AlterEnumStmt' in node;
  return isOwn || (mayUseValues(node) && constantsIn(node).length > 0);
});

function typeOf(statement: CreateEnumStmt | AlterEnumStmt): string {
  return strings(statement.typeName).at(-1) ?? '';
}

function note(statement: AlterEnumStmt, created: ReadonlySet<string>, added: Map<string, string>): void {
  const type = typeOf(statement);
  if (statement.oldVal === undefined && statement.newVal !== undefined && !created.has(type))
    added.set(statement.newVal, type);
}

/** Comments and new types may hold the same words without using the value. */
function mayUseValues(node: Node): boolean {
  return !('CommentStmt' in node) && !('DoStmt' in node) && !('CreateFunctionStmt' in node);
}

function usedLabel(node: Node, added: ReadonlyMap<string, string>): string | undefined {
  return constantsIn(node).find((text) => added.has(text));
}

const constantsIn = kept((node: Node): readonly string[] => {
  const constants: string[] = [];
  walk(node, (tag, body) => {
    const text = tag === 'sval' ? (body as { sval?: string }).sval : undefined;
    if (text !== undefined) constants.push(text);
    return undefined;
  });
  return constants;
});

/** The constant that names the label, else the statement's first words. */
function placeOf({ start, syntax }: Statement, label: string) {
  const token = syntax.tokens.find(
    ({ kind, text }) => kind === 'string' && text.slice(1, -1).replaceAll("''", "'") === label,
  );
  const span =
    token ??
    (syntax.parse.kind === 'tree' ? headOf(syntax, syntax.parse.node, 0) : { start: 0, end: syntax.text.length });
  return { start: start + span.start, end: start + span.end };
}
