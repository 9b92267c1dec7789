import type { Finding } from '../core/finding';
import type { Linter } from '../linter';
import { fileKind } from '../workspace/workspace';
import { digest, type KeptFile } from './keptFile';
import { Surroundings } from './surroundings';

/** What is kept of a file: its findings, and all that they hang on. */
export interface KeptFindings {
  /** The digest of its text, and the names of tables and indexes that it writes of. */
  readonly text: string;
  readonly names: readonly string[];
  readonly key: string;
  /** The names that were looked up in its history, and what was written of each. */
  readonly lookups: readonly (readonly [name: string, written: string])[];
  readonly findings: readonly Finding[];
}

/** The findings of a project's files, by path. */
export type ProjectFindings = readonly (readonly [path: string, kept: KeptFindings])[];

/**
 * The findings of a project's last check, kept on disk: as long as all that they hang on stays, they do. The workspace must
 * not change while it is used.
 */
export class FindingsCache {
  readonly #linter: Linter;
  readonly #file: KeptFile<ProjectFindings>;
  readonly #before: ReadonlyMap<string, KeptFindings>;
  readonly #now = new Map<string, KeptFindings>();
  readonly #surroundings: Surroundings;
  #isNew = false;

  private constructor(linter: Linter, file: KeptFile<ProjectFindings>, before: ProjectFindings) {
    this.#linter = linter;
    this.#file = file;
    this.#before = new Map(before);
    this.#surroundings = new Surroundings(linter, (path) => this.#namesIn(path));
  }

  /** Opens what was kept. */
  static async open(linter: Linter, file: KeptFile<ProjectFindings>): Promise<FindingsCache> {
    return new FindingsCache(linter, file, (await file.read()) ?? []);
  }

  /** True when all that the findings of a file hang on is as it was. */
  knows(path: string): boolean {
    return this.#known(path, this.#surroundings.keyOf(path)) !== undefined;
  }

  /** The findings of a file, as `Linter.check` gives them. */
  check(path: string): readonly Finding[] {
    const key = this.#surroundings.keyOf(path);
    const kept = this.#known(path, key) ?? this.#make(path, key);
    this.#now.set(path, kept);
    return kept.findings;
  }

  /** Keeps what was found, beside what is known of files that were not asked for. */
  async save(): Promise<void> {
    if (!this.#isNew) return;
    const { workspace } = this.#linter;
    const others = [...this.#before].filter(([path]) => workspace.text(path) !== undefined);
    await this.#file.write([...new Map([...others, ...this.#now])]);
  }

  #known(path: string, key: string): KeptFindings | undefined {
    const kept = this.#now.get(path) ?? this.#before.get(path);
    const isKnown =
      kept?.key === key &&
      kept.lookups.every(([name, written]) => this.#surroundings.writtenOf(path, name) === written);
    return isKnown ? kept : undefined;
  }

  #namesIn(path: string): Iterable<string> {
    const kept = this.#before.get(path);
    return kept?.text === this.#textOf(path) ? kept.names : this.#linter.changedNames(path);
  }

  #textOf(path: string): string {
    return digest(this.#linter.workspace.text(path) ?? '');
  }

  #make(path: string, key: string): KeptFindings {
    this.#isNew = true;
    const { findings, lookups } = this.#linter.checkNoting(path);
    const written = [...lookups].map((name) => [name, this.#surroundings.writtenOf(path, name)] as const);
    const names = fileKind(path) === 'sql' ? [...this.#linter.changedNames(path)] : [];
    return { text: this.#textOf(path), names, key, lookups: written, findings };
  }
}
