import { type FSWatcher, watch } from 'node:fs';
import { enginePath } from './discovery';

/** Changes that come within this time are told together: editors write a file in several steps. */
const TOGETHER_MS = 50;

/**
 * Tells of changes directly in some folders. A folder that cannot be watched (gone, too many watches) is left out: its
 * files are then read again when they are opened.
 * @returns ends the watching.
 */
export function watchFolders(folders: Iterable<string>, changed: (paths: readonly string[]) => void): () => void {
  const waiting = new Set<string>();
  const watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  const tell = (): void => {
    timer = undefined;
    const paths = [...waiting];
    waiting.clear();
    changed(paths);
  };
  for (const folder of folders) {
    const watcher = watchFolder(folder, (path) => {
      waiting.add(path);
      timer ??= setTimeout(tell, TOGETHER_MS);
    });
    if (watcher) watchers.push(watcher);
  }
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function watchFolder(folder: string, changed: (path: string) => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { persistent: false }, (_, name) => name && changed(enginePath(`${folder}/${name}`)));
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
