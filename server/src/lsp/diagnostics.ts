import {
  type CancellationToken,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import type { Finding } from '../core/finding';
import { roleOf } from '../workspace/matching';
import { folderDocuments, LOCK_FILE, migrationFile, migrationFolders } from '../workspace/migrationFolders';
import { fileKind, type Workspace } from '../workspace/workspace';
import { toDiagnostics } from './convert';
import type { Session } from './session';
import { tick } from './tick';

/** A report as it was sent last, to be able to say that nothing has changed. */
interface Sent {
  readonly id: string;
  readonly body: string;
  readonly findings?: readonly Finding[];
}

/** Answers with findings when asked, and sends them unasked to editors that cannot ask. */
export class Diagnostics {
  readonly #session: Session;
  readonly #sent = new Map<string, Sent>();
  #count = 0;
  #publishing = false;

  constructor(session: Session) {
    this.#session = session;
    session.onFilesChanged(() => this.#refresh());
  }

  /** The findings of one document, or that they are as they were. */
  async document(params: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport> {
    // Keystrokes that have come in meanwhile, and the cancellation they bring, go first.
    await tick();
    await this.#session.settled();
    throwIfCancelled(token);
    const document = this.#session.documents.get(params.textDocument.uri);
    if (!document) return { kind: 'full', items: [] };
    return this.#report(params.textDocument.uri, document.path, params.previousResultId);
  }

  /** The findings of every file that is kept, open or not; other work goes in between. */
  async workspace(params: WorkspaceDiagnosticParams, token: CancellationToken): Promise<WorkspaceDiagnosticReport> {
    await this.#session.files.loaded;
    const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
    const items: WorkspaceDocumentDiagnosticReport[] = [];
    for (const path of this.#paths()) {
      await this.#session.quiet();
      throwIfCancelled(token);
      const uri = this.#session.documents.uriOf(shownAt(path, this.#session.linter.workspace));
      const version = this.#session.documents.at(path)?.text.version ?? null;
      items.push({ ...this.#report(uri, path, previous.get(uri)), uri, version });
      previous.delete(uri);
    }
    for (const uri of previous.keys()) items.push({ kind: 'full', uri, version: null, items: [] });
    return { items };
  }

  /** Sends the findings of open documents to an editor that cannot ask for them. */
  publish(): void {
    if (this.#session.abilities.pullsDiagnostics || this.#publishing) return;
    this.#publishing = true;
    setImmediate(() => void this.#publishNow());
  }

  /** Forgets a document that was closed, and takes its squiggles away. */
  forget(uri: string): void {
    this.#sent.delete(uri);
    if (!this.#session.abilities.pullsDiagnostics)
      void this.#session.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  async #publishNow(): Promise<void> {
    await this.#session.settled();
    this.#publishing = false;
    for (const { path, text } of this.#session.documents.all()) {
      const diagnostics = toDiagnostics(this.#session, path, this.#session.linter.check(path));
      const body = JSON.stringify([text.version, diagnostics]);
      if (this.#sent.get(text.uri)?.body === body) continue;
      this.#sent.set(text.uri, { id: '', body });
      await this.#session.connection.sendDiagnostics({ uri: text.uri, version: text.version, diagnostics });
    }
  }

  #refresh(): void {
    if (this.#session.abilities.refreshesDiagnostics) void this.#session.connection.languages.diagnostics.refresh();
    this.publish();
  }

  #report(uri: string, path: string, previous: string | undefined) {
    const sent = this.#sent.get(uri);
    const findings = this.#session.linter.check(path);
    if (sent?.findings === findings && sent.id === previous) return { kind: 'unchanged' as const, resultId: sent.id };
    const items = toDiagnostics(this.#session, path, findings);
    const body = JSON.stringify(items);
    if (sent?.body === body) {
      this.#sent.set(uri, { ...sent, findings });
      if (sent.id === previous) return { kind: 'unchanged' as const, resultId: sent.id };
      return { kind: 'full' as const, resultId: sent.id, items };
    }
    const id = String(++this.#count);
    this.#sent.set(uri, { id, body, findings });
    return { kind: 'full' as const, resultId: id, items };
  }

  #paths(): readonly string[] {
    const { workspace } = this.#session.linter;
    const kept = (['configuration', 'sql', 'prisma', 'typescript'] as const).flatMap((kind) => [
      ...workspace.paths(kind),
    ]);
    const files = kept.filter(
      (path) => fileKind(path) === 'configuration' || roleOf(path, workspace) || this.#session.documents.at(path),
    );
    return [...files, ...folderDocuments(workspace)];
  }
}

/** An editor cannot open a folder: what is wrong with one is shown at the file that it lacks, or that says what it is. */
function shownAt(path: string, workspace: Workspace): string {
  if (fileKind(path)) return path;
  return migrationFolders(workspace).has(path) ? `${path}/${LOCK_FILE}` : migrationFile(path);
}

function throwIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}
