import type { Token } from './syntax';

/** What the end of the text cut off. */
export type Unterminated = 'string' | 'quoted' | 'dollar' | 'comment';

const [BLANK, WORD, DIGIT, OPERATOR, OTHER] = [1, 2, 3, 4, 5];

const CLASSES = new Uint8Array(128).fill(OTHER);
for (const c of ' \t\n\r\f\v') CLASSES[c.charCodeAt(0)] = BLANK;
for (const c of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_') CLASSES[c.charCodeAt(0)] = WORD;
for (const c of '0123456789') CLASSES[c.charCodeAt(0)] = DIGIT;
for (const c of '~!@#^&|`?+-*/%<>=') CLASSES[c.charCodeAt(0)] = OPERATOR;

/** Characters that let an operator end with a sign. */
const SPECIALS = new Uint8Array(128);
for (const c of '~!@#^&|`?%') SPECIALS[c.charCodeAt(0)] = 1;

/** PostgreSQL refuses longer operators; without a limit a long run of signs would be read again for each of them. */
const LONGEST_OPERATOR = 64;

const [LF, CR] = [10, 13];
const [DOUBLE, DOLLAR, AMPERSAND, QUOTE, STAR, PLUS, MINUS, DOT, SLASH] = [34, 36, 38, 39, 42, 43, 45, 46, 47];
const [COLON, EQUALS, BACKSLASH] = [58, 61, 92];

/** To PostgreSQL's lexer every character outside ASCII may stand in a name. */
function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? CLASSES[code]! : WORD;
}

function inWord(text: string, at: number): boolean {
  const found = classAt(text, at);
  return found === WORD || found === DIGIT || text.charCodeAt(at) === DOLLAR;
}

/**
 * PostgreSQL's lexical rules over UTF-16, tolerant and without a copy: `next` moves to the next token, whose place and kind
 * then stand in the fields. What is cut off by the end of the text is a token that ends there.
 */
export class Lexer {
  readonly text: string;
  readonly limit: number;
  start: number;
  /** Where the token ends, and `next` goes on. */
  end: number;
  /** A `comment` shows only when it is cut off. */
  kind: Token['kind'] | 'comment' = 'punctuation';
  unterminated: Unterminated | undefined;

  /** Reads `text` from `from` up to `limit`. */
  constructor(text: string, from = 0, limit = text.length) {
    this.text = text;
    this.limit = limit;
    this.start = from;
    this.end = from === 0 && text.charCodeAt(0) === 0xfeff ? 1 : from;
  }

  /** Moves to the next token; false at the end of the text. */
  next(): boolean {
    this.#skipBlanks();
    if (this.start >= this.limit) return false;
    if (this.unterminated === 'comment') return true;
    const { text, start } = this;
    const code = text.charCodeAt(start);
    const found = classAt(text, start);
    if (found === WORD) this.#word(code);
    else if (found === DIGIT) this.#number();
    else if (code === QUOTE) this.#string(start + 1, false);
    else if (code === DOUBLE) this.#quoted(start + 1);
    else if (code === DOLLAR) this.#dollar();
    else if (found === OPERATOR) this.#operator();
    else if (code === DOT && classAt(text, start + 1) === DIGIT) this.#number();
    else this.#punctuation(code);
    if (this.end > this.limit) this.end = this.limit;
    return true;
  }

