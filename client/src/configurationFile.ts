import { Uri } from 'vscode';
import { CONFIGURATION_FILE } from './documents';
import { exists } from './files';

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
