import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver/node';
import type { Finding } from '../core/finding';
import { type LineIndex, overlaps, type Span } from '../core/span';
import { fixFileAction, fixRuleAction } from './fixAll';
import { FIX_ALL_KIND } from './protocol';
import { explainAction, ignoreActions, repairActions } from './quickFixes';
import type { Session } from './session';
import { tick } from './tick';

/** The kinds of code action that the server offers. */
export const CODE_ACTION_KINDS = [CodeActionKind.QuickFix, FIX_ALL_KIND];

/** What can be done about the findings at a place of a document, computed anew from what the document says now. */
export async function codeActions(
  session: Session,
  params: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[]> {
  await tick();
  await session.settled();
  const document = session.documents.get(params.textDocument.uri);
  if (!document || token.isCancellationRequested) return [];
  return session.work.about(document.path, () => actionsOf(session, document.path, params));
}

function actionsOf(session: Session, path: string, params: CodeActionParams): CodeAction[] {
  const findings = session.linter.check(path);
  const actions: CodeAction[] = [];
  if (wants(params, CodeActionKind.QuickFix)) actions.push(...quickFixes(session, path, params, findings));
  if (wants(params, FIX_ALL_KIND) && hasSafeRepair(findings)) actions.push(fixFileAction(session, path));
  return actions;
}

function quickFixes(session: Session, path: string, params: CodeActionParams, all: readonly Finding[]): CodeAction[] {
  const lines = session.lines(path);
  const asked: Span = { start: lines.offset(params.range.start), end: lines.offset(params.range.end) };
  const here = all.filter(({ span }) => overlaps(span, asked));
  const shown = (finding: Finding) => shownAs(finding, params.context.diagnostics, lines);
  const rules = [...new Set(here.map(({ rule }) => rule))];
  return [
    ...here.flatMap((finding) => repairActions(session, path, finding, shown(finding))),
    ...rules.filter((rule) => safeCount(all, rule) > 1).map((rule) => fixRuleAction(session, path, rule)),
    ...ignoreActions(session, path, here, shown),
    ...rules.flatMap((rule) => explainAction(session, rule)),
  ];
}

/** The diagnostics by which the editor knows a finding. */
function shownAs({ rule, span, message }: Finding, diagnostics: readonly Diagnostic[], lines: LineIndex): Diagnostic[] {
  return diagnostics.filter(
    ({ code, range, message: said }) =>
      code === rule &&
      said === message &&
      lines.offset(range.start) === span.start &&
      lines.offset(range.end) === span.end,
  );
}

function wants({ context: { only } }: CodeActionParams, kind: string): boolean {
  return !only || only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
}

function hasSafeRepair(findings: readonly Finding[]): boolean {
  return findings.some(({ repairs }) => repairs.some(({ safe }) => safe));
}

function safeCount(findings: readonly Finding[], rule: string): number {
  return findings.filter((finding) => finding.rule === rule && hasSafeRepair([finding])).length;
}
