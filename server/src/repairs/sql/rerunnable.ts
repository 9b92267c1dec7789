import type { Configuration } from '../../core/configuration';
import type { Edit } from '../../core/edit';
import type { Repair } from '../../core/finding';
import { keptWith } from '../../core/kept';
import type { SqlDocument, Statement } from '../../languages/sql/syntax';
import type { Break, Outcome } from '../../rerun/execution/outcome';
import type { Group } from '../../rerun/groups';
import { statementsOf } from '../../rerun/reading/blockStatements';
import { CAST_NAME } from '../../rerun/reading/resolvedNames';
import type { SecondRun } from '../../rerun/second-run';
import { rewriteAlterTable } from './alterTable';
import { rewriteCreate } from './create';
import { rewriteInsert, rewriteQuery } from './data';
import { guarded, writePieces } from './doBlock';
import { rewriteDrop, rewriteDropRole } from './drop';
import { groupRepair, innerGroupRepair } from './group';
import { rewritePublication } from './publication';
import { rewriteDomain, rewriteEnum, rewriteRename, rewriteSetSchema } from './rename';
import { styleAt } from './style';
import type { Rewrite, Subject } from './subject';

/** What the repairs of one document share. */
export interface RepairContext {
  readonly document: SqlDocument;
  readonly configuration: Configuration;
  readonly secondRun: SecondRun;
  /** Statements that have to run together or not at all. */
  readonly groups: readonly Group[];
}

/**
 * The ways to make a statement run twice, the house's first. All breaks of one statement share them: each writes the whole
 * statement anew.
 */
export function rerunnable(context: RepairContext, outcome: Outcome, stop: Break): Repair[] {
  const { statement } = outcome;
  const group = groupAround(context, outcome.index);
  if (group) return withCare(context, [group]);
  return withCare(context, alone(context, statement, outcome, stop));
}

/** The repair of the group that a statement belongs to, or all from `first` to `last`. */
export function groupAround({ document, groups }: RepairContext, first: number, last = first): Repair | undefined {
  const group = groups.find(
    (candidate) => candidate.within === undefined && holds(candidate, first) && holds(candidate, last),
  );
  return group && groupRepair(document, group);
}

function holds({ first, last }: Group, index: number): boolean {
  return first <= index && index <= last;
}

/**
 * As long as the file fails, nothing of it runs a second time. Where a statement of it would then destroy data and cannot be
 * kept from it, making the others run twice is for a person to decide.
 */
function withCare(context: RepairContext, repairs: Repair[]): Repair[] {
  return losesData(context.secondRun, context.groups) ? repairs.map((repair) => ({ ...repair, safe: false })) : repairs;
}

const losesData = keptWith(({ outcomes }: SecondRun, groups: readonly Group[]) =>
  outcomes.some(
    ({ losses, index }) =>
      losses.length > 0 && !groups.some((group) => group.within === undefined && holds(group, index)),
  ),
);

function alone(context: RepairContext, statement: Statement, outcome: Outcome, stop: Break): Repair[] {
  if (stop.inner?.generated && 'DoStmt' in stop.node) return lookedUp(context, statement, stop.inner);
  if (stop.inner) {
    const place = statementsOf(statement).indexOf(stop.inner);
    const group = context.groups.find(({ within, ...range }) => within === outcome.index && holds(range, place));
    if (group) return [innerGroupRepair(context.document, statement, group)];
    const inner = outcome.breaks.filter((other) => other.inner === stop.inner);
    const at = { ...stop.inner, start: statement.start + stop.inner.start, end: statement.start + stop.inner.end };
    return repairs(context, at, inner, true);
  }
  if ('DoStmt' in stop.node) return [];
  // What succeeds meets nothing of its own: a clause or guard for that would keep it from nothing.
  if (outcome.breaks.every(({ reason }) => reason.cause === 'another state')) return [];
  return repairs(context, statement, outcome.breaks, false);
}

/** `to_regclass('name')` in the place of `'name'::regclass` gives NULL where the name stands for nothing. */
function lookedUp({ document }: RepairContext, { start }: Statement, inner: Statement): Repair[] {
  const at = { start: start + inner.start, end: start + inner.end };
  const constant = CAST_NAME.exec(document.text.slice(at.start, at.end))?.[1];
  const edit = { ...at, text: `to_regclass(${constant})` };
  return constant ? [{ title: 'Look it up with to_regclass', safe: true, edits: [edit] }] : [];
}

/** The condition under which a statement of a DO block has something left to do, for a guard that tests something else. */
export function conditionFor(context: RepairContext, outcome: Outcome, stop: Break): readonly string[] | undefined {
  if (!stop.inner) return undefined;
  const inner = outcome.breaks.filter((other) => other.inner === stop.inner);
  const at = {
    ...stop.inner,
    start: outcome.statement.start + stop.inner.start,
    end: outcome.statement.start + stop.inner.end,
  };
  for (const rewrite of rewritesOf(subjectOf(context, at, inner))) {
    const [piece, ...others] = rewrite.pieces ?? [];
    if (rewrite.safe && piece?.condition && others.length === 0) return piece.condition;
  }
  return undefined;
}

function repairs(context: RepairContext, statement: Statement, breaks: readonly Break[], inBlock: boolean): Repair[] {
  // What `format` puts together stands nowhere in the file.
  if (statement.generated) return [];
  const subject = subjectOf(context, statement, breaks);
  return rewritesOf(subject).flatMap((rewrite) => {
    // Within the string of an EXECUTE there is room for a clause, but not for a guard.
    if (statement.quoted && !rewrite.edits) return [];
    const edits = editsOf(context, subject, statement, rewrite, inBlock);
    return edits.length ? [{ title: rewrite.title, safe: rewrite.safe, edits }] : [];
  });
}

function subjectOf(
  { document: { text }, configuration, secondRun: { former } }: RepairContext,
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
  if ('DropRoleStmt' in node) return rewriteDropRole(subject, node.DropRoleStmt);
  if ('RenameStmt' in node) return rewriteRename(subject, node.RenameStmt);
  if ('AlterObjectSchemaStmt' in node) return rewriteSetSchema(subject, node.AlterObjectSchemaStmt);
  if ('AlterDomainStmt' in node) return rewriteDomain(subject, node.AlterDomainStmt);
  if ('AlterPublicationStmt' in node) return rewritePublication(subject, node.AlterPublicationStmt);
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
    return rewrite.edits.map((edit) => ({
      ...edit,
      start: start + edit.start,
      end: start + edit.end,
      text: statement.quoted ? edit.text.replaceAll("'", "''") : edit.text,
    }));
  const pieces = rewrite.pieces ?? [];
  if (!inBlock) {
    const semicolon = statement.semicolon === undefined && pieces.length > 0 ? ';' : '';
    return [{ start, end, text: writePieces(pieces, subject.style, ';') + semicolon }];
  }
  const { eol, indent } = subject.style;
  const written = pieces.map((piece) => guarded(piece, subject.style)).join(eol + indent);
  // Each piece ends with its own semicolon; the statement's own stands behind the span.
  const own = /^\s*;/.exec(context.document.text.slice(end));
  return [{ start, end: end + (own ? own[0].length : 0), text: written }];
}
