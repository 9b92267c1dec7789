import { Diagnostic, DiagnosticSeverity, type Disposable, languages, type Uri, workspace } from 'vscode';
import { type Failure, PHASES } from '../../../server/src/prove/verdict';
import { failurePlace } from './failurePlace';
import type { Verdicts } from './verdicts';

/** Shows what failed when a migration ran as problems in its file, until the file changes. */
export function showVerifyDiagnostics(verdicts: Verdicts): Disposable[] {
  const collection = languages.createDiagnosticCollection('ehr-schema-verify');
  return [collection, verdicts.onDidChange((file) => collection.set(file, [])), verdicts.onDidChange(show)];

  async function show(file: Uri): Promise<void> {
    const failures = failed(verdicts, file);
    if (failures.length === 0) return;
    const document = await workspace.openTextDocument(file);
    // The file may have changed while it was opened.
    if (failed(verdicts, file).length === 0) return;
    collection.set(
      file,
      failures.map((failure) => {
        const diagnostic = new Diagnostic(failurePlace(failure, document), failure.message, DiagnosticSeverity.Error);
        diagnostic.source = 'verify';
        diagnostic.code = failure.sqlstate;
        return diagnostic;
      }),
    );
  }
}

function failed(verdicts: Verdicts, file: Uri): readonly Failure[] {
  const proof = verdicts.of(file);
  if (!proof) return [];
  return PHASES.flatMap((phase) => {
    const result = proof[phase];
    return result.verdict === 'failed' ? [result.failure] : [];
  });
}
