import { type CodeAction, CodeActionKind, type Command, commands, type Disposable, languages, window } from 'vscode';
import { FIX_ALL_KIND, SOURCE } from '../../server/src/lsp/protocol';

/** Run behind a repair; no one calls it by hand. */
const NOTE_REPAIR = 'ehrSchema.noteRepair';

/** VS Code registers walkthroughs up to five seconds after it has activated an extension, and shows none of them before. */
export const REGISTERED_MS = 6_000;

/** How often, and how many times, it is looked whether a finding is on the screen while VS Code may still be starting. */
const LOOK_EACH_MS = 5_000;
const LOOKS = 12;

/** Completes the steps of the walkthrough when a person has done them: seen a finding, repaired one. */
export function watchSteps(): Disposable[] {
  let looks = 0;
  const timer = setInterval(() => {
    void noteSeen();
    if (++looks === LOOKS) clearInterval(timer);
  }, LOOK_EACH_MS);
  return [
    { dispose: () => clearInterval(timer) },
    window.onDidChangeVisibleTextEditors(noteSeen),
    commands.registerCommand(NOTE_REPAIR, () => complete('ehrSchema.repaired')),
  ];
}

async function noteSeen(): Promise<void> {
  if (window.visibleTextEditors.some(({ document }) => languages.getDiagnostics(document.uri).some(isOurs)))
    await complete('ehrSchema.found');
}

/** The same actions; those that repair tell the walkthrough when they have been applied. */
export function noteRepairs(actions: readonly (Command | CodeAction)[]): (Command | CodeAction)[] {
  for (const action of actions) {
    if (!isCodeAction(action) || action.command || !(action.isPreferred || isFixAll(action))) continue;
    action.command = { command: NOTE_REPAIR, title: action.title };
  }
  return [...actions];
}

/**
 * Completes a step. The context is set for a moment only: a step whose context is set already when VS Code registers the
 * walkthrough is never completed.
 */
async function complete(step: string): Promise<void> {
  await commands.executeCommand('setContext', step, true);
  await commands.executeCommand('setContext', step, false);
}

function isOurs({ source }: { readonly source?: string }): boolean {
  return source === SOURCE;
}

function isCodeAction(action: Command | CodeAction): action is CodeAction {
  return typeof action.command !== 'string';
}

function isFixAll({ kind }: CodeAction): boolean {
  return kind !== undefined && CodeActionKind.SourceFixAll.contains(kind) && kind.value === FIX_ALL_KIND;
}
