import { type Disposable, EventEmitter, type Uri, workspace } from 'vscode';
import type { Proof } from '../../../server/src/prove/verdict';

/** The last verdicts on migrations, by file; they hold until the file changes. */
export class Verdicts implements Disposable {
  readonly #proofs = new Map<string, Proof>();
  readonly #changed = new EventEmitter<Uri>();
  readonly #listeners = [
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.#forget(document.uri);
    }),
    workspace.onDidDeleteFiles(({ files }) => {
      for (const file of files) this.#forget(file);
    }),
  ];

  /** Fires with the file whose verdict has come or gone. */
  readonly onDidChange = this.#changed.event;

  /** The verdict on a file, or undefined where there is none that still holds. */
  of(file: Uri): Proof | undefined {
    return this.#proofs.get(file.toString());
  }

  /** Keeps the verdict on a file. */
  set(file: Uri, proof: Proof): void {
    this.#proofs.set(file.toString(), proof);
    this.#changed.fire(file);
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  #forget(file: Uri): void {
    if (this.#proofs.delete(file.toString())) this.#changed.fire(file);
  }
}
