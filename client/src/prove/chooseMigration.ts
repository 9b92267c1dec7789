import { type Uri, window, workspace } from 'vscode';
import type { MigrationItem, MigrationItems } from './migrationItems';

/**
 * The migration that a command is about: that of the named file, or the one in the active editor, or one that is visible
 * beside another page, such as the walkthrough, or else the one that a person chooses from a list.
 */
export async function chooseMigration(
  items: MigrationItems,
  named: Uri | undefined,
): Promise<MigrationItem | undefined> {
  await items.refresh();
  if (named) return items.of(named);
  const editors = [window.activeTextEditor, ...window.visibleTextEditors];
  for (const editor of editors) {
    const migration = editor && items.of(editor.document.uri);
    if (migration) return migration;
  }
  const choices = [...items.all()].reverse().map((migration) => ({
    label: migration.name,
    description: workspace.asRelativePath(migration.history),
    migration,
  }));
  if (choices.length > 0)
    return (await window.showQuickPick(choices, { title: 'Run twice', placeHolder: 'Which migration?' }))?.migration;
  await window.showInformationMessage('EHR Schema: the opened folders hold no migrations.');
  return undefined;
}
