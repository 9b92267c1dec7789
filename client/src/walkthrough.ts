import { type CodeAction, CodeActionKind, type Command, commands, type Disposable, languages, window } from 'vscode';
import { FIX_ALL_KIND } from '../../server/src/lsp/protocol';

/** Run behind a repair; no one calls it by hand. */
const NOTE_REPAIR = 'ehrSchema.noteRepair';

/** Completes the steps of the walkthrough when a person has done them: seen a finding, repaired one. */
export function watchSteps(): Disposable[] {
  return [
    languages.onDidChangeDiagnostics(async ({ uris }) => {
      const active = window.activeTextEditor?.document.uri.toString();
      const seen = uris.some((uri) => uri.toString() === active && languages.getDiagnostics(uri).some(isOurs));
      if (seen) await complete('ehrSchema.found');
    }),
    commands.registerCommand(NOTE_REPAIR, () => complete('ehrSchema.repaired')),
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
