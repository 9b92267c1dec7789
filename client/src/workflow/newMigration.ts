import { FileType, Selection, Uri, window, workspace } from 'vscode';
import { chooseHistory } from './histories';
import { migrationHead, migrationName, snakeCase } from './migrationName';

/**
 * Makes the folder and file of a new migration, and opens it with the cursor below the head.
 * @param what what the migration does; a person is asked where nobody (a key binding, say) has said it.
 */
export async function newMigration(what?: string): Promise<void> {
  const history = await chooseHistory('New migration');
  const title = history && (what ?? (await askTitle('New migration')));
  if (!history || !title) return;
  const name = migrationName(title, await folderNames(history), new Date());
  const file = Uri.joinPath(history, name, 'migration.sql');
  await workspace.fs.writeFile(file, new TextEncoder().encode(migrationHead(name, title)));
  const editor = await window.showTextDocument(file);
  const end = editor.document.positionAt(editor.document.getText().length);
  editor.selection = new Selection(end, end);
}

/** Asks what a migration does; undefined when the question was dismissed. */
export async function askTitle(title: string): Promise<string | undefined> {
  return window.showInputBox({
    title,
    prompt: 'What does the migration do?',
    placeHolder: 'add department to users',
    // A look at the schema, or a late change of focus, must not take the question away.
    ignoreFocusOut: true,
    validateInput: (value) =>
      snakeCase(value) === '' ? 'Say it in a few words: the folder is named after them.' : null,
  });
}

async function folderNames(history: Uri): Promise<string[]> {
  const entries = await workspace.fs.readDirectory(history);
  return entries.filter(([, type]) => type & FileType.Directory).map(([name]) => name);
}
