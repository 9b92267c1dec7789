import {
  CodeLens,
  type CodeLensProvider,
  type Disposable,
  EventEmitter,
  languages,
  Range,
  type TextDocument,
} from 'vscode';
import type { Verdicts } from './verdicts';
import { verdictText } from './verdictText';

/** The command that a lens starts: runs the migration of the file on a fresh database, and then again. */
export const RUN_TWICE = 'ehrSchema.runTwice';

/** Shows `Run twice` and the last verdict above the first line of each migration. */
export function showLenses(verdicts: Verdicts): Disposable[] {
  const changed = new EventEmitter<void>();
  const provider: CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => lensesOf(document, verdicts),
  };
  const selector = { scheme: 'file', pattern: '**/migrations/*/migration.sql' };
  return [changed, verdicts.onDidChange(() => changed.fire()), languages.registerCodeLensProvider(selector, provider)];
}

function lensesOf(document: TextDocument, verdicts: Verdicts): CodeLens[] {
  const top = new Range(0, 0, 0, 0);
  const verdict = verdicts.of(document.uri);
  const run = new CodeLens(top, { title: '$(play)\u00a0Run twice', command: RUN_TWICE, arguments: [document.uri] });
  if (!verdict) return [run];
  return [run, new CodeLens(top, { title: verdictText(verdict.proof), command: 'workbench.view.testing.focus' })];
}
