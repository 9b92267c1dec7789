import type { Finding } from '../core/finding';
import type { Linter } from '../linter';
import type { Notes } from '../workspace/tables/lookups';
import { fileKind } from '../workspace/workspace';
import { digest, type KeptFile } from './keptFile';
import { Surroundings } from './surroundings';

/** What is kept of a file: its findings, and all that they hang on. */
export interface KeptFindings {
  /** The digest of its text, and the names of tables and indexes that it writes of. */
  readonly text: string;
  readonly names: readonly string[];
  readonly key: string;
  readonly lookups: KeptLookups;
  readonly findings: readonly Finding[];
}

/** What was looked up in the history of a file: names with a digest of what was written of them, questions with one of the answers. */
interface KeptLookups {
  readonly names: readonly string[];
  readonly written: string;
  readonly questions: readonly string[];
  readonly answers: string;
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
  /** Files of which nothing has changed that their findings hang on, as far as was asked. */
  readonly #still = new Map<string, boolean>();
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

  /** True when nothing is written otherwise than it was of all that the findings of a file hang on. */
  knows(path: string): boolean {
    const known = this.#still.get(path);
    if (known !== undefined) return known;
    const kept = this.#before.get(path);
    const isStill =
      kept?.key === this.#surroundings.keyOf(path) &&
      this.#surroundings.writtenOf(path, kept.lookups.names) === kept.lookups.written;
    this.#still.set(path, isStill);
    return isStill;
  }

  /** The findings of a file, as `Linter.check` gives them. */
  check(path: string): readonly Finding[] {
    const found = this.#now.get(path) ?? (this.knows(path) ? this.#before.get(path)! : this.#look(path));
    this.#now.set(path, found);
    return found.findings;
  }

  /** Keeps what was found, beside what is known of files that were not asked for. */
  async save(): Promise<void> {
    if (!this.#isNew) return;
    const { workspace } = this.#linter;
    const others = [...this.#before].filter(([path]) => workspace.text(path) !== undefined);
    await this.#file.write([...new Map([...others, ...this.#now])]);
  }

  /** What is written elsewhere of a table changes more often than what anybody asked about it. */
  #look(path: string): KeptFindings {
    this.#isNew = true;
    const key = this.#surroundings.keyOf(path);
    const kept = this.#before.get(path);
    if (kept?.key !== key) return this.#make(path, key);
    const lookups = this.#keptLookups(path, this.#linter.lookUp(path, kept.lookups.questions));
    return lookups.answers === kept.lookups.answers ? { ...kept, lookups } : this.#make(path, key);
  }

  #keptLookups(path: string, notes: Notes): KeptLookups {
    const [names, questions] = [[...notes.names], [...notes.answers.keys()]];
    const written = this.#surroundings.writtenOf(path, names);
    return { names, written, questions, answers: digest(...notes.answers.values()) };
  }

  #namesIn(path: string): Iterable<string> {
    const kept = this.#before.get(path);
    return kept?.text === this.#surroundings.textOf(path) ? kept.names : this.#linter.changedNames(path);
  }

  #make(path: string, key: string): KeptFindings {
    const { findings, lookups } = this.#linter.checkNoting(path);
    const names = fileKind(path) === 'sql' ? [...this.#linter.changedNames(path)] : [];
    const text = this.#surroundings.textOf(path);
    return { text, names, key, lookups: this.#keptLookups(path, lookups), findings };
  }
}
