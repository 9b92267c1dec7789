import { DidChangeWatchedFilesNotification } from 'vscode-languageserver/node';
import { CONFIGURATION_FILE } from '../core/configuration';
import { watchFolders } from '../host/watch';
import type { Session } from './session';

/** A folder that goes takes its files with it and is told of alone: hence migrations' folders. */
const PATTERNS = [
  '**/*.{sql,prisma}',
  '**/migration_lock.toml',
  `**/${CONFIGURATION_FILE}`,
  '**/*.{ts,js,mts}',
  '**/migrations/*',
];

/** Keeps the workspace as the disk is: the editor tells of changes, and where it cannot, we look ourselves. */
export async function watchFiles(session: Session): Promise<void> {
  if (session.abilities.watchesFiles) {
    const watchers = PATTERNS.map((globPattern) => ({ globPattern }));
    await session.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    return;
  }
  await session.files.loaded;
  const stop = watchFolders(session.files.foldersToWatch(), (paths) => session.changedOnDisk(paths));
  session.connection.onShutdown(stop);
}
