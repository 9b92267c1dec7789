import { type ChangeAnnotation, type CodeAction, CodeActionKind, type Diagnostic } from 'vscode-languageserver/node';
import type { Finding } from '../core/finding';
import { migrationName } from '../core/path';
import { byPath, toWorkspaceEdit } from './convert';
import { EXPLAIN_RULE } from './protocol';
import type { Session } from './session';

/** What a repair's action carries for scripts: only repairs have it. */
export interface RepairData {
  readonly safe: boolean;
}

/** The repairs of a finding, the best one first; only a safe one may be applied without a look. */
export function repairActions(
  session: Session,
  path: string,
  finding: Finding,
  diagnostics: Diagnostic[],
): CodeAction[] {
  const annotation = session.linter.workspace.isMerged(path) ? mergedNote(path) : undefined;
  return finding.repairs.map((repair, index) => ({
    title: repair.title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    isPreferred: index === 0 && repair.safe,
    data: { safe: repair.safe } satisfies RepairData,
    edit: toWorkspaceEdit(session, byPath(path, repair.edits), annotation),
  }));
}

/** Comments that hide findings. */
export function ignoreActions(
  session: Session,
  path: string,
  findings: readonly Finding[],
  shown: (finding: Finding) => Diagnostic[],
): CodeAction[] {
  return [...session.linter.ignoring(path, findings)].flatMap(([finding, repairs]) =>
    repairs.map((repair) => ({
      title: repair.title,
      kind: CodeActionKind.QuickFix,
      diagnostics: shown(finding),
      edit: toWorkspaceEdit(session, byPath(path, repair.edits)),
    })),
  );
}

/** Opens the page of a rule. */
export function explainAction(session: Session, rule: string): CodeAction[] {
  const title = `Explain ${rule}`;
  if (!session.explains) return [];
  return [{ title, kind: CodeActionKind.QuickFix, command: { title, command: EXPLAIN_RULE, arguments: [rule] } }];
}

function mergedNote(path: string): ChangeAnnotation {
  const name = migrationName(path);
  return {
    label: 'This migration is on the default branch',
    needsConfirmation: true,
    description: `Prisma keeps a checksum of what it applied and will say that ${name} was modified. Where ${name} failed, run "prisma migrate resolve --rolled-back ${name}" and deploy again; where it was applied, leave it and write a new migration.`,
  };
}