  /** Moves `start` to the next character that is neither blank nor comment. */
  #skipBlanks(): void {
    const { text, limit } = this;
    let at = this.end;
    while (at < limit) {
      const code = text.charCodeAt(at);
      if (code < 128 && CLASSES[code] === BLANK) at++;
      else if (code === MINUS && text.charCodeAt(at + 1) === MINUS) at = endOfLine(text, at, limit);
      else if (code === SLASH && text.charCodeAt(at + 1) === STAR) {
        const end = endOfComment(text, at, limit);
        if (end < 0) {
          this.#cutOff('comment', at);
          return;
        }
        at = end;
      } else break;
    }
    this.start = at;
  }

  #cutOff(what: Unterminated, start: number): void {
    this.start = start;
    this.end = this.limit;
    this.unterminated = what;
    if (what === 'comment') this.kind = 'comment';
  }

  #word(code: number): void {
    const { text, start, limit } = this;
    const next = text.charCodeAt(start + 1);
    if (next === QUOTE && isStringPrefix(code)) {
      this.#string(start + 2, (code | 32) === 101);
      return;
    }
    if (next === AMPERSAND && (code | 32) === 117) {
      const quote = text.charCodeAt(start + 2);
      if (quote === QUOTE || quote === DOUBLE) {
        if (quote === QUOTE) this.#string(start + 3, false);
        else this.#quoted(start + 3);
        return;
      }
    }
    let at = start + 1;
    while (at < limit && inWord(text, at)) at++;
    this.kind = 'word';
    this.end = at;
  }

  /** Takes in letters that follow at once, as PostgreSQL does when it calls them junk; `1..10` ends before the dots. */
  #number(): void {
    const { text, start, limit } = this;
    let at = start;
    while (at < limit) {
      const code = text.charCodeAt(at);
      const found = classAt(text, at);
      if (found === DIGIT || found === WORD) at++;
      else if (code === DOT && text.charCodeAt(at + 1) !== DOT) at++;
      else if ((code === PLUS || code === MINUS) && isExponent(text, start, at)) at++;
      else break;
    }
    this.kind = 'number';
    this.end = at;
  }

  #string(from: number, backslash: boolean): void {
    this.kind = 'string';
    let at = from;
    for (;;) {
      at = endOfQuotes(this.text, at, this.limit, QUOTE, backslash);
      if (at < 0) {
        this.#cutOff('string', this.start);
        return;
      }
      const again = continuation(this.text, at, this.limit);
      if (again < 0) break;
      at = again;
    }
    this.end = at;
  }

  #quoted(from: number): void {
    this.kind = 'quoted';
    const end = endOfQuotes(this.text, from, this.limit, DOUBLE, false);
    if (end < 0) this.#cutOff('quoted', this.start);
    else this.end = end;
  }

  #dollar(): void {
    const { text, start, limit } = this;
    if (classAt(text, start + 1) === DIGIT) {
      let at = start + 2;
      while (at < limit && classAt(text, at) === DIGIT) at++;
      this.kind = 'parameter';
      this.end = at;
      return;
    }
    const open = endOfDollarTag(text, start, limit);
    if (open < 0) {
      this.kind = 'punctuation';
      this.end = start + 1;
      return;
    }
    this.kind = 'dollar';
    const close = text.indexOf(text.slice(start, open), open);
    if (close < 0 || close + open - start > limit) this.#cutOff('dollar', start);
    else this.end = close + open - start;
  }

  #operator(): void {
    const { text, start } = this;
    const limit = Math.min(this.limit, start + LONGEST_OPERATOR);
    let at = start + 1;
    while (at < limit && classAt(text, at) === OPERATOR && !isCommentStart(text, at)) at++;
    // A trailing sign belongs to the operand, unless the operator holds a character that SQL's own operators lack.
    if (!hasSpecial(text, start, at)) while (at > start + 1 && isSign(text.charCodeAt(at - 1))) at--;
    this.kind = 'operator';
    this.end = at;
  }

  #punctuation(code: number): void {
    const next = this.text.charCodeAt(this.start + 1);
    const pair = code === COLON ? next === COLON || next === EQUALS : code === DOT && next === DOT;
    this.kind = 'punctuation';
    this.end = this.start + (pair ? 2 : 1);
  }
}

/** The offset of the line break that ends the line of `at`, or `limit`. */
export function endOfLine(text: string, at: number, limit: number): number {
  let end = at;
  while (end < limit) {
    const code = text.charCodeAt(end);
    if (code === LF || code === CR) break;
    end++;
  }
  return end;
}

/** The offset behind the comment that opens at `at`, or -1; comments nest. */
function endOfComment(text: string, at: number, limit: number): number {
  let depth = 1;
  for (let i = at + 2; i < limit - 1; i++) {
    const code = text.charCodeAt(i);
    if (code === STAR && text.charCodeAt(i + 1) === SLASH) {
      i++;
      if (--depth === 0) return i + 1;
    } else if (code === SLASH && text.charCodeAt(i + 1) === STAR) {
      i++;
      depth++;
    }
  }
  return -1;
}

/** The offset behind the closing quote, or -1; a doubled quote stands for one. */
function endOfQuotes(text: string, from: number, limit: number, quote: number, backslash: boolean): number {
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      if (at + 1 >= limit || text.charCodeAt(at + 1) !== quote) return at + 1;
      at++;
    } else if (backslash && code === BACKSLASH) at++;
  }
  return -1;
}

/** Where a string goes on that is written in pieces on several lines: behind the next piece's quote, or -1. */
function continuation(text: string, from: number, limit: number): number {
  let line = false;
  for (let at = from; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === LF || code === CR) line = true;
    else if (code === QUOTE) return line ? at + 1 : -1;
    else if (code >= 128 || CLASSES[code] !== BLANK) return -1;
  }
  return -1;
}

/** The offset behind `$tag$`, or -1. */
function endOfDollarTag(text: string, start: number, limit: number): number {
  for (let at = start + 1; at < limit; at++) {
    if (text.charCodeAt(at) === DOLLAR) return at + 1;
    const found = classAt(text, at);
    if (found !== WORD && !(found === DIGIT && at > start + 1)) return -1;
  }
  return -1;
}

function isStringPrefix(code: number): boolean {
  const letter = code | 32;
  // b, e, x
  return letter === 98 || letter === 101 || letter === 120;
}

function isExponent(text: string, start: number, at: number): boolean {
  return (
    (text.charCodeAt(at - 1) | 32) === 101 && text.charCodeAt(start + 1) !== 120 && classAt(text, at + 1) === DIGIT
  );
}

function isCommentStart(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  const next = text.charCodeAt(at + 1);
  return (code === MINUS && next === MINUS) || (code === SLASH && next === STAR);
}

function isSign(code: number): boolean {
  return code === PLUS || code === MINUS;
}

function hasSpecial(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (SPECIALS[text.charCodeAt(at)] === 1) return true;
  return false;
}
