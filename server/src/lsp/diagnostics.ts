import { threadId } from 'node:worker_threads';
import type {
  CancellationToken,
  Diagnostic,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import type { Finding } from '../core/finding';
import { folderDocuments, LOCK_FILE, migrationFile, migrationFolders } from '../workspace/history/migrationFolders';
import { roleOf } from '../workspace/matching';
import { fileKind, type Workspace } from '../workspace/workspace';
import { toDiagnostics } from './convert';
import { sameDiagnostics } from './sameDiagnostics';
import type { Session } from './session';
import { throwIfCancelled, tick } from './tick';

/** A report as it was sent last, to be able to say that nothing has changed. */
interface Sent {
  readonly id: string;
  readonly items: readonly Diagnostic[];
  /** What it was made of, as long as the linter keeps it: findings hold on to all that their repairs are made of. */
  readonly findings: WeakRef<readonly Finding[]>;
  /** The version of the document that it was pushed for. */
  readonly version?: number;
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
      const { uri, version } = text;
      const diagnostics = this.#session.work.about(path, () => this.#newlyPublished(uri, path, version));
      if (diagnostics) await this.#session.connection.sendDiagnostics({ uri, version, diagnostics });
    }
  }

  /** What to send of a document; undefined when it was sent for this version already. */
  #newlyPublished(uri: string, path: string, version: number): Diagnostic[] | undefined {
    const sent = this.#sent.get(uri);
    const findings = this.#session.linter.check(path);
    const givenUp = this.#session.givenUp.diagnostics(this.#session, path);
    if (!givenUp && sent?.version === version && sent.findings.deref() === findings) return undefined;
    const items = givenUp ?? toDiagnostics(this.#session, path, findings);
    this.#sent.set(uri, { id: '', items, findings: new WeakRef(findings), version });
    return sent?.version === version && sameDiagnostics(sent.items, items) ? undefined : items;
  }

  #refresh(): void {
    if (this.#session.abilities.refreshesDiagnostics) void this.#session.connection.languages.diagnostics.refresh();
    this.publish();
  }

  #report(uri: string, path: string, previous: string | undefined) {
    return this.#session.work.about(path, () => this.#reportOf(uri, path, previous));
  }

  #reportOf(uri: string, path: string, previous: string | undefined) {
    const sent = this.#sent.get(uri);
    const findings = this.#session.linter.check(path);
    const givenUp = this.#session.givenUp.diagnostics(this.#session, path);
    if (!givenUp && sent?.findings.deref() === findings && sent.id === previous)
      return { kind: 'unchanged' as const, resultId: sent.id };
    const items = givenUp ?? toDiagnostics(this.#session, path, findings);
    const isAsBefore = sent !== undefined && sameDiagnostics(sent.items, items);
    // An engine that takes over must not use a number of the one before it.
    const id = isAsBefore ? sent.id : `${threadId}.${++this.#count}`;
    this.#sent.set(uri, { id, items, findings: new WeakRef(findings) });
    if (isAsBefore && id === previous) return { kind: 'unchanged' as const, resultId: id };
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
    return [...files, ...this.#session.givenUp.paths(), ...folderDocuments(workspace)];
  }
}

/** An editor cannot open a folder: what is wrong with one is shown at the file that it lacks, or that says what it is. */
function shownAt(path: string, workspace: Workspace): string {
  if (fileKind(path)) return path;
  return migrationFolders(workspace).has(path) ? `${path}/${LOCK_FILE}` : migrationFile(path);
}
