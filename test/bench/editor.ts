import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  ConfigurationRequest,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type ServerCapabilities,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ABILITIES } from './abilities';
import { type Memory, memoryOf } from './memory';
import type { Server } from './programs';

/** A server that says nothing for this long is not fast, it is broken. */
const LONGEST_WAIT_MS = 120_000;

/** An editor with one document open, for any language server over stdin and stdout: it types, and waits for the findings. */
export class Editor {
  /** When the server was started, by `performance.now()`. */
  readonly started = performance.now();
  readonly #process: ChildProcess;
  readonly #connection: ProtocolConnection;
  #capabilities: ServerCapabilities = {};
  #document = TextDocument.create('', '', 0, '');
  readonly #ready: Promise<void>;
  #published: ((version: number | undefined) => void) | undefined;
  #resultId: string | undefined;

  private constructor({ command: [program, ...words], settings = {}, tellsReady }: Server, folder: string) {
    this.#process = spawn(program!, words, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] });
    this.#connection = createProtocolConnection(
      new StreamMessageReader(this.#process.stdout!),
      new StreamMessageWriter(this.#process.stdin!),
    );
    this.#connection.onRequest(ConfigurationRequest.type, ({ items }) =>
      items.map(({ section }) => settings[section ?? ''] ?? null),
    );
    this.#connection.onNotification(PublishDiagnosticsNotification.type, ({ uri, version }) => {
      if (uri === this.#document.uri) this.#published?.(version);
    });
    for (const method of [
      'client/registerCapability',
      'window/workDoneProgress/create',
      'workspace/diagnostic/refresh',
    ])
      this.#connection.onRequest(method, () => null);
    this.#ready = tellsReady
      ? new Promise((resolve) =>
          this.#connection.onNotification(tellsReady.method, ({ state }: { state: string }) => {
            if (state === tellsReady.state) resolve();
          }),
        )
      : Promise.resolve();
    this.#connection.listen();
  }

  /** Starts a server for a folder and goes through the protocol's greeting. */
  static async start(server: Server, folder: string): Promise<Editor> {
    const editor = new Editor(server, folder);
    const rootUri = pathToFileURL(folder).href;
    const { capabilities } = await editor.#connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'bench' }],
      capabilities: ABILITIES,
    });
    editor.#capabilities = capabilities;
    await editor.#connection.sendNotification(InitializedNotification.type, {});
    return editor;
  }

  /** Opens a file and waits for its findings. */
  async open(file: string): Promise<void> {
    const languageId = file.endsWith('.prisma') ? 'prisma' : 'sql';
    this.#document = TextDocument.create(pathToFileURL(file).href, languageId, 1, readFileSync(file, 'utf8'));
    const { uri, version } = this.#document;
    const findings = this.#findings();
    const textDocument = { uri, languageId, version, text: this.#document.getText() };
    await this.#connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    await findings();
  }

  /** Waits until the server has read its folder and knows what that means for the open document. */
  async settled(): Promise<void> {
    await inTime(this.#ready);
    if (this.#capabilities.diagnosticProvider) await this.#pull();
  }

  /** The open document's text. */
  get text(): string {
    return this.#document.getText();
  }

  /** Replaces a span of the document and waits for its findings; gives the milliseconds in between. */
  async type(start: number, end: number, text: string): Promise<number> {
    const before = this.#document;
    const range = { start: before.positionAt(start), end: before.positionAt(end) };
    const version = before.version + 1;
    this.#document = TextDocument.update(before, [{ range, text }], version);
    const whole = syncKind(this.#capabilities) === TextDocumentSyncKind.Full;
    const contentChanges = whole ? [{ text: this.text }] : [{ range, text }];
    const findings = this.#findings();
    const from = performance.now();
    await this.#connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: before.uri, version },
      contentChanges,
    });
    await findings();
    return performance.now() - from;
  }

  /** Asks for the findings of every file, as VS Code does in the background. */
  async wholeWorkspace(): Promise<void> {
    await this.#connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  }

  get memory(): Memory | undefined {
    return memoryOf(this.#process.pid ?? 0);
  }

  /** Ends the server, and kills it where it does not listen. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    const deadline = setTimeout(() => this.#process.kill('SIGKILL'), 2_000);
    await this.#connection.sendRequest(ShutdownRequest.type);
    await this.#connection.sendNotification(ExitNotification.type);
    await ended;
    clearTimeout(deadline);
    this.#connection.dispose();
  }

  /** Begins to listen for findings; what it gives waits for those of the document as it then is. */
  #findings(): () => Promise<void> {
    if (this.#capabilities.diagnosticProvider) return () => this.#pull();
    const { version } = this.#document;
    const published = new Promise<void>((resolve) => {
      this.#published = (of) => {
        if (of === undefined || of === version) resolve();
      };
    });
    return () => inTime(published);
  }

  async #pull(): Promise<void> {
    const provider = this.#capabilities.diagnosticProvider;
    const report = await inTime(
      this.#connection.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri: this.#document.uri },
        identifier: provider?.identifier,
        previousResultId: this.#resultId,
      }),
    );
    this.#resultId = report.resultId;
  }
}

function syncKind({ textDocumentSync }: ServerCapabilities): TextDocumentSyncKind | undefined {
  return typeof textDocumentSync === 'object' ? textDocumentSync.change : textDocumentSync;
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the server did not answer')), LONGEST_WAIT_MS);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
