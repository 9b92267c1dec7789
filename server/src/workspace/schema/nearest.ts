import type { Workspace } from '../workspace';
import { type Schema, schemasOf } from './schema';

/** The one whose path has the most folders in common with a path; of equals the first by name. */
export function nearestTo<T>(path: string, candidates: readonly T[], pathOf: (candidate: T) => string): T | undefined {
  let best: T | undefined;
  let most = -1;
  for (const candidate of candidates) {
    const common = commonFolders(path, pathOf(candidate));
    if (common < most || (common === most && best && pathOf(best) <= pathOf(candidate))) continue;
    best = candidate;
    most = common;
  }
  return best;
}

/** The Prisma schema that a file of another kind goes with: the nearest of those under the same configuration. */
export function nearestSchema(workspace: Workspace, path: string): Schema | undefined {
  const { root } = workspace.configurationOf(path);
  const schemas = schemasOf(workspace).filter(({ files }) => workspace.configurationOf(files[0]!.path).root === root);
  return nearestTo(path, schemas, ({ files }) => files[0]!.path);
}

function commonFolders(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  const most = Math.min(left.length, right.length) - 1;
  let common = 0;
  while (common < most && left[common] === right[common]) common++;
  return common;
}
