import { dirname, migrationName } from '../../core/path';
import { matches } from '../matching';
import type { Workspace } from '../workspace';

/** The folder of the history that a file belongs to, or undefined when the file is no migration. */
export function historyFolder(workspace: Workspace, path: string): string | undefined {
  const configuration = workspace.configurationOf(path);
  if (!matches(path, configuration.migrations, configuration)) return undefined;
  return path.endsWith('/migration.sql') ? dirname(dirname(path)) : dirname(path);
}

/** The migration files of a folder, ordered by name as Prisma applies them. */
export function migrationsOf(workspace: Workspace, folder: string): readonly string[] {
  const paths: string[] = [];
  for (const path of workspace.paths('sql')) if (historyFolder(workspace, path) === folder) paths.push(path);
  return paths.sort((a, b) => (migrationName(a) < migrationName(b) ? -1 : 1));
}
