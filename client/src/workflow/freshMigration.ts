import {
  type CodeAction,
  CodeActionKind,
  ConfigurationTarget,
  commands,
  type Disposable,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
} from 'vscode';
import { FIX_ALL_KIND } from '../../../server/src/lsp/protocol';
import { exists } from '../files';
import { MIGRATION_PATTERN } from './histories';

/** Prisma makes the file and then writes it; a checkout makes many files at once. */
const SETTLED_MS = 1_500;

/** When Prisma writes a new migration that is not re-runnable, one quiet message offers to repair it. */
export function offerRepairs(): Disposable[] {
  const watcher = workspace.createFileSystemWatcher(MIGRATION_PATTERN, false, true, true);
  const fresh = new Map<string, Uri>();
  let timer: NodeJS.Timeout | undefined;
  const settled = () => {
    const [only, ...others] = fresh.values();
    fresh.clear();
    if (only && others.length === 0) void offerRepair(only);
  };
  return [
    watcher,
    watcher.onDidCreate((created) => {
      const file = migrationFile(created);
      fresh.set(file.toString(), file);
      clearTimeout(timer);
      timer = setTimeout(settled, SETTLED_MS);
    }),
    { dispose: () => clearTimeout(timer) },
  ];
}

/** The file of a migration whose folder or file was made. */
function migrationFile(created: Uri): Uri {
  return created.path.endsWith('/migration.sql') ? created : Uri.joinPath(created, 'migration.sql');
}

async function offerRepair(file: Uri): Promise<void> {
  const settings = workspace.getConfiguration('ehrSchema');
  if (!settings.get('offerRepair', true)) return;
  if (!(await exists(file))) return;
  const document = await workspace.openTextDocument(file);
  if (!(await fixAll(document))) return;
  const repair = 'Repair';
  const never = "Don't ask again";
  const name = file.path.split('/').at(-2);
  const answer = await window.showInformationMessage(
    `${name} cannot run twice. Repair it in the house's style?`,
    repair,
    'Not now',
    never,
  );
  if (answer === never) await settings.update('offerRepair', false, ConfigurationTarget.Global);
  else if (answer === repair) await repairDocument(document);
}

async function repairDocument(document: TextDocument): Promise<void> {
  await window.showTextDocument(document);
  // Computed anew: the file may have changed while the message was on the screen.
  const action = await fixAll(document);
  if (action?.edit) await workspace.applyEdit(action.edit);
}

/** The action that repairs everything that is safe to repair, or undefined when there is nothing. */
async function fixAll(document: TextDocument): Promise<CodeAction | undefined> {
  const all = new Range(0, 0, document.lineCount, 0);
  const kind = CodeActionKind.Empty.append(FIX_ALL_KIND);
  const actions = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    all,
    kind.value,
    1,
  );
  return actions.find((action) => action.kind?.value === FIX_ALL_KIND);
}
