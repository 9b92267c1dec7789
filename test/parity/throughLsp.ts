import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CodeAction,
  type Diagnostic,
  type TextDocumentEdit,
  WorkspaceDiagnosticRequest,
} from 'vscode-languageserver/node';
import { LineIndex } from '../../server/src/core/span';
import { type Editor, uriOf } from '../harness/lsp';

const SEVERITIES = ['', 'error', 'warning', 'info'];

/** The findings of a file as an editor sees them, in the shape of the command line's JSON. */
export async function findingsThroughLsp(
  editor: Editor,
  folder: string,
  path: string,
  texts: ReadonlyMap<string, string>,
) {
  const text = texts.get(path) ?? '';
  const uri = uriOf(`${folder}/${path}`);
  const lines = new LineIndex(text);
  await editor.open(uri, languageOf(path), text);
  const diagnostics = await editor.pull(uri);
  const range = { start: lines.position(0), end: lines.position(text.length) };
  const actions = await editor.actions(uri, range, { diagnostics: [...diagnostics], only: ['quickfix'] });
  await editor.close(uri);
  const repairs = new Map<string, CodeAction[]>();
  for (const action of actions.filter(({ data }) => data !== undefined && 'safe' in data))
    for (const diagnostic of action.diagnostics!.map(keyOf))
      repairs.set(diagnostic, [...(repairs.get(diagnostic) ?? []), action]);
  return diagnostics.map((diagnostic) => ({
    rule: diagnostic.code,
    severity: SEVERITIES[diagnostic.severity!],
    message: diagnostic.message,
    range: { start: place(lines, diagnostic.range.start), end: place(lines, diagnostic.range.end) },
    repairs: (repairs.get(keyOf(diagnostic)) ?? []).map((action) => repair(action, folder, texts)),
  }));
}

/** The findings about folders of migrations, which an editor gets at the file that such a folder lacks. */
export async function findingsOfFolders(
  editor: Editor,
  folder: string,
): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const report = await editor.connection.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
  const nothing = new LineIndex('');
  const found = new Map<string, unknown[]>();
  for (const item of report.items) {
    if (item.kind !== 'full') throw new Error('the server said unchanged without having been told a result');
    for (const { code, severity, message, range } of item.items) {
      if (!String(code).startsWith('migration/')) continue;
      const path = dirname(relative(folder, fileURLToPath(item.uri)));
      const both = { start: place(nothing, range.start), end: place(nothing, range.end) };
      const finding = { rule: code, severity: SEVERITIES[severity!], message, range: both, repairs: [] };
      found.set(path, [...(found.get(path) ?? []), finding]);
    }
  }
  return found;
}

function place(lines: LineIndex, position: { line: number; character: number }) {
  return { ...position, offset: lines.offset(position) };
}

function keyOf({ code, range, message }: Diagnostic): string {
  return JSON.stringify([code, range, message]);
}

function repair(action: CodeAction, folder: string, texts: ReadonlyMap<string, string>) {
  const changes = action.edit!.documentChanges as TextDocumentEdit[];
  const edits = changes.flatMap(({ textDocument, edits }) => {
    const path = relative(folder, fileURLToPath(textDocument.uri));
    const lines = new LineIndex(texts.get(path) ?? '');
    return edits.map((edit) => {
      if (!('newText' in edit)) throw new Error('a repair writes a snippet');
      return { path, start: lines.offset(edit.range.start), end: lines.offset(edit.range.end), text: edit.newText };
    });
  });
  return { title: action.title, safe: action.data.safe, edits };
}

function languageOf(path: string): string {
  if (path.endsWith('.sql')) return 'sql';
  return path.endsWith('.prisma') ? 'prisma' : 'typescript';
}
