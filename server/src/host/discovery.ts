import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { CONFIGURATION_FILE } from '../core/configuration';
import { type FileKind, fileKind } from '../workspace/workspace';

/** Folders that hold what others wrote or what a build made. */
export const IGNORED_FOLDERS = ['node_modules', '.git', 'dist', 'build', 'coverage', '.next'] as const;

/** Files of one folder and below, by kind: absolute paths with `/`, sorted. */
export type Discovery = Readonly<Record<FileKind, readonly string[]>>;

const PATTERNS = ['**/*.{sql,prisma}', '**/migration_lock.toml', `**/${CONFIGURATION_FILE}`];
const SCRIPTS = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';

/** Finds the files that the engine reads. Symbolic links are not followed, so that no loop can catch it. */
export async function discover(folder: string): Promise<Discovery> {
  const paths = await glob([...PATTERNS, SCRIPTS], {
    cwd: folder,
    absolute: true,
    dot: false,
    followSymbolicLinks: false,
    expandDirectories: false,
    ignore: [...IGNORED_FOLDERS.map((name) => `**/${name}/**`), '**/*.d.{ts,mts,cts}'],
  });
  const found: Record<FileKind, string[]> = {
    sql: [],
    prisma: [],
    typescript: [],
    'migration-lock': [],
    configuration: [],
  };
  for (const path of paths.sort()) {
    const kind = fileKind(path);
    if (kind) found[kind].push(path);
  }
  return found;
}

/** The configuration files in a folder's parents, which hold for what is below. */
export async function configurationsAbove(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    const file = join(parent, CONFIGURATION_FILE);
    if (await exists(file)) found.push(toSlashes(file));
    if (parent === dirname(parent)) return found;
  }
}

const ROOT_MARKS = [CONFIGURATION_FILE, '.git', 'package.json'];

/**
 * The folder whose files belong together with those of a folder: the nearest one upwards with a configuration, else with
 * a repository, else with a package; else what holds the migrations that it is one of; else the folder itself. A person's home
 * may be a repository too, but is no project.
 */
export async function projectFolder(start: string): Promise<string> {
  const tooHigh = new Set([enginePath(homedir()), dirname(enginePath(homedir())), '/']);
  for (const mark of ROOT_MARKS) {
    for (let folder = start; !tooHigh.has(folder) && folder !== dirname(folder); folder = dirname(folder)) {
      if (await exists(join(folder, mark))) return folder;
    }
  }
  const migrations = start.lastIndexOf('/migrations/');
  return migrations > 0 ? start.slice(0, migrations) : start;
}

/** An absolute path with `/`, the form that the engine uses. */
export function enginePath(path: string): string {
  return toSlashes(resolve(path));
}

function toSlashes(path: string): string {
  return process.platform === 'win32' ? path.replace(/\\/g, '/') : path;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
