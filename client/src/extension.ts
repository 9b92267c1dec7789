import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { registerCommands } from './commands';
import { openExample, welcomeToExample } from './example';
import { registerProof } from './prove/registerProof';
import { Session } from './session';
import { Status } from './status';
import { watchSteps } from './walkthrough';
import { registerWorkflow } from './workflow/registerWorkflow';

let session: Session | undefined;

/** Called by VS Code when the first document that concerns us is opened; the server starts in the background. */
export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel('EHR Schema', { log: true });
  const status = new Status();
  const current = new Session(context.asAbsolutePath('dist/server.cjs'), output, status);
  session = current;
  context.subscriptions.push(
    output,
    status,
    ...registerCommands(current, output),
    ...registerWorkflow(),
    registerProof(context),
    ...watchSteps(),
    commands.registerCommand('ehrSchema.openExample', () => openExample(context)),
    workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration('ehrSchema.enable')) await current.obeySettings();
    }),
  );
  void current.obeySettings();
  void welcomeToExample(context);
}

/** Called by VS Code when the window closes or the extension is switched off. */
export async function deactivate(): Promise<void> {
  await session?.stop();
}
