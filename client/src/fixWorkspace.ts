import {
  ProgressLocation,
  type TextEdit,
  type Uri,
  WorkspaceEdit,
  type WorkspaceEditEntryMetadata,
  window,
  workspace,
} from 'vscode';
import type { WorkspaceEdit as ProtocolEdit } from 'vscode-languageclient';
import { FIX_WORKSPACE } from '../../server/src/lsp/protocol';
import type { Session } from './session';

/** Shows every safe repair of the workspace in VS Code's refactoring preview, where a person unticks what is to stay. */
export async function fixWorkspace(session: Session): Promise<void> {
  const { client } = session;
  if (!client) return;
  const edit = await window.withProgress(
    { location: ProgressLocation.Window, title: 'EHR Schema: looking for repairs' },
    async () => client.protocol2CodeConverter.asWorkspaceEdit(await client.sendRequest<ProtocolEdit>(FIX_WORKSPACE)),
  );
  if (!edit || edit.size === 0) await window.showInformationMessage('EHR Schema: there is nothing to repair.');
  else await workspace.applyEdit(withPreview(edit), { isRefactoring: true });
}

/**
 * The same edit, shown before it is applied, with every repair ticked. VS Code shows what needs a consent, and leaves exactly
 * that without a tick: so what asks for it here is an operation that changes nothing.
 */
function withPreview(edit: WorkspaceEdit): WorkspaceEdit {
  const shown = new WorkspaceEdit();
  const metadata = { needsConfirmation: false, label: 'Safe repairs' };
  for (const [uri, changes] of edit.entries())
    shown.set(
      uri,
      changes.map((change): [TextEdit, WorkspaceEditEntryMetadata] => [change, metadata]),
    );
  const [[existing]] = edit.entries() as [[Uri, TextEdit[]]];
  shown.createFile(existing, { ignoreIfExists: true }, { ...metadata, needsConfirmation: true });
  return shown;
}
