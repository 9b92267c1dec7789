import { type Disposable, EventEmitter, type Uri, workspace } from 'vscode';
import type { Proof } from '../../../server/src/prove/verdict';
import { readText } from '../files';
import { MIGRATION_PATTERN } from '../workflow/histories';

/** A verdict with the text that it is about. */
export interface Verdict {
  readonly proof: Proof;
  readonly text: string;
}

/** The last verdicts on migrations, by file; they hold until the file changes, in the editor or on disk. */
export class Verdicts implements Disposable {
  readonly #verdicts = new Map<string, Verdict>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #watcher = workspace.createFileSystemWatcher(MIGRATION_PATTERN, true);
  readonly #listeners = [
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.#forget(document.uri);
    }),
    this.#watcher,
    this.#watcher.onDidChange((file) => this.#compare(file)),
    this.#watcher.onDidDelete((file) => this.#compare(file)),
  ];

  /** Fires with the file whose verdict has come or gone. */
  readonly onDidChange = this.#changed.event;

  /** The verdict on a file, or undefined where there is none that still holds. */
  of(file: Uri): Verdict | undefined {
    return this.#verdicts.get(file.toString());
  }

  /** Keeps the verdict on a file. */
  set(file: Uri, verdict: Verdict): void {
    this.#verdicts.set(file.toString(), verdict);
    this.#changed.fire(file);
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  /** What is told late, when the file has been run already, changes nothing. */
  async #compare(file: Uri): Promise<void> {
    const verdict = this.of(file);
    if (verdict && (await readText(file)) !== verdict.text && this.of(file) === verdict) this.#forget(file);
  }

  #forget(file: Uri): void {
    if (this.#verdicts.delete(file.toString())) this.#changed.fire(file);
  }
}
