import { basename, join } from 'node:path';
import type { Finding } from '../core/finding';
import type { SqlParser } from '../core/tools';
import type { Linter } from '../linter';
import { cacheFolder } from './cacheFolder';
import { FindingsCache, type ProjectFindings } from './findingsCache';
import { build } from './installation';
import { KeptFile } from './keptFile';
import { type HistoryFacts, KeptHistory } from './keptHistory';

/** What is known of a project from its last check. */
export interface KeptProject {
  /** The findings of a file, as `Linter.check` gives them. */
  check(path: string): readonly Finding[];
  /** Keeps what was found for the next check. */
  save(): Promise<void>;
}

/**
 * Opens what is kept of a project whose files are in the workspace and stay as they are; undefined for a program that runs
 * from source, which changes without notice.
 * @param folders the project's folders.
 * @param paths the files that are going to be checked.
 * @param options what findings hang on besides the files.
 */
export async function openKeptProject(
  linter: Linter,
  sql: SqlParser,
  folders: readonly string[],
  paths: readonly string[],
  options: string,
): Promise<KeptProject | undefined> {
  const file = keptFile<ProjectFindings>('findings', folders, options);
  if (!file) return undefined;
  const findings = await FindingsCache.open(linter, file);
  const history = paths.every((path) => findings.knows(path)) ? undefined : await openKeptHistory(folders);
  linter.workspace.recall = history;
  return {
    check: (path) => findings.check(path),
    async save() {
      // What the parser gave up on may be parsed the next time.
      if (sql.crashes === 0) await Promise.all([findings.save(), history?.save(linter.workspace)]);
    },
  };
}

/** Opens what is known of a project's migrations; undefined as above. */
export async function openKeptHistory(folders: readonly string[]): Promise<KeptHistory | undefined> {
  const file = keptFile<HistoryFacts>('histories', folders);
  return file && KeptHistory.open(file);
}

function keptFile<T>(what: string, folders: readonly string[], options = ''): KeptFile<T> | undefined {
  const maker = build();
  if (maker === undefined) return undefined;
  // The command and the language server are two programs, which would throw away what the other one keeps.
  const name = JSON.stringify([basename(__filename), ...folders]);
  return new KeptFile(join(cacheFolder(), what), name, `${maker} ${options}`);
}
