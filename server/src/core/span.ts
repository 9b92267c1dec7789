/** A half-open range of a document's text in UTF-16 code units, the unit of editors and of JavaScript strings. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a document: line and character from 0, characters in UTF-16 code units, as the Language Server Protocol counts. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** True when `inner` lies wholly within `outer` (touching ends count). */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** True when the two spans share at least one code unit, or one of them is empty and stands within or at an end of the other. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
    ? true
    : a.start === a.end || b.start === b.end
      ? a.start <= b.end && b.start <= a.end
      : false;
}

/** The line starts of one text, for turning offsets into positions and back in logarithmic time. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    // A search by the engine, not character by character: this is done at every keystroke.
    if (text.includes('\r') && /\r(?!\n)/.test(text))
      for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) this.#starts.push(index + end.length);
    else for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** How many lines the text has; an empty text has one. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** The position of a UTF-16 offset; an offset outside the text is moved to its nearest end. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - this.#starts[low]! };
  }

  /** The UTF-16 offset of a position; one outside the text is moved to its nearest end. */
  offset(position: Position): number {
    if (position.line >= this.#starts.length) return this.#length;
    const start = this.#starts[Math.max(0, position.line)]!;
    const next = this.#starts[position.line + 1] ?? this.#length + 1;
    return Math.min(start + Math.max(0, position.character), next - 1);
  }
}
