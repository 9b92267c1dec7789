import { type Position, Range, type TextDocument } from 'vscode';
import type { Failure } from '../../../server/src/prove/verdict';

/** Where in a file a failure is shown: the failing statement, or the first line where it has none. */
export function failurePlace({ span }: Failure, document: TextDocument): Range {
  const at = (offset: number): Position => document.positionAt(offset);
  return span ? new Range(at(span.start), at(span.end)) : document.lineAt(0).range;
}
