import { Position, Range } from 'vscode';
import type { Failure } from '../../../server/src/prove/verdict';

/** VS Code's documents are without the byte order mark that PostgreSQL reads. */
const MARK = '\uFEFF';

/**
 * Where in a file a failure is shown: the failing statement, or the first line where it has none.
 * @param text what was run: to open all that failed as documents would take too long.
 */
export function failurePlace({ span }: Pick<Failure, 'span'>, text: string): Range {
  const { start, end } = span ?? { start: 0, end: text.search(/[\r\n]|$/) };
  return new Range(positionAt(text, start), positionAt(text, end));
}

function positionAt(text: string, offset: number): Position {
  const lines = text
    .slice(0, offset)
    .replace(MARK, '')
    .split(/\r\n|\r|\n/);
  return new Position(lines.length - 1, lines.at(-1)!.length);
}
