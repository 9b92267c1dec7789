import { CONFIGURATION_FILE, type Configuration, DEFAULT_CONFIGURATION } from '../core/configuration';
import { dirname } from '../core/path';
import type { Recall } from './recall';

/** The kinds of files that the engine reads, by their name alone. */
export type FileKind = 'sql' | 'prisma' | 'typescript' | 'migration-lock' | 'configuration';

/** The kind of a file, or undefined when nothing looks at it. */
export function fileKind(path: string): FileKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.endsWith('.sql')) return 'sql';
  if (name.endsWith('.prisma')) return 'prisma';
  if (/\.[cm]?[jt]sx?$/.test(name)) return 'typescript';
  if (name === 'migration_lock.toml') return 'migration-lock';
  if (name === CONFIGURATION_FILE) return 'configuration';
  return undefined;
}

/** Turns the text of a configuration file into what it says; faults are found by the rule on configurations, not here. */
export type ConfigurationReader = (text: string, root: string) => Configuration;

/**
 * The texts that the engine knows, by absolute path with `/`. The outside (host/) puts files in and takes them out; an open
 * document's text simply replaces what was on disk. Facts that span files are derived from here by the rooms beside this
 * file, each of which keeps its result until the revision of the kinds that it reads has changed.
 */
export class Workspace {
  /** What is known of the histories from before. */
  recall: Recall | undefined;
  /** Called before each file that is read for the sake of another: a long history takes long, and is no fault of that one's. */
  onRead: (() => void) | undefined;
  readonly #texts = new Map<string, string>();
  readonly #byKind = new Map<FileKind, Set<string>>();
  readonly #revisions = new Map<FileKind, number>();
  readonly #memberships = new Map<FileKind, number>();
  /** The paths of the last changes, by kind: the last one made the revision. */
  readonly #changes = new Map<FileKind, string[]>();
  readonly #folders = new Set<string>();
  readonly #merged = new Map<string, ReadonlySet<string>>();
  readonly #configurations = new Map<string, Configuration>();
  readonly #readConfiguration: ConfigurationReader;
  #generation = 0;
  #everywhere: Configuration | undefined;

  constructor(readConfiguration: ConfigurationReader) {
    this.#readConfiguration = readConfiguration;
  }

  /** Puts a file's text in, or replaces it. Files that no rule reads are ignored. */
  set(path: string, text: string): void {
    const kind = fileKind(path);
    if (!kind || this.#texts.get(path) === text) return;
    if (!this.#texts.has(path)) this.#join(kind);
    this.#texts.set(path, text);
    const paths = this.#byKind.get(kind) ?? new Set();
    this.#byKind.set(kind, paths.add(path));
    this.#touch(kind, path);
  }

  /** Takes a file out. */
  delete(path: string): void {
    const kind = fileKind(path);
    if (!kind || !this.#texts.delete(path)) return;
    this.#byKind.get(kind)?.delete(path);
    this.#join(kind);
    this.#touch(kind, path);
  }

  /** Makes a folder of migrations known even when it holds no file that is read. */
  addFolder(path: string): void {
    if (this.#folders.has(path)) return;
    this.#folders.add(path);
    this.#touch('migration-lock', path);
  }

  deleteFolder(path: string): void {
    if (this.#folders.delete(path)) this.#touch('migration-lock', path);
  }

  /** Folders made known with `addFolder`. */
  get folders(): Iterable<string> {
    return this.#folders;
  }

  /** The text of a file, or undefined when it is not in the workspace. */
  text(path: string): string | undefined {
    return this.#texts.get(path);
  }

  /** The paths of one kind, in the order they came in. */
  paths(kind: FileKind): Iterable<string> {
    return this.#byKind.get(kind) ?? [];
  }

  /** A number that grows whenever a file of this kind comes, changes or goes. */
  revision(kind: FileKind): number {
    return this.#revisions.get(kind) ?? 0;
  }

  /** The files that have come, changed or gone since a revision of their kind; undefined when that is too long ago to tell. */
  changedSince(kind: FileKind, revision: number): ReadonlySet<string> | undefined {
    const count = this.revision(kind) - revision;
    const changes = this.#changes.get(kind) ?? [];
    return count > changes.length ? undefined : new Set(changes.slice(changes.length - count));
  }

  /** A number that grows whenever a file of this kind comes or goes. */
  membership(kind: FileKind): number {
    return this.#memberships.get(kind) ?? 0;
  }

  /** A number that grows whenever anything that a finding can depend on changes. */
  get generation(): number {
    return this.#generation;
  }

  /** Replaces what is known about a folder's migrations that others have built on already: the default branch has them. */
  setMerged(folder: string, paths: Iterable<string>): void {
    this.#merged.set(folder, new Set(paths));
    this.#generation++;
  }

  /** True for a migration that is on the default branch. */
  isMerged(path: string): boolean {
    for (const paths of this.#merged.values()) if (paths.has(path)) return true;
    return false;
  }

  /** Lets one configuration hold for every document, whatever files there are. */
  useEverywhere(configuration: Configuration): void {
    this.#everywhere = configuration;
    this.#touch('configuration', CONFIGURATION_FILE);
  }

  /** The configuration that holds for a document or a folder: the nearest file upwards, or the defaults. */
  configurationOf(path: string): Configuration {
    if (this.#everywhere) return this.#everywhere;
    if (!this.#byKind.get('configuration')?.size) return DEFAULT_CONFIGURATION;
    // From the path itself: it may be a folder of migrations.
    for (let folder = path; ; folder = dirname(folder)) {
      const file = folder.endsWith('/') ? folder + CONFIGURATION_FILE : `${folder}/${CONFIGURATION_FILE}`;
      const known = this.#configurations.get(file);
      if (known) return known;
      const text = this.#texts.get(file);
      if (text !== undefined) {
        const configuration = this.#readConfiguration(text, folder);
        this.#configurations.set(file, configuration);
        return configuration;
      }
      if (folder === dirname(folder)) return DEFAULT_CONFIGURATION;
    }
  }

  /** Another workspace that knows the same; what is done to it is not done to this one. */
  copy(): Workspace {
    const copy = new Workspace(this.#readConfiguration);
    for (const [path, text] of this.#texts) copy.set(path, text);
    for (const folder of this.#folders) copy.addFolder(folder);
    for (const [folder, paths] of this.#merged) copy.setMerged(folder, paths);
    if (this.#everywhere) copy.useEverywhere(this.#everywhere);
    return copy;
  }

  #join(kind: FileKind): void {
    this.#memberships.set(kind, this.membership(kind) + 1);
  }

  #touch(kind: FileKind, path: string): void {
    this.#generation++;
    this.#revisions.set(kind, this.revision(kind) + 1);
    const changes = this.#changes.get(kind) ?? [];
    this.#changes.set(kind, changes);
    if (changes.push(path) > 2 * REMEMBERED) changes.splice(0, REMEMBERED);
    if (kind === 'configuration') this.#configurations.clear();
  }
}

/** How many changes of a kind are remembered at least. */
const REMEMBERED = 1_000;
