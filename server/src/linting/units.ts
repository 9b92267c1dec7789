import type { Span } from '../core/span';
import type { CommentMarker } from '../core/suppressions';

/** The parts of a document that a suppression can cover, as its language sees them. */
export interface Units {
  readonly marker: CommentMarker;
  /** The statement, field or block that comes first behind a comment standing alone. */
  after(comment: Span): Span | undefined;
  /** What stands, at least partly, on the line that `comment` ends. */
  before(comment: Span): Span;
  /** The unit that an offset lies in: a comment in front of it, on a line of its own, covers that offset. */
  around(offset: number): Span | undefined;
}

/** The lines of a text as spans without their ends, found from an offset. */
export function lineAt(text: string, offset: number): Span {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const length = text.slice(start).search(/[\r\n]/);
  return { start, end: length < 0 ? text.length : start + length };
}

/** The first line behind an offset that holds more than blanks and comments. */
export function codeLineAfter(text: string, offset: number, marker: CommentMarker): Span | undefined {
  const line = /[^\r\n]*(?:\r\n|\r|\n|$)/y;
  line.lastIndex = lineAt(text, offset).end;
  for (let match = line.exec(text); match && match[0] !== ''; match = line.exec(text)) {
    const code = match[0].trim();
    if (code === '' || code.startsWith(marker)) continue;
    const start = match.index + match[0].search(/\S/);
    return { start, end: start + code.length };
  }
  return undefined;
}
