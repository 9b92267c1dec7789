import { Uri, workspace } from 'vscode';
import { CONFIGURATION_FILE } from './documents';

/** The configuration file that holds for a document: the nearest one upwards, or undefined where there is none. */
export async function nearestConfiguration(document: Uri): Promise<Uri | undefined> {
  let folder = Uri.joinPath(document, '..');
  for (;;) {
    const file = Uri.joinPath(folder, CONFIGURATION_FILE);
    if (await exists(file)) return file;
    const parent = Uri.joinPath(folder, '..');
    if (parent.path.length >= folder.path.length) return undefined;
    folder = parent;
  }
}

async function exists(file: Uri): Promise<boolean> {
  return workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
