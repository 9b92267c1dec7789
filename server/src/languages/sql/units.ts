/** Turns offsets in UTF-8 bytes, the unit of PostgreSQL's tree, into UTF-16 offsets of one text. */
export class ByteOffsets {
  /** Behind each character outside ASCII, its bytes and its code units so far; empty for ASCII, where both are equal. */
  readonly #bytes: number[] = [];
  readonly #units: number[] = [];

  constructor(text: string) {
    let bytes = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code < 0x80) {
        bytes++;
        continue;
      }
      // A lone surrogate goes to the parser as U+FFFD, which has three bytes like any other of the plane.
      const pair = isPair(text, i);
      bytes += pair ? 4 : code < 0x800 ? 2 : 3;
      if (pair) i++;
      this.#bytes.push(bytes);
      this.#units.push(i + 1);
    }
  }

  /** The UTF-16 offset of a byte offset; one within a character is moved to a place next to it. */
  toUnits(offset: number): number {
    let low = 0;
    let high = this.#bytes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#bytes[middle]! <= offset) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? offset : this.#units[low - 1]! + offset - this.#bytes[low - 1]!;
  }
}

/** The UTF-16 offset of the code point with this number, counted from 0. */
export function codePointOffset(text: string, codePoint: number): number {
  let at = 0;
  for (let i = 0; i < codePoint && at < text.length; i++) at += isPair(text, at) ? 2 : 1;
  return at;
}

function isPair(text: string, at: number): boolean {
  return isSurrogate(text.charCodeAt(at), 0xd800) && isSurrogate(text.charCodeAt(at + 1), 0xdc00);
}

function isSurrogate(code: number, first: number): boolean {
  return code >= first && code < first + 0x400;
}
