import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  CodeActionRequest,
  CodeActionResolveRequest,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  LogMessageNotification,
  type ProtocolConnection,
  type Range,
  ShowMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { bundle } from './bundle';

/** What an editor such as VS Code says that it can do. */
export const PULLING: ClientCapabilities = {
  textDocument: {
    diagnostic: {},
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      resolveSupport: { properties: ['edit'] },
    },
  },
  workspace: { diagnostics: { refreshSupport: false }, workspaceEdit: { documentChanges: true } },
};

/** How the server is started, where it is not as it is shipped. */
export interface Start {
  /** The bundled command. */
  readonly command?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A scripted editor that speaks to the shipped server over stdin and stdout. */
export class Editor {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  /** What the server sent unasked, by address. */
  readonly published = new Map<string, Diagnostic[]>();
  /** What the server wrote to its log. */
  readonly log: string[] = [];

  private constructor(process: ChildProcess) {
    this.process = process;
    this.connection = createProtocolConnection(
      new StreamMessageReader(process.stdout!),
      new StreamMessageWriter(process.stdin!),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      this.published.set(uri, diagnostics);
    });
    this.connection.onNotification(LogMessageNotification.type, ({ message }) => void this.log.push(message));
    this.connection.onNotification(ShowMessageNotification.type, ({ message }) => void this.log.push(message));
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('workspace/diagnostic/refresh', () => null);
    this.connection.listen();
  }

  /**
   * Starts the server for a folder and goes through the protocol's greeting.
   * @param program what is run with `lsp --stdio`; the bundle where none is named.
   * @param env variables that it gets beside ours.
   */
  static async start(
    folder: string | null,
    capabilities: ClientCapabilities = PULLING,
    initializationOptions: unknown = {},
    program?: string,
    env: NodeJS.ProcessEnv = {},
  ): Promise<{ editor: Editor; greeting: InitializeResult }> {
    const command = program ?? join(await bundle(), 'cli.cjs');
    const child = spawn(globalThis.process.execPath, [command, 'lsp', '--stdio'], {
      stdio: 'pipe',
      env: { ...globalThis.process.env, ...env },
    });
    const editor = new Editor(child);
    const rootUri = folder === null ? null : uriOf(folder);
    const workspaceFolders = rootUri === null ? null : [{ uri: rootUri, name: 'root' }];
    const greeting = await editor.connection.sendRequest(InitializeRequest.type, {
      processId: globalThis.process.pid,
      rootUri,
      workspaceFolders,
      capabilities,
      initializationOptions,
    });
    await editor.connection.sendNotification(InitializedNotification.type, {});
    return { editor, greeting };
  }

  open(uri: string, languageId: string, text: string, version = 1): Promise<void> {
    const textDocument = { uri, languageId, version, text };
    return this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
  }

  change(uri: string, version: number, ...contentChanges: TextDocumentContentChangeEvent[]): Promise<void> {
    return this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges,
    });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** The findings of an open document. */
  async pull(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    if (report.kind !== 'full') throw new Error('the server said unchanged without having been told a result');
    return report.items;
  }

  /** The code actions at a range, with their edits resolved. */
  async actions(uri: string, range: Range, context: Partial<CodeActionContext> = {}): Promise<readonly CodeAction[]> {
    const params = { textDocument: { uri }, range, context: { diagnostics: [], ...context } };
    const actions = (await this.connection.sendRequest(CodeActionRequest.type, params)) ?? [];
    return Promise.all(
      actions
        .filter((action): action is CodeAction => 'edit' in action || 'kind' in action)
        .map((action) =>
          action.edit || action.command ? action : this.connection.sendRequest(CodeActionResolveRequest.type, action),
        ),
    );
  }

  /** Says goodbye, and gives the server's exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.on('exit', resolve));
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    return ended;
  }
}

/** The address of a file. */
export function uriOf(path: string): string {
  return pathToFileURL(path).href;
}
