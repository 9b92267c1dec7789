import { Diagnostic, DiagnosticSeverity, type Disposable, languages } from 'vscode';
import { type Failure, lossesOf, PHASES } from '../../../server/src/prove/verdict';
import { failurePlace } from './failurePlace';
import type { Verdict, Verdicts } from './verdicts';
import { LOSES } from './verdictText';

/** Shows what failed when a migration ran as problems in its file, until the file changes. */
export function showVerifyDiagnostics(verdicts: Verdicts): Disposable[] {
  const collection = languages.createDiagnosticCollection('ehr-schema-verify');
  const show = verdicts.onDidChange((file) => {
    const verdict = verdicts.of(file);
    collection.set(file, verdict ? diagnosticsOf(verdict) : []);
  });
  return [collection, show];
}

function diagnosticsOf({ proof, text }: Verdict): Diagnostic[] {
  const failures = PHASES.flatMap((phase) => {
    const result = proof[phase];
    return result.verdict === 'failed' ? [failureDiagnostic(result.failure, text)] : [];
  });
  return [...failures, ...lossesOf(proof).map((loss) => lossDiagnostic(loss, text))];
}

function failureDiagnostic(failure: Failure, text: string): Diagnostic {
  const diagnostic = new Diagnostic(failurePlace(failure, text), failure.message, DiagnosticSeverity.Error);
  diagnostic.source = 'verify';
  diagnostic.code = failure.sqlstate;
  return diagnostic;
}

function lossDiagnostic(loss: string, text: string): Diagnostic {
  const message = `The second run ${LOSES}: ${loss}.`;
  const diagnostic = new Diagnostic(failurePlace({}, text), message, DiagnosticSeverity.Warning);
  diagnostic.source = 'verify';
  return diagnostic;
}
