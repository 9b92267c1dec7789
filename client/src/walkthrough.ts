import { type CodeAction, CodeActionKind, type Command, commands, type Disposable, languages, window } from 'vscode';
import { FIX_ALL_KIND } from '../../server/src/lsp/protocol';

/** Run behind a repair; no one calls it by hand. */
const NOTE_REPAIR = 'ehrSchema.noteRepair';

/**
 * VS Code registers walkthroughs up to five seconds after an extension has been activated. Asked for one earlier, it shows its
 * welcome page, and a step whose context was set earlier is never completed.
 */
export const REGISTERED_MS = 6_000;

/** Completes the steps of the walkthrough when a person has done them: seen a finding, repaired one. */
export function watchSteps(): Disposable[] {
  let isRegistered = false;
  let isSeen = false;
  const look = () => {
    if (!isRegistered || isSeen) return;
    isSeen = window.visibleTextEditors.some(({ document }) => languages.getDiagnostics(document.uri).some(isOurs));
    if (isSeen) void complete('ehrSchema.found');
  };
  const registered = setTimeout(() => {
    isRegistered = true;
    look();
  }, REGISTERED_MS);
  return [
    // The findings may come before their document is shown, or after it.
    languages.onDidChangeDiagnostics(look),
    window.onDidChangeVisibleTextEditors(look),
    commands.registerCommand(NOTE_REPAIR, () => complete('ehrSchema.repaired')),
    { dispose: () => clearTimeout(registered) },
  ];
}

/** The same actions; those that repair tell the walkthrough when they have been applied. */
export function noteRepairs(actions: readonly (Command | CodeAction)[]): (Command | CodeAction)[] {
  for (const action of actions) {
    if (!isCodeAction(action) || action.command || !(action.isPreferred || isFixAll(action))) continue;
    action.command = { command: NOTE_REPAIR, title: action.title };
  }
  return [...actions];
}

async function complete(step: string): Promise<void> {
  await commands.executeCommand('setContext', step, true);
}

function isOurs({ source }: { readonly source?: string }): boolean {
  return source === 'ehr-schema';
}

function isCodeAction(action: Command | CodeAction): action is CodeAction {
  return typeof action.command !== 'string';
}

function isFixAll({ kind }: CodeAction): boolean {
  return kind !== undefined && CodeActionKind.SourceFixAll.contains(kind) && kind.value === FIX_ALL_KIND;
}
