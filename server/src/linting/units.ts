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

/** The line of a text that an offset lies on, as a span without its end. */
export function lineAt(text: string, offset: number): Span {
  // A search for one kind of line end goes through the whole text where the other kind is used.
  let start = Math.min(offset, text.length);
  while (start > 0 && !isLineEnd(text, start - 1)) start--;
  let end = start;
  while (end < text.length && !isLineEnd(text, end)) end++;
  return { start, end };
}

function isLineEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 10 || code === 13;
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
