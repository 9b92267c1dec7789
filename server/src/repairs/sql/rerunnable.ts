import type { Configuration } from '../../core/configuration';
import type { Edit } from '../../core/edit';
import type { Repair } from '../../core/finding';
import type { Statement } from '../../languages/sql/syntax';
import type { Break, Former, Outcome } from '../../rerun/second-run';
import { rewriteAlterTable } from './alterTable';
import { rewriteCreate } from './create';
import { rewriteInsert, rewriteQuery } from './data';
import { guarded, writePieces } from './doBlock';
import { rewriteDrop } from './drop';
import { rewriteEnum, rewriteRename, rewriteSetSchema } from './rename';
import { styleAt } from './style';
import type { Rewrite, Subject } from './subject';

/** What the repairs of one document share. */
export interface RepairContext {
  readonly text: string;
  readonly configuration: Configuration;
  readonly former: Former;
}

/**
 * The ways to make a statement run twice, the house's first. All breaks of one statement share them: each writes the whole
 * statement anew.
 */
export function rerunnable(context: RepairContext, outcome: Outcome, stop: Break): Repair[] {
  const { statement } = outcome;
  if (stop.inner) {
    const inner = outcome.breaks.filter((other) => other.inner === stop.inner);
    const at = { ...stop.inner, start: statement.start + stop.inner.start, end: statement.start + stop.inner.end };
    return repairs(context, at, inner, true);
  }
  if ('DoStmt' in stop.node) return [];
  return repairs(context, statement, outcome.breaks, false);
}

function repairs(context: RepairContext, statement: Statement, breaks: readonly Break[], inBlock: boolean): Repair[] {
  const subject = subjectOf(context, statement, breaks);
  return rewritesOf(subject).flatMap((rewrite) => {
    const edits = editsOf(context, subject, statement, rewrite, inBlock);
    return edits.length ? [{ title: rewrite.title, safe: rewrite.safe, edits }] : [];
  });
}

function subjectOf(
  { text, configuration, former }: RepairContext,
  statement: Statement,
  breaks: readonly Break[],
): Subject {
  const { syntax } = statement;
  return {
    syntax,
    node: breaks[0]!.node,
    tokens: syntax.tokens,
    text: syntax.text,
    breaks,
    style: styleAt(text, statement.start, syntax.text),
    guardStyle: configuration.guardStyle,
    postgres: configuration.postgres,
    former,
  };
}

function rewritesOf(subject: Subject): Rewrite[] {
  const { node } = subject;
  if ('AlterTableStmt' in node) return rewriteAlterTable(subject, node.AlterTableStmt);
  if ('DropStmt' in node) return rewriteDrop(subject, node.DropStmt);
  if ('DropRoleStmt' in node) return rewriteDrop(subject);
  if ('RenameStmt' in node) return rewriteRename(subject, node.RenameStmt);
  if ('AlterObjectSchemaStmt' in node) return rewriteSetSchema(subject, node.AlterObjectSchemaStmt);
  if ('AlterEnumStmt' in node) return rewriteEnum(subject, node.AlterEnumStmt);
  if ('InsertStmt' in node) return rewriteInsert(subject, node.InsertStmt);
  if ('UpdateStmt' in node || 'DeleteStmt' in node || ('SelectStmt' in node && !node.SelectStmt.intoClause))
    return rewriteQuery(subject);
  return rewriteCreate(subject);
}

function editsOf(
  context: RepairContext,
  subject: Subject,
  statement: Statement,
  rewrite: Rewrite,
  inBlock: boolean,
): Edit[] {
  const { start, end } = statement;
  if (rewrite.edits)
    return rewrite.edits.map((edit) => ({ ...edit, start: start + edit.start, end: start + edit.end }));
  const pieces = rewrite.pieces ?? [];
  if (!inBlock) {
    const semicolon = statement.semicolon === undefined && pieces.length > 0 ? ';' : '';
    return [{ start, end, text: writePieces(pieces, subject.style, ';') + semicolon }];
  }
  const { eol, indent } = subject.style;
  const written = pieces.map((piece) => guarded(piece, subject.style)).join(eol + indent);
  // Each piece ends with its own semicolon; the statement's own stands behind the span.
  const own = /^\s*;/.exec(context.text.slice(end));
  return [{ start, end: end + (own ? own[0].length : 0), text: written }];
}
