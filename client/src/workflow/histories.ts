import { Uri, window, workspace } from 'vscode';

/** Where migrations and dependencies of other people's packages may lie. */
const EXCLUDED = '**/{node_modules,dist,.git}/**';

/**
 * Matches the folder of a migration and its file. Both are watched: of a folder that is made and filled at once, as Prisma
 * does it, only the folder may be told.
 */
export const MIGRATION_PATTERN = '**/migrations/{*,*/migration.sql}';

/** The folders of migrations in the workspace, in the order of their paths. */
export async function findHistories(): Promise<Uri[]> {
  const locks = await workspace.findFiles('**/migration_lock.toml', EXCLUDED);
  const files = await workspace.findFiles('**/migrations/*/migration.sql', EXCLUDED);
  const folders = [
    ...locks.map((lock) => Uri.joinPath(lock, '..')),
    ...files.map((file) => Uri.joinPath(file, '../..')),
  ];
  const byAddress = new Map(folders.map((folder) => [folder.toString(), folder]));
  return [...byAddress.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The history that a command is about: the active document's, the only one, or the one that a person chooses. */
export async function chooseHistory(title: string): Promise<Uri | undefined> {
  const histories = await findHistories();
  const active = window.activeTextEditor?.document.uri.toString();
  const own = histories.find((history) => active?.startsWith(`${history}/`));
  if (own || histories.length === 1) return own ?? histories[0];
  if (histories.length === 0) {
    await window.showInformationMessage('EHR Schema: the opened folders hold no migrations.');
    return undefined;
  }
  const items = histories.map((history) => ({ label: workspace.asRelativePath(history), history }));
  return (await window.showQuickPick(items, { title, placeHolder: 'Which migrations?' }))?.history;
}
