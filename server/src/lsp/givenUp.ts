import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver/node';
import { SOURCE } from './protocol';
import type { Session } from './session';
import type { Fault } from './threads/reports';

/** What is said of a document that is left alone. */
const REASONS: Record<Fault, string> = {
  time: 'Checking this file took too long',
  memory: 'Checking this file takes more memory than there is',
  crash: 'Checking this file made the checker stop',
};

/** Longer lines are not marked to their end. */
const LONGEST_MARK = 1_000;

/** Documents that are left alone until they change, because the engine could not cope with them. */
export class GivenUpDocuments {
  readonly #faults = new Map<string, Fault>();

  add(path: string, fault: Fault): void {
    this.#faults.set(path, fault);
  }

  /** The document has changed, and gets another chance. */
  delete(path: string): void {
    this.#faults.delete(path);
  }

  has(path: string): boolean {
    return this.#faults.has(path);
  }

  paths(): Iterable<string> {
    return this.#faults.keys();
  }

  /** Says on the first line why nothing else is said; undefined for a document that is checked. */
  diagnostics(session: Session, path: string): Diagnostic[] | undefined {
    const fault = this.#faults.get(path);
    if (!fault) return undefined;
    const firstLine = session.documents.at(path)?.text.getText({
      start: { line: 0, character: 0 },
      end: { line: 0, character: LONGEST_MARK },
    });
    const end = { line: 0, character: (firstLine ?? '').trimEnd().length };
    const message = `${REASONS[fault]}: it is left alone until it changes, and other files are checked as if it were not there.`;
    return [
      {
        range: { start: { line: 0, character: 0 }, end },
        severity: DiagnosticSeverity.Warning,
        source: SOURCE,
        message,
      },
    ];
  }
}
