import { setTimeout as pause } from 'node:timers/promises';
import { commands, type ExtensionContext, Uri, window, workspace } from 'vscode';
import { REGISTERED_MS } from './walkthrough';

/** The migration of the example that Prisma wrote, and that cannot run twice. */
const MIGRATION = 'packages/database/prisma/migrations/20260218143000_add_insurance/migration.sql';

/** Opens a fresh copy of the example, so that what a person tries in it harms nothing. */
export async function openExample({ extensionUri, globalStorageUri }: ExtensionContext): Promise<void> {
  const copy = exampleCopy(globalStorageUri);
  await workspace.fs.copy(Uri.joinPath(extensionUri, 'examples/mentalspace'), copy, { overwrite: true });
  await commands.executeCommand('vscode.openFolder', copy, { forceNewWindow: true });
}

/** In the window of the copy: shows the migration, and then the walkthrough beside it. */
export async function welcomeToExample({ globalStorageUri, extension }: ExtensionContext): Promise<void> {
  const copy = exampleCopy(globalStorageUri);
  const opened = workspace.workspaceFolders?.some(({ uri }) => uri.toString() === copy.toString());
  if (!opened || window.visibleTextEditors.length > 0) return;
  await window.showTextDocument(Uri.joinPath(copy, MIGRATION), { preview: false });
  await pause(REGISTERED_MS);
  await commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#start`, true);
}

function exampleCopy(storage: Uri): Uri {
  return Uri.joinPath(storage, 'mentalspace');
}
