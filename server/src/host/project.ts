import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Linter } from '../linter';
import { roleOf } from '../workspace/matching';
import { fileKind } from '../workspace/workspace';
import { configurationsAbove, type Discovery, discover } from './discovery';
import { readSource } from './files';
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
    await this.#findFolders([...wanted.filter((path) => path.endsWith('.sql')), ...found['migration-lock']]);
    return found;
  }

  /** Asks git which migrations of a folder are merged, so that no repair touches them unasked. */
  async findMerged(folder: string): Promise<void> {
    this.linter.workspace.setMerged(folder, await mergedMigrations(folder));
  }

  /** Reads files into the workspace; those that cannot be read are noted as problems. */
  async read(paths: readonly string[]): Promise<void> {
    for (let at = 0; at < paths.length; at += READ_AT_ONCE) {
      await Promise.all(paths.slice(at, at + READ_AT_ONCE).map((path) => this.readFile(path)));
    }
  }

  /** Reads one file again, or takes it out when it is gone. */
  async readFile(path: string): Promise<void> {
    if (this.#isOpen(path)) return;
    const source = await readSource(path);
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

  /** The files of a discovery that a check of that folder looks at. */
  toCheck(found: Discovery): readonly string[] {
    const { workspace } = this.linter;
    const inRole = [...found.sql, ...found.prisma].filter((path) => roleOf(path, workspace));
    return [...inRole, ...found.typescript];
  }

  /** A migration's folder in which nothing is read would be invisible: the workspace has to be told of it. */
  async #findFolders(files: readonly string[]): Promise<void> {
    const histories = new Set(
      files.map((path) => (fileKind(path) === 'migration-lock' ? dirname(path) : dirname(dirname(path)))),
    );
    for (const history of histories) {
      const entries = await readdir(history, { withFileTypes: true });
      for (const entry of entries) if (entry.isDirectory()) this.linter.workspace.addFolder(join(history, entry.name));
    }
  }
}

const READ_AT_ONCE = 64;
