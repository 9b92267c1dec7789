import { stat } from 'node:fs/promises';
import { DEFAULT_CONFIGURATION } from '../core/configuration';
import { dirname, migrationName, relativeTo } from '../core/path';
import { createLinter } from '../host/createLinter';
import { discover } from '../host/discovery';
import { readSource } from '../host/files';
import { Project } from '../host/project';
import type { Linter } from '../linter';
import { matches } from '../workspace/matching';
import { UsageError } from './usageError';

/** What `init` finds in a repository. */
export interface Surroundings {
  readonly folder: string;
  readonly linter: Linter;
  readonly histories: readonly { readonly path: string; readonly names: readonly string[] }[];
  readonly schema: readonly string[];
  readonly typescript: readonly string[];
  /** The file that holds the encryption list. */
  readonly phi?: string;
  /** The newest migration's name. */
  readonly baseline?: string;
}

/** Looks at a folder's migrations, schemas and code. @throws UsageError when it is no folder. */
export async function lookAround(folder: string): Promise<Surroundings> {
  const info = await stat(folder).catch(() => undefined);
  if (!info?.isDirectory())
    throw new UsageError(`${folder} is no folder; name the one where the configuration is to stand`);
  const project = new Project(await createLinter());
  const { sql, prisma, typescript, 'migration-lock': locks } = await discover(folder);
  const migrations = sql.filter((path) => path.endsWith('/migration.sql'));
  await project.read([...migrations, ...locks, ...prisma, ...typescript]);
  await project.findFolders([...migrations, ...locks]);
  const histories = groupByHistory(migrations);
  const phi = await findList(typescript);
  const baseline = histories
    .flatMap(({ names }) => names)
    .sort()
    .at(-1);
  return {
    folder,
    linter: project.linter,
    histories,
    schema: prisma,
    typescript,
    ...(phi !== undefined && { phi }),
    ...(baseline !== undefined && { baseline }),
  };
}

function groupByHistory(migrations: readonly string[]): Surroundings['histories'] {
  const folders = new Map<string, string[]>();
  for (const path of migrations) {
    const history = dirname(dirname(path));
    folders.set(history, [...(folders.get(history) ?? []), migrationName(path)]);
  }
  return [...folders].map(([path, names]) => ({ path, names: names.sort() }));
}

async function findList(files: readonly string[]): Promise<string | undefined> {
  const { list } = DEFAULT_CONFIGURATION.phi;
  for (const path of files) {
    const source = await readSource(path);
    if ('text' in source && new RegExp(`\\b${list}\\b[^\\n]*=`).test(source.text)) return path;
  }
  return undefined;
}

/** Globs for files that the default ones do not match; undefined when they match them all. */
export function globsFor(
  folder: string,
  files: readonly string[],
  defaults: readonly string[],
): readonly string[] | undefined {
  const configuration = { ...DEFAULT_CONFIGURATION, root: folder };
  if (files.every((path) => matches(path, defaults, configuration))) return undefined;
  return [...new Set(files.map((path) => relativeTo(folder, path) ?? path))].sort();
}
