import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { HOST_VARIABLE, which } from './host/install';

/** Where a VS Code for tests comes from: Microsoft's download, or the host that the npm registry carries. */
export type VSCodeSource = 'download' | 'host';

const DOWNLOADS = 'https://update.code.visualstudio.com/api/releases/stable';

/** The folder under the project's root for what is fetched once. */
export function cacheFolder(root: string): string {
  const folder = join(root, '.cache');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** True where a window can be shown to a person. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** Chooses the download where its server answers and a display, real or virtual, can show the window. */
export async function vscodeSource(): Promise<VSCodeSource> {
  if (process.env[HOST_VARIABLE] || (!hasDisplay() && !which('xvfb-run'))) return 'host';
  return (await canDownload()) ? 'download' : 'host';
}

/** True where VS Code can be downloaded. */
export async function canDownload(): Promise<boolean> {
  return fetch(DOWNLOADS, { method: 'HEAD', signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  );
}
