import type {
  DidChangeTextDocumentParams,
  DidChangeWatchedFilesParams,
  DidChangeWorkspaceFoldersParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
  InitializeParams,
  NotificationMessage,
  RequestMessage,
} from 'vscode-languageserver/node';
import { OpenDocuments } from '../openDocuments';
import { pathOfUri } from '../uris';
import { type Fault, GIVE_UP, type GivenUp } from './reports';

/** What the editor has told so far, for an engine that starts later to be told the same. */
export class EditorState {
  readonly #documents = new OpenDocuments();
  /** Documents that are left alone until they change, by the engine's path. */
  readonly #givenUp = new Map<string, Fault>();
  #greeting: RequestMessage | undefined;
  #initialized: NotificationMessage | undefined;

  /** Takes in the first request; the engine is not to end when the editor does: that is for the front to do. */
  greet(request: RequestMessage): RequestMessage {
    this.#greeting = { ...request, params: { ...(request.params as InitializeParams), processId: null } };
    return this.#greeting;
  }

  /** The first request, when it has come. */
  get greeting(): RequestMessage | undefined {
    return this.#greeting;
  }

  /** Takes in a notification. */
  note(notification: NotificationMessage): void {
    const { method, params } = notification;
    if (method === 'initialized') this.#initialized = notification;
    else if (method === 'textDocument/didOpen')
      this.#documents.open((params as DidOpenTextDocumentParams).textDocument);
    else if (method === 'textDocument/didChange') this.#change(params as DidChangeTextDocumentParams);
    else if (method === 'textDocument/didClose')
      this.#documents.close((params as DidCloseTextDocumentParams).textDocument.uri);
    else if (method === 'workspace/didChangeWatchedFiles') this.#changeOnDisk(params as DidChangeWatchedFilesParams);
    else if (method === 'workspace/didChangeWorkspaceFolders')
      this.#changeFolders(params as DidChangeWorkspaceFoldersParams);
  }

  /** The engine's path of the document that a message is about, if it is about one. */
  pathOf({ params }: RequestMessage | NotificationMessage): string | undefined {
    const about = params as { textDocument?: { uri?: unknown }; data?: { path?: unknown } } | undefined;
    const uri = about?.textDocument?.uri;
    if (typeof uri === 'string') return this.#documents.get(uri)?.path ?? pathOfUri(uri, '');
    return typeof about?.data?.path === 'string' ? about.data.path : undefined;
  }

  /** The version of an open document. */
  version(path: string): number | undefined {
    return this.#documents.at(path)?.text.version;
  }

  /** Leaves a document alone until it changes. */
  giveUp(path: string, fault: Fault): void {
    this.#givenUp.set(path, fault);
  }

  /** All that an engine must hear behind the greeting, except about the document with the path `except`. */
  replay(except?: string): readonly NotificationMessage[] {
    if (!this.#initialized) return [];
    const open = this.#documents.all().filter(({ path }) => path !== except);
    const given = [...this.#givenUp.keys()].flatMap((path) => this.#givingUp(path));
    return [...given, this.#initialized, ...open.flatMap(({ path }) => this.#opening(path))];
  }

  /** All that an engine must hear about one document. */
  replayOf(path: string): readonly NotificationMessage[] {
    return [...this.#givingUp(path), ...this.#opening(path)];
  }

  #givingUp(path: string): readonly NotificationMessage[] {
    const fault = this.#givenUp.get(path);
    return fault ? [notification(GIVE_UP, { path, fault } satisfies GivenUp)] : [];
  }

  #opening(path: string): readonly NotificationMessage[] {
    const document = this.#documents.at(path);
    if (!document) return [];
    const { uri, languageId, version } = document.text;
    const textDocument = { uri, languageId, version, text: document.text.getText() };
    return [notification('textDocument/didOpen', { textDocument })];
  }

  #change(params: DidChangeTextDocumentParams): void {
    const document = this.#documents.change(params);
    if (document) this.#givenUp.delete(document.path);
  }

  #changeOnDisk({ changes }: DidChangeWatchedFilesParams): void {
    for (const { uri } of changes) {
      const path = pathOfUri(uri, '');
      if (!this.#documents.at(path)) this.#givenUp.delete(path);
    }
  }

  #changeFolders({ event: { added, removed } }: DidChangeWorkspaceFoldersParams): void {
    const params = this.#greeting?.params as InitializeParams | undefined;
    if (!params || !this.#greeting) return;
    const gone = new Set(removed.map(({ uri }) => uri));
    const workspaceFolders = [...(params.workspaceFolders ?? []).filter(({ uri }) => !gone.has(uri)), ...added];
    this.#greeting = { ...this.#greeting, params: { ...params, workspaceFolders } };
  }
}

function notification(method: string, params: object): NotificationMessage {
  return { jsonrpc: '2.0', method, params };
}
