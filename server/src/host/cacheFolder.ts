import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder for what can be made again, where the operating system has it. */
export function cacheFolder(): string {
  return join(userCache(), 'ehr-schema');
}

function userCache(): string {
  if (process.platform === 'win32') return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
}
