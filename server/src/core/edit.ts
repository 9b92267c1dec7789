import type { Span } from './span';

/** Replaces `text.slice(start, end)` by `text`; without `path` it is an edit of the document that was checked. */
export interface Edit extends Span {
  readonly text: string;
  readonly path?: string;
}

/** An edit that puts `text` in at one place. */
export function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** An edit that replaces a span. */
export function replacement(span: Span, text: string): Edit {
  return { start: span.start, end: span.end, text };
}

/** An edit that takes a span out. */
export function deletion(span: Span): Edit {
  return { start: span.start, end: span.end, text: '' };
}

/** True when the two lists of edits touch a common place of one document, so that only one of them can be applied. */
export function conflict(a: readonly Edit[], b: readonly Edit[]): boolean {
  return a.some((x) =>
    b.some((y) => {
      if (x.path !== y.path) return false;
      if (x.start === x.end && y.start === y.end) return x.start === y.start;
      if (x.start === x.end) return y.start < x.start && x.start < y.end;
      if (y.start === y.end) return x.start < y.start && y.start < x.end;
      return x.start < y.end && y.start < x.end;
    }),
  );
}

/**
 * Applies the edits of one document to its text; edits at one place apply in the order given.
 * @throws RangeError when two edits overlap or one lies outside the text.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.map((edit, index) => ({ edit, index }));
  ordered.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
  let result = '';
  let at = 0;
  for (const { edit } of ordered) {
    if (edit.start < at || edit.end < edit.start || edit.end > text.length)
      throw new RangeError(`edit ${edit.start}-${edit.end} overlaps another or lies outside the text`);
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
