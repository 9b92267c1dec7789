import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Discovery, discover, enginePath, projectFolder } from '../host/discovery';
import { reasonOf } from '../host/files';
import type { Project } from '../host/project';
import { fileKind } from '../workspace/workspace';
import { UsageError } from './usageError';

/** The files that a command is to look at, and the folders whose files they were read with. */
export interface Targets {
  readonly paths: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Loads the projects that the named paths belong to, and finds the files to check: named files as they are, of folders
 * what the configuration's globs name.
 * @throws UsageError when a path does not exist or is nothing that we check.
 */
export async function loadTargets(project: Project, named: readonly string[]): Promise<Targets> {
  const wanted = await Promise.all(named.map(inspect));
  const discoveries = new Map<string, Discovery>();
  for (const { folder } of wanted) {
    const root = await projectFolder(folder);
    if (discoveries.has(root)) continue;
    const [discovery] = await Promise.all([project.load(root), project.findMerged(root)]);
    discoveries.set(root, discovery);
  }
  const paths = new Set<string>();
  for (const { path, isFolder } of wanted) {
    if (isFolder) for (const found of await inFolder(project, path, discoveries)) paths.add(found);
    else paths.add(path);
  }
  await project.read([...paths].filter((path) => fileKind(path) && project.linter.workspace.text(path) === undefined));
  return { paths: [...paths], folders: [...discoveries.keys()] };
}

interface Named {
  readonly path: string;
  readonly isFolder: boolean;
  readonly folder: string;
}

async function inspect(name: string): Promise<Named> {
  const path = enginePath(name);
  const info = await stat(path).catch((error: unknown) => {
    throw new UsageError(`${name} ${reasonOf(error)}; name a file or a folder that is there`);
  });
  if (info.isDirectory()) return { path, isFolder: true, folder: path };
  checkKind(name);
  return { path, isFolder: false, folder: dirname(path) };
}

/** @throws UsageError for a file that no rule looks at. */
export function checkKind(name: string): void {
  const kind = fileKind(enginePath(name));
  if (kind === undefined || kind === 'migration-lock')
    throw new UsageError(
      `${name} is nothing to check; name a .sql, .prisma, TypeScript or JavaScript file, or a folder`,
    );
}

async function inFolder(
  project: Project,
  folder: string,
  known: ReadonlyMap<string, Discovery>,
): Promise<readonly string[]> {
  const discovery = known.get(folder) ?? (await discover(folder));
  return project.toCheck(folder, discovery);
}
