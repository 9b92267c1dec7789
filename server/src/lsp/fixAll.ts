import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { Edit } from '../core/edit';
import type { Finding } from '../core/finding';
import { roleOf } from '../workspace/matching';
import { toWorkspaceEdit } from './convert';
import { minimalEdits } from './minimalEdits';
import { FIX_ALL_KIND } from './protocol';
import type { Session } from './session';
import { throwIfCancelled, tick } from './tick';

/** What a Fix All action needs to compute its edit when the editor asks for it. */
interface FixAllData {
  readonly path: string;
  /** Only this rule's findings; without one, all of the file's. */
  readonly rule?: string;
}

/** Puts the whole file right. */
export function fixFileAction(session: Session, path: string): CodeAction {
  return deferred(session, { title: 'Repair all findings in this file', kind: FIX_ALL_KIND }, { path });
}

/** Puts every finding of one rule right, in one file. */
export function fixRuleAction(session: Session, path: string, rule: string): CodeAction {
  const action = { title: `Repair all ${rule} in this file`, kind: CodeActionKind.QuickFix };
  return deferred(session, action, { path, rule });
}

/** Computes the edit of a Fix All action from what the documents say now. */
export function resolveFixAll(session: Session, action: CodeAction): CodeAction {
  const data = action.data as FixAllData | undefined;
  if (!data?.path || action.edit) return action;
  return session.work.about(data.path, () => ({ ...action, edit: fixEdit(session, data) }));
}

/**
 * Every safe repair of every file that is kept, as one edit; other requests are answered in between.
 * @throws ResponseError when it is cancelled, or when files change so often that it cannot come to an end.
 */
export async function fixWorkspaceEdit(session: Session, token: CancellationToken): Promise<WorkspaceEdit> {
  await session.files.loaded;
  const { linter } = session;
  const { workspace } = linter;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { generation } = workspace;
    const paths = (['prisma', 'sql', 'typescript'] as const)
      .flatMap((kind) => [...workspace.paths(kind)])
      .filter((path) => roleOf(path, workspace) || session.documents.at(path));
    const fixed = await linter.fixInTurns(paths, async (path, fix) => {
      await tick();
      throwIfCancelled(token);
      if (workspace.generation === generation) session.work.about(path, fix);
    });
    if (workspace.generation === generation) return toWorkspaceEdit(session, editsTo(fixed, session));
  }
  throw new ResponseError(LSPErrorCodes.ContentModified, 'files changed while their repairs were worked out');
}

/** How often repairs are worked out anew when files change meanwhile. */
const ATTEMPTS = 3;

function deferred(session: Session, action: CodeAction, data: FixAllData): CodeAction {
  return session.abilities.resolvesEdits ? { ...action, data } : { ...action, edit: fixEdit(session, data) };
}

function fixEdit(session: Session, { path, rule }: FixAllData): WorkspaceEdit {
  return toWorkspaceEdit(session, fixEdits(session, [path], rule));
}

function fixEdits(session: Session, paths: readonly string[], rule?: string): ReadonlyMap<string, readonly Edit[]> {
  const wanted = rule === undefined ? undefined : (finding: Finding) => finding.rule === rule;
  return editsTo(session.linter.fixAll(paths, wanted), session);
}

function editsTo(fixed: ReadonlyMap<string, string>, { linter }: Session): ReadonlyMap<string, readonly Edit[]> {
  const edits = new Map<string, readonly Edit[]>();
  for (const [target, text] of fixed) edits.set(target, minimalEdits(linter.workspace.text(target) ?? '', text));
  return edits;
}
