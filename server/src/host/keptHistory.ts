import { LRUCache } from 'lru-cache';
import type { Beginning, Recall, Recalled } from '../workspace/recall';
import { catalogFrom, textOf } from '../workspace/recalledCatalog';
import type { TableChange } from '../workspace/tables/changes';
import type { Workspace } from '../workspace/workspace';
import { digest, type KeptFile } from './keptFile';

/** What outlives the process: by the digest of a text what it does, and by that of some migrations what they leave. */
export interface HistoryFacts {
  readonly changes: readonly (readonly [text: string, changes: readonly TableChange[]])[];
  /** The catalogs as texts: only one of them is asked for. */
  readonly beginnings: readonly (readonly [migrations: string, left: string])[];
}

/** How many beginnings are kept: those of a few branches. */
const MOST_BEGINNINGS = 6;

/** A history that is longer takes more time and memory to write and to read than it saves. */
export const MOST_MIGRATIONS = 4_000;

/** What is known of a project's migrations, kept on disk. */
export class KeptHistory implements Recall {
  readonly #file: KeptFile<HistoryFacts>;
  readonly #changesBefore: ReadonlyMap<string, readonly TableChange[]>;
  readonly #beginningsBefore: ReadonlyMap<string, string>;
  /** What was worked out anew: by path, for only the last text of a file counts, and by the digest of the migrations. */
  readonly #changes = new Map<string, { readonly text: string; readonly changes: readonly TableChange[] }>();
  readonly #beginnings = new LRUCache<string, string>({ max: MOST_BEGINNINGS });
  #isDone = false;

  private constructor(file: KeptFile<HistoryFacts>, before?: HistoryFacts) {
    this.#file = file;
    this.#changesBefore = new Map(before?.changes);
    this.#beginningsBefore = new Map(before?.beginnings);
  }

  /** Opens what was kept. */
  static async open(file: KeptFile<HistoryFacts>): Promise<KeptHistory> {
    return new KeptHistory(file, await file.read());
  }

  changes(text: string): readonly TableChange[] | undefined {
    return this.#changesBefore.get(digest(text));
  }

  noteChanges({ path, text }: Recalled, changes: readonly TableChange[]): void {
    if (this.#isDone || this.#changes.size >= MOST_MIGRATIONS) return;
    this.#changes.set(path, { text: digest(text), changes });
  }

  beginning(migrations: readonly Recalled[]): Beginning | undefined {
    if (this.#beginningsBefore.size === 0) return undefined;
    const keys = keysOf(migrations);
    const last = keys.findLastIndex((key) => this.#beginningsBefore.has(key));
    const left = this.#beginningsBefore.get(keys[last] ?? '');
    return left === undefined ? undefined : { count: last + 1, left: catalogFrom(left) };
  }

  noteBeginning(migrations: readonly Recalled[], left: Beginning['left']): void {
    const key = this.#isDone || migrations.length > MOST_MIGRATIONS ? undefined : keysOf(migrations).at(-1);
    if (key !== undefined && !this.#beginningsBefore.has(key)) this.#beginnings.set(key, textOf(left));
  }

  /** Keeps what was worked out anew, beside what is known of the other files. */
  async save(workspace: Workspace): Promise<void> {
    if (this.#changes.size + this.#beginnings.size === 0) return;
    const texts = new Set([...workspace.paths('sql')].map((path) => digest(workspace.text(path) ?? '')));
    const changes = new Map([...this.#changesBefore].filter(([text]) => texts.has(text)));
    for (const { text, changes: made } of this.#changes.values()) changes.set(text, made);
    const beginnings = [...this.#beginnings.entries(), ...this.#beginningsBefore].slice(0, MOST_BEGINNINGS);
    this.stop();
    await this.#file.write({ changes: [...changes], beginnings });
  }

  /** Takes down nothing from here on: a program that goes on would otherwise keep each state of what is being edited. */
  stop(): void {
    this.#isDone = true;
    this.#changes.clear();
    this.#beginnings.clear();
  }
}

/** A key for each number of migrations from 1, each made from the one before it. */
function keysOf(migrations: readonly Recalled[]): readonly string[] {
  const keys: string[] = [];
  for (const { path, text } of migrations) keys.push(digest(keys.at(-1) ?? '', path, text));
  return keys;
}
