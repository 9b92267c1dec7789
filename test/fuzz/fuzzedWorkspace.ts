import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Editor, PULLING, uriOf } from '../harness/lsp';
import type { TextChange } from './edits';
import type { Files } from './sources';

const CAPABILITIES = {
  ...PULLING,
  workspace: { ...PULLING.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
};

const LANGUAGES: Readonly<Record<string, string>> = { sql: 'sql', prisma: 'prisma', ts: 'typescript', json: 'jsonc' };

/** A folder on disk and the real server that has it open, with what both should know. */
export class FuzzedWorkspace {
  readonly folder: string;
  readonly editor: Editor;
  /** What is on disk, by the path within the folder. */
  readonly disk = new Map<string, string>();
  /** What is open. */
  readonly open = new Map<string, TextDocument>();

  private constructor(folder: string, editor: Editor) {
    this.folder = folder;
    this.editor = editor;
  }

  /** Writes the files into a new folder and starts a server for it, with some variables. */
  static async start(files: Files, env: NodeJS.ProcessEnv = {}): Promise<FuzzedWorkspace> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'ehr-schema-fuzz-')));
    for (const [path, text] of Object.entries(files)) await write(join(folder, path), text);
    const { editor } = await Editor.start(folder, CAPABILITIES, {}, undefined, env);
    const workspace = new FuzzedWorkspace(folder, editor);
    for (const [path, text] of Object.entries(files)) workspace.disk.set(path, text);
    return workspace;
  }

  /** The absolute path of a file. */
  at(path: string): string {
    return `${this.folder}/${path}`;
  }

  uri(path: string): string {
    return uriOf(this.at(path));
  }

  /** What a file says now: in the editor, else on disk. */
  text(path: string): string | undefined {
    return this.open.get(path)?.getText() ?? this.disk.get(path);
  }

  /** Opens a file, whatever language it is said to have. */
  async openFile(path: string, text = this.disk.get(path) ?? ''): Promise<void> {
    const language = LANGUAGES[path.slice(path.lastIndexOf('.') + 1)] ?? 'plaintext';
    const document = TextDocument.create(this.uri(path), language, 1, text);
    this.open.set(path, document);
    await this.editor.open(document.uri, language, text);
  }

  async closeFile(path: string): Promise<void> {
    this.open.delete(path);
    await this.editor.close(this.uri(path));
  }

  /** Types into an open file; the text is then what the protocol makes of the change. */
  async type(path: string, { start, end, text }: TextChange): Promise<void> {
    const document = this.open.get(path)!;
    const change = { range: { start: document.positionAt(start), end: document.positionAt(end) }, text };
    const version = document.version + 1;
    this.open.set(path, TextDocument.update(document, [change], version));
    await this.editor.change(document.uri, version, change);
  }

  /** Replaces the whole text of an open file. */
  async replace(path: string, text: string): Promise<void> {
    const document = this.open.get(path)!;
    const version = document.version + 1;
    this.open.set(path, TextDocument.update(document, [{ text }], version));
    await this.editor.change(document.uri, version, { text });
  }

  /** Writes or removes a file on disk, as another program would, and tells of it. */
  async changeOnDisk(path: string, text: string | undefined): Promise<void> {
    const type = text === undefined ? 3 : this.disk.has(path) ? 2 : 1;
    if (text === undefined) {
      this.disk.delete(path);
      await rm(dirname(this.at(path)), { recursive: true, force: true });
    } else {
      this.disk.set(path, text);
      await write(this.at(path), text);
    }
    const uri = type === 3 ? this.uri(dirname(path)) : this.uri(path);
    await this.editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
  }

  /** Ends the server, and gives its exit code. */
  async stop(): Promise<number | null> {
    const code = await this.editor.stop();
    await rm(this.folder, { recursive: true, force: true });
    return code;
  }
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
