import {
  type CodeAction,
  commands,
  type Diagnostic,
  languages,
  Position,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  window,
  workspace,
} from 'vscode';
import { until } from '../until';

export { until };

/** The address of a file in the opened folder. */
export function fileUri(path: string): Uri {
  return Uri.joinPath(workspace.workspaceFolders![0]!.uri, path);
}

/** Opens a file of the opened folder in the editor. */
export async function open(path: string): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument(fileUri(path)));
}

/** Writes a file into the opened folder. */
export async function write(path: string, text: string): Promise<void> {
  await workspace.fs.writeFile(fileUri(path), new TextEncoder().encode(text));
}

/** Writes a file into the opened folder and opens it. */
export async function openNew(path: string, text: string): Promise<TextEditor> {
  await write(path, text);
  return open(path);
}

/** Our findings of a document as VS Code shows them now. */
export function findings(document: TextDocument): Diagnostic[] {
  return languages.getDiagnostics(document.uri).filter(({ source }) => source === 'ehr-schema');
}

/** The rule that a finding comes from. */
export function ruleOf({ code }: Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Waits until the document's findings are there and satisfy `wanted`. */
export async function untilFindings(
  document: TextDocument,
  wanted: (findings: readonly Diagnostic[]) => boolean,
  what: string,
): Promise<Diagnostic[]> {
  return until(`${what}; now: ${JSON.stringify(findings(document).map(ruleOf))}`, () => {
    const now = findings(document);
    return wanted(now) && now;
  });
}

/**
 * The code actions that the lightbulb offers at a range, once it offers any: VS Code answers with none when another
 * extension registers its own while it asks.
 */
export async function actionsAt(document: TextDocument, range: Range, kind?: string): Promise<CodeAction[]> {
  return until(`code actions at line ${range.start.line + 1}`, async () => {
    const { uri } = document;
    const actions = await commands.executeCommand<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
      kind,
      100,
    );
    return actions.length > 0 && actions;
  });
}

/** Does what the lightbulb does with a chosen action. */
export async function apply(action: CodeAction): Promise<void> {
  if (action.edit && !(await workspace.applyEdit(action.edit))) throw new Error(`Not applied: ${action.title}`);
  const command = action.command;
  if (command) await commands.executeCommand(command.command, ...(command.arguments ?? []));
}

/** Replaces the whole text of an editor. */
export async function replaceText(editor: TextEditor, text: string): Promise<void> {
  const everything = new Range(new Position(0, 0), editor.document.positionAt(editor.document.getText().length));
  await editor.edit((edit) => edit.replace(everything, text));
}

/** Takes back every change and closes all editors, so that the next test starts from what is on disk. */
export async function closeEverything(): Promise<void> {
  while (window.activeTextEditor) await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await commands.executeCommand('workbench.action.closeAllEditors');
}
