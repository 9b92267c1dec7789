import { kept } from '../core/kept';
import type { Linter } from '../linter';
import { migrationFile } from '../workspace/history/migrationFolders';
import { historyFolder, migrationsOf } from '../workspace/history/migrations';
import { ALL_SCHEMAS, schemasOf } from '../workspace/tables/history';
import { type FileKind, fileKind, type Workspace } from '../workspace/workspace';
import { digest } from './keptFile';

/** Gives the names that a migration writes of, from wherever they are known. */
type NamesIn = (path: string) => Iterable<string>;

/**
 * What the findings of a file hang on besides itself, as digests, in a workspace that stays as it is. Every file sees those
 * of other kinds than SQL; a migration sees besides what stands before it, and of what stands behind it what it looks up; a
 * folder sees everything.
 */
export class Surroundings {
  readonly #workspace: Workspace;
  readonly #namesIn: NamesIn;
  readonly #histories = new Map<string, History>();
  readonly #configurations = kept((configuration: object) => digest(JSON.stringify(configuration)));
  readonly #texts = new Map<string, string>();
  #others: string | undefined;
  #everything: string | undefined;

  constructor({ workspace }: Linter, namesIn: NamesIn) {
    this.#workspace = workspace;
    this.#namesIn = namesIn;
  }

  /** All that a file's findings hang on, but for what they look up in its history. */
  keyOf(path: string): string {
    const workspace = this.#workspace;
    const kind = fileKind(path);
    return digest(
      path,
      this.textOf(path),
      this.#configurations(workspace.configurationOf(path)),
      workspace.isMerged(path) ? 'merged' : '',
      kind ? this.#otherFiles() : this.#allFiles(),
      kind === 'sql' ? (this.#historyOf(path)?.before.get(path) ?? '') : '',
    );
  }

  /** A file's text. */
  textOf(path: string): string {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = digest(this.#workspace.text(path) ?? '');
    this.#texts.set(path, text);
    return text;
  }

  /** All that is written of some tables and indexes in the history of a file. */
  writtenOf(path: string, names: readonly string[]): string {
    const history = this.#historyOf(path);
    return history && names.length > 0 ? digest(...names.map((name) => this.#writtenOfOne(history, name))) : '';
  }

  #writtenOfOne(history: History, name: string): string {
    const known = history.written.get(name);
    if (known !== undefined) return known;
    const places = this.#placesIn(history);
    const written =
      name === ALL_SCHEMAS
        ? digest(...[...schemasOf(places.keys())].sort())
        : digest(...(places.get(name) ?? []).flatMap((place) => [place, this.textOf(place)]));
    history.written.set(name, written);
    return written;
  }

  #placesIn(history: History): ReadonlyMap<string, readonly string[]> {
    if (history.places) return history.places;
    const places = new Map<string, string[]>();
    for (const path of history.before.keys())
      for (const name of this.#namesIn(path)) {
        const list = places.get(name);
        if (list) list.push(path);
        else places.set(name, [path]);
      }
    history.places = places;
    return places;
  }

  #historyOf(path: string): History | undefined {
    const folder = historyFolder(this.#workspace, path);
    if (folder === undefined) return undefined;
    const known = this.#histories.get(folder);
    if (known) return known;
    const before = new Map<string, string>();
    let chain = '';
    for (const migration of migrationsOf(this.#workspace, folder)) {
      before.set(migration, chain);
      chain = digest(chain, migration, this.textOf(migration));
    }
    const history: History = { before, written: new Map() };
    this.#histories.set(folder, history);
    return history;
  }

  #otherFiles(): string {
    this.#others ??= digest(...this.#filesOf(OTHERS), ...this.#emptyFolders());
    return this.#others;
  }

  /** The folders of migrations in which no migration lies; those of others say nothing that these do not. */
  #emptyFolders(): string[] {
    const { folders } = this.#workspace;
    return [...folders].filter((folder) => this.#workspace.text(migrationFile(folder)) === undefined).sort();
  }

  #allFiles(): string {
    this.#everything ??= digest(this.#otherFiles(), ...this.#filesOf(['sql']));
    return this.#everything;
  }

  #filesOf(kinds: readonly FileKind[]): string[] {
    const paths = kinds.flatMap((kind) => [...this.#workspace.paths(kind)]).sort();
    return paths.flatMap((path) => [path, this.textOf(path)]);
  }
}

/** The migrations of a folder. */
interface History {
  /** What stands before each migration, in order. */
  readonly before: ReadonlyMap<string, string>;
  /** All that is written of a name, once it was asked for. */
  readonly written: Map<string, string>;
  /** The migrations that write of a name, in order. */
  places?: ReadonlyMap<string, readonly string[]>;
}

const OTHERS: readonly FileKind[] = ['prisma', 'typescript', 'migration-lock', 'configuration'];
