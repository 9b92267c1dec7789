import { commands, type Disposable, type LogOutputChannel } from 'vscode';
import { EXPLAIN_RULE } from '../../server/src/lsp/protocol';
import { fixWorkspace } from './fixWorkspace';
import { RulePages } from './rulePages';
import type { Session } from './session';

/** Registers the commands about the server and its rules. */
export function registerCommands(session: Session, output: LogOutputChannel): Disposable[] {
  const pages = new RulePages(session);
  return [
    pages.register(),
    commands.registerCommand('ehrSchema.restart', () => session.restart()),
    commands.registerCommand('ehrSchema.showOutput', () => output.show()),
    commands.registerCommand('ehrSchema.fixWorkspace', () => fixWorkspace(session)),
    commands.registerCommand(EXPLAIN_RULE, (rule?: string) => pages.show(rule)),
  ];
}
