import { type Uri, workspace } from 'vscode';

/** True when a file or folder is there. */
export async function exists(file: Uri): Promise<boolean> {
  return workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
