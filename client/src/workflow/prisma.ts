import { Uri, workspace } from 'vscode';
import { exists } from '../files';

/** Prisma's own command, as it is installed for one history. */
export interface Prisma {
  /** The package that the history belongs to; Prisma is run here. */
  readonly folder: Uri;
  /** The path of the command. */
  readonly command: string;
}

/** Prisma's command for a history, from the nearest node_modules upwards, or undefined where Prisma is not installed. */
export async function findPrisma(history: Uri): Promise<Prisma | undefined> {
  const folder = await nearest(history, 'package.json');
  const root = await nearest(folder ?? history, BINARY);
  return root && { folder: folder ?? root, command: Uri.joinPath(root, BINARY).fsPath };
}

const BINARY = `node_modules/.bin/prisma${process.platform === 'win32' ? '.cmd' : ''}`;

/** The nearest folder from `start` upwards, within its workspace folder, that holds `file`. */
async function nearest(start: Uri, file: string): Promise<Uri | undefined> {
  const end = workspace.getWorkspaceFolder(start)?.uri.path;
  for (let folder = start; ; folder = Uri.joinPath(folder, '..')) {
    if (await exists(Uri.joinPath(folder, file))) return folder;
    if (folder.path === end || folder.path.length <= 1) return undefined;
  }
}
