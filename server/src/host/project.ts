import { readdir } from 'node:fs/promises';
import { dirname, relativeTo } from '../core/path';
import type { Linter } from '../linter';
import { folderDocuments } from '../workspace/history/migrationFolders';
import { roleOf } from '../workspace/matching';
import { fileKind } from '../workspace/workspace';
import { configurationsAbove, type Discovery, discover } from './discovery';
import { readSource, type Source } from './files';
import { mergedMigrations } from './git';

/** A file that could not be read, and why, as the end of a sentence that begins with the path. */
export interface Problem {
  readonly path: string;
  readonly reason: string;
  /** Not a failure: the file was passed over on purpose. */
  readonly leftOut: boolean;
}

/** The files on disk that the engine is given: a folder's configurations, histories, schemas and encryption lists. */
export class Project {
  readonly linter: Linter;
  /** Files that could not be read when they were last tried, by path. */
  readonly problems = new Map<string, Problem>();

  readonly #isOpen: (path: string) => boolean;

  /** @param isOpen true for files whose text is known better than the disk knows it: they are neither read nor taken out. */
  constructor(linter: Linter, isOpen: (path: string) => boolean = () => false) {
    this.linter = linter;
    this.#isOpen = isOpen;
  }

  /** Puts a folder's files into the workspace, without the application's code, and tells what was found. */
  async load(folder: string): Promise<Discovery> {
    const [found, above] = await Promise.all([discover(folder), configurationsAbove(folder)]);
    await this.read([...above, ...found.configuration]);
    const { workspace } = this.linter;
    const wanted = [...found.sql, ...found.prisma, ...found.typescript].filter((path) => roleOf(path, workspace));
    await this.read([...wanted, ...found['migration-lock']]);
    await this.findFolders([...wanted, ...found['migration-lock']]);
    return found;
  }

  /** Asks git which migrations of a folder are merged, so that no repair touches them unasked. */
  async findMerged(folder: string): Promise<void> {
    this.linter.workspace.setMerged(folder, await mergedMigrations(folder));
  }

  /** Reads files into the workspace, or takes out those that are gone; what cannot be read is noted as a problem. */
  async read(paths: readonly string[]): Promise<void> {
    const wanted = paths.filter((path) => !this.#isOpen(path));
    for (let at = 0; at < wanted.length; at += READ_AT_ONCE) {
      const some = wanted.slice(at, at + READ_AT_ONCE);
      const sources = await Promise.all(some.map(readSource));
      // In the order given, however long each took: the same files make the same workspace.
      for (const [index, path] of some.entries()) this.#put(path, sources[index]!);
    }
  }

  #put(path: string, source: Source): void {
    // It may have been opened while it was read.
    if (this.#isOpen(path)) return;
    this.problems.delete(path);
    if ('text' in source) this.linter.workspace.set(path, source.text);
    else {
      this.linter.workspace.delete(path);
      this.problems.set(path, { path, reason: source.problem, leftOut: source.leftOut });
    }
  }

  /** Takes a file out. */
  drop(path: string): void {
    if (!this.#isOpen(path)) this.linter.workspace.delete(path);
  }

  /** What a check of a discovered folder looks at: files, and folders of migrations, of which something may be missing. */
  toCheck(folder: string, found: Discovery): readonly string[] {
    const { workspace } = this.linter;
    const inRole = [...found.sql, ...found.prisma].filter((path) => roleOf(path, workspace));
    const folders = folderDocuments(workspace).filter(
      (path) => relativeTo(folder, path) !== undefined || path === folder,
    );
    return [...inRole, ...found.typescript, ...folders.sort()];
  }

  /**
   * Tells the workspace which folders lie beside the migrations and locks among some files: a migration's folder in which
   * nothing is read would be invisible otherwise.
   */
  async findFolders(files: readonly string[]): Promise<void> {
    for (const history of new Set(files.flatMap(historyAround))) await this.#findFoldersIn(history);
  }

  async #findFoldersIn(history: string): Promise<void> {
    const { workspace } = this.linter;
    const there = await foldersIn(history);
    for (const folder of [...workspace.folders])
      if (dirname(folder) === history && !there.has(folder)) workspace.deleteFolder(folder);
    for (const folder of there) workspace.addFolder(folder);
  }
}

/** The folder that holds all migrations, if a file is one of them or its lock. */
function historyAround(path: string): readonly string[] {
  if (fileKind(path) === 'migration-lock') return [dirname(path)];
  return path.endsWith('/migration.sql') ? [dirname(dirname(path))] : [];
}

/** The folders directly below a folder; none where it is gone. */
async function foldersIn(folder: string): Promise<ReadonlySet<string>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}/${name}`));
}

const READ_AT_ONCE = 64;
