import { basename, dirname } from '../../core/path';
import { matches } from '../matching';
import type { Workspace } from '../workspace';
import { historyFolder } from './migrations';

/** The name of the file in which Prisma keeps the kind of database. */
export const LOCK_FILE = 'migration_lock.toml';

/** The migrations that lie beside each other in one folder. */
export interface MigrationFolder {
  readonly path: string;
  /** The paths of the migrations' own folders, whether they hold a migration.sql or not; ordered by name. */
  readonly migrations: readonly string[];
  /** The first migration with each timestamp, by the digits before the first `_`. */
  readonly firstAt: ReadonlyMap<string, string>;
  /** Its migrations lie in folders of their own, as Prisma keeps them. */
  readonly isPrisma: boolean;
}

interface Kept {
  readonly sql: number;
  readonly lock: number;
  readonly configuration: number;
  readonly folders: ReadonlyMap<string, MigrationFolder>;
}

const kept = new WeakMap<Workspace, Kept>();

/** All folders of migrations that the workspace knows, by path. */
export function migrationFolders(workspace: Workspace): ReadonlyMap<string, MigrationFolder> {
  const sql = workspace.membership('sql');
  // A folder that comes or goes counts as a change of the locks.
  const lock = workspace.revision('migration-lock');
  const configuration = workspace.revision('configuration');
  const known = kept.get(workspace);
  if (known?.sql === sql && known.lock === lock && known.configuration === configuration) return known.folders;
  const folders = readFolders(workspace);
  kept.set(workspace, { sql, lock, configuration, folders });
  return folders;
}

function readFolders(workspace: Workspace): Map<string, MigrationFolder> {
  const found = new Map<string, Set<string>>();
  const plain = new Set<string>();
  const add = (folder: string, migration?: string) => {
    const migrations = found.get(folder) ?? new Set();
    found.set(folder, migration === undefined ? migrations : migrations.add(migration));
  };
  for (const path of workspace.paths('sql')) {
    const folder = historyFolder(workspace, path);
    if (folder === undefined) continue;
    if (path.endsWith('/migration.sql')) add(folder, dirname(path));
    else plain.add(folder);
  }
  for (const path of workspace.paths('migration-lock')) if (isHistory(workspace, dirname(path))) add(dirname(path));
  for (const path of workspace.folders) if (isHistory(workspace, dirname(path))) add(dirname(path), path);
  const folders = new Map<string, MigrationFolder>();
  for (const path of [...found.keys(), ...plain]) {
    const migrations = [...(found.get(path) ?? [])].sort((a, b) => (basename(a) < basename(b) ? -1 : 1));
    folders.set(path, { path, migrations, firstAt: firstAt(migrations), isPrisma: found.has(path) });
  }
  return folders;
}

function firstAt(migrations: readonly string[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const path of migrations) {
    const [timestamp = ''] = basename(path).split('_', 1);
    if (!first.has(timestamp)) first.set(timestamp, path);
  }
  return first;
}

/** True for a folder in which a migration could lie. */
function isHistory(workspace: Workspace, folder: string): boolean {
  const configuration = workspace.configurationOf(folder);
  return matches(`${folder}/0/migration.sql`, configuration.migrations, configuration);
}

/** The migration's own folder that a path is, or undefined when it is none. */
export function migrationFolderAt(workspace: Workspace, path: string): MigrationFolder | undefined {
  const folder = migrationFolders(workspace).get(dirname(path));
  return folder?.isPrisma && (workspace.text(migrationFile(path)) !== undefined || folder.migrations.includes(path))
    ? folder
    : undefined;
}

/** The path of a migration's file, whether it is there or not. */
export function migrationFile(migration: string): string {
  return `${migration}/migration.sql`;
}

/**
 * The documents that only the rules on folders look at: each folder of migrations, and each migration's own folder in which
 * no migration.sql lies.
 */
export function folderDocuments(workspace: Workspace): readonly string[] {
  return [...migrationFolders(workspace).values()].flatMap(({ path, migrations }) => [
    path,
    ...migrations.filter((migration) => workspace.text(migrationFile(migration)) === undefined),
  ]);
}
