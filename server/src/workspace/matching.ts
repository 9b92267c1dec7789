import picomatch from 'picomatch/posix';
import type { Configuration } from '../core/configuration';
import { kept, keptByName } from '../core/kept';
import { relativeTo } from '../core/path';
import type { Workspace } from './workspace';

/** True when a path is matched by globs that are relative to a configuration's folder. */
export function matches(path: string, globs: readonly string[], configuration: Configuration): boolean {
  const relative = relativeTo(configuration.root, path);
  if (relative === undefined) return false;
  return matcherOf(globs)(relative);
}

const matcherOf = kept((globs: readonly string[]) => {
  const plain = globs.map((glob) => glob.replace(/^\.\//, ''));
  const isMatch = picomatch(plain, { dot: true });
  return keptByName((path): boolean => isMatch(path));
});

/** What a file is to the workspace, as its configuration's globs say. */
export type Role = 'migration' | 'schema' | 'phi';

/** The role of a file, or undefined when no glob names it. */
export function roleOf(path: string, workspace: Workspace): Role | undefined {
  const configuration = workspace.configurationOf(path);
  if (path.endsWith('.sql')) return matches(path, configuration.migrations, configuration) ? 'migration' : undefined;
  if (path.endsWith('.prisma')) return matches(path, configuration.schema, configuration) ? 'schema' : undefined;
  return matches(path, configuration.phi.file, configuration) ? 'phi' : undefined;
}
