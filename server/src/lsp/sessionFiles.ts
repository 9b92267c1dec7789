import type { InitializeParams } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { dirname, relativeTo } from '../core/path';
import { projectFolder } from '../host/discovery';
import type { KeptHistory } from '../host/keptHistory';
import { openKeptHistory } from '../host/keptProject';
import { Project } from '../host/project';
import type { Linter } from '../linter';
import { migrationFile } from '../workspace/history/migrationFolders';
import { roleOf } from '../workspace/matching';
import { type FileKind, fileKind } from '../workspace/workspace';
import { isFile } from './uris';

const KINDS: readonly FileKind[] = ['configuration', 'migration-lock', 'sql', 'prisma', 'typescript'];

/** The files on disk that a session knows: those of its folders that other documents' findings can depend on. */
export class SessionFiles {
  readonly #linter: Linter;
  readonly #project: Project;
  #folders: readonly string[];
  #loaded: Promise<unknown> = Promise.resolve();
  #isLoaded = false;
  #history: KeptHistory | undefined;

  /** @param isOpen true for files whose text the editor has: what is on disk must not replace it. */
  constructor(linter: Linter, params: InitializeParams, isOpen: (path: string) => boolean) {
    this.#linter = linter;
    this.#project = new Project(linter, isOpen);
    const uris = params.workspaceFolders?.map(({ uri }) => uri) ?? (params.rootUri ? [params.rootUri] : []);
    this.#folders = uris.filter(isFile).map(folderOf);
  }

  /** Settles when the folders' files are in the workspace. */
  get loaded(): Promise<unknown> {
    return this.#loaded;
  }

  /** True when there is nothing to wait for in `loaded`. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Reads the folders' files; one loading begins when the one before it has ended. */
  load(): Promise<unknown> {
    this.#loaded = this.#loaded.then(() => this.#load());
    return this.#loaded;
  }

  /** Asks git which migrations are merged. */
  async findMerged(): Promise<void> {
    await Promise.all(this.#folders.map((folder) => this.#project.findMerged(folder)));
  }

  /** Reads files that changed again, and takes out those that are gone, with what was below them. */
  async reread(paths: readonly string[]): Promise<void> {
    const known = KINDS.flatMap((kind) => [...this.#linter.workspace.paths(kind)]);
    const below = paths
      .filter((path) => !fileKind(path))
      .flatMap((folder) => known.filter((path) => path.startsWith(`${folder}/`)));
    const wanted = [...paths, ...below];
    // What a configuration says decides which of the others are ours.
    await this.#project.read(wanted.filter((path) => fileKind(path) === 'configuration'));
    const [shared, others] = partition(wanted, (path) => this.#isShared(path));
    await this.#project.read(shared.filter((path) => fileKind(path) !== 'configuration'));
    for (const path of others) this.#project.drop(path);
    const folders = paths.filter((path) => !fileKind(path)).map(migrationFile);
    await this.#project.findFolders([...shared, ...folders]);
  }

  addFolders(uris: readonly string[]): void {
    this.#folders = [...new Set([...this.#folders, ...uris.filter(isFile).map(folderOf)])];
  }

  /** Adds the project of a file that lies in none of the folders; true when there is something to load. */
  async includeProjectOf(path: string): Promise<boolean> {
    if (this.#folders.some((folder) => relativeTo(folder, path) !== undefined)) return false;
    const folder = await projectFolder(dirname(path));
    this.#folders = [...this.#folders, folder];
    return true;
  }

  /** A sentence for each file that could not be read. */
  problems(): readonly string[] {
    return [...this.#project.problems.values()].map(({ path, reason }) => `${path} ${reason}`);
  }

  /** How many migrations and schema files are known. */
  count(): number {
    return [...this.#linter.workspace.paths('sql')].length + [...this.#linter.workspace.paths('prisma')].length;
  }

  /** The folders that files we keep lie in, and the histories that new migrations come into. */
  foldersToWatch(): Iterable<string> {
    const folders = new Set(this.#folders);
    for (const kind of KINDS)
      for (const path of this.#linter.workspace.paths(kind)) folders.add(dirname(path)).add(dirname(dirname(path)));
    return folders;
  }

  /** Keeps what was worked out of the histories for the next start, if it is sound. */
  async keepHistory(isSound: boolean): Promise<void> {
    if (isSound) await this.#history?.save(this.#linter.workspace);
    else this.#history?.stop();
  }

  async #load(): Promise<void> {
    await this.#recall();
    for (const folder of this.#folders) await this.#project.load(folder);
    this.#isLoaded = true;
  }

  async #recall(): Promise<void> {
    this.#history ??= await openKeptHistory(this.#folders);
    this.#linter.workspace.recall = this.#history;
  }

  /** True for files that other documents' findings can depend on, which are therefore kept while they are closed. */
  #isShared(path: string): boolean {
    const kind = fileKind(path);
    if (kind === 'configuration' || kind === 'migration-lock') return true;
    return kind !== undefined && roleOf(path, this.#linter.workspace) !== undefined;
  }
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

function folderOf(uri: string): string {
  return URI.parse(uri)
    .fsPath.replace(/\\/g, '/')
    .replace(/(.)\/$/, '$1');
}
