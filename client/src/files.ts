import { type Uri, workspace } from 'vscode';

/** True when a file or folder is there. */
export async function exists(file: Uri): Promise<boolean> {
  return workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}

/** The text of a file as it is on disk, a byte order mark included; undefined where there is none. */
export async function readText(file: Uri): Promise<string | undefined> {
  return workspace.fs.readFile(file).then(
    (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
    () => undefined,
  );
}
