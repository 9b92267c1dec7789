import {
  ProgressLocation,
  type TextEdit,
  WorkspaceEdit,
  type WorkspaceEditEntryMetadata,
  window,
  workspace,
} from 'vscode';
import type { WorkspaceEdit as ProtocolEdit } from 'vscode-languageclient';
import { FIX_WORKSPACE } from '../../server/src/lsp/protocol';
import type { Session } from './session';

/** Shows every safe repair of the workspace in VS Code's refactoring preview, where a person chooses which to apply. */
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

/** The same edit, each change of which waits for a person's consent. */
function withPreview(edit: WorkspaceEdit): WorkspaceEdit {
  const asked = new WorkspaceEdit();
  for (const [uri, changes] of edit.entries()) {
    const metadata = { needsConfirmation: true, label: workspace.asRelativePath(uri) };
    asked.set(
      uri,
      changes.map((change): [TextEdit, WorkspaceEditEntryMetadata] => [change, metadata]),
    );
  }
  return asked;
}
