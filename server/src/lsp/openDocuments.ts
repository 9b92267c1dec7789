import type { DidChangeTextDocumentParams, TextDocumentItem } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { pathOfUri, uriOfPath } from './uris';

/** A document that is open in the editor, with the engine's path for it. */
export interface OpenDocument {
  readonly path: string;
  readonly text: TextDocument;
}

/** The documents that are open in the editor: what they say goes before what is on disk. */
export class OpenDocuments {
  readonly #byUri = new Map<string, OpenDocument>();
  readonly #byPath = new Map<string, OpenDocument>();

  /** Takes a newly opened document in. */
  open({ uri, languageId, version, text }: TextDocumentItem): OpenDocument {
    const path = pathOfUri(uri, languageId);
    return this.#keep(uri, { path, text: TextDocument.create(uri, languageId, version, text) });
  }

  /** Applies the changes of one notification; undefined when the document was never opened. */
  change({ textDocument, contentChanges }: DidChangeTextDocumentParams): OpenDocument | undefined {
    const document = this.#byUri.get(textDocument.uri);
    if (!document) return undefined;
    const text = TextDocument.update(document.text, contentChanges, textDocument.version);
    return this.#keep(textDocument.uri, { path: document.path, text });
  }

  /** Lets a document go; undefined when it was never opened. */
  close(uri: string): OpenDocument | undefined {
    const document = this.#byUri.get(uri);
    if (document) this.#byPath.delete(document.path);
    this.#byUri.delete(uri);
    return document;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#byUri.get(uri);
  }

  /** The open document with the engine's path, if there is one. */
  at(path: string): OpenDocument | undefined {
    return this.#byPath.get(path);
  }

  /** The address of a path, as the editor wrote it where the document is open. */
  uriOf(path: string): string {
    return this.#byPath.get(path)?.text.uri ?? uriOfPath(path);
  }

  all(): readonly OpenDocument[] {
    return [...this.#byUri.values()];
  }

  #keep(uri: string, document: OpenDocument): OpenDocument {
    this.#byUri.set(uri, document);
    this.#byPath.set(document.path, document);
    return document;
  }
}
