import type { Span } from '../../core/span';
import { endOfLine, Lexer, type Unterminated } from './lexer';
import { foldCase } from './names';
import { Nesting } from './nesting';

/** The place of one statement: from its first token to its last one. */
export interface Piece extends Span {
  /** The offset of the `;` that ends it. */
  readonly semicolon?: number;
  /** What the end of the text cut off within it. */
  readonly unterminated?: Unterminated;
}

const [SEMICOLON, BACKSLASH] = [59, 92];

/**
 * Cuts a text into statements, one at a time and in one pass. A command of psql (a line that begins with a backslash) is a
 * piece of its own. Behind each semicolon that ends a piece the splitter is as new, so that it can start there.
 */
export class Splitter {
  readonly #lexer: Lexer;

  /** Reads `text` from `from`, which must be its start or the end of a statement, up to `limit`. */
  constructor(text: string, from = 0, limit = text.length) {
    this.#lexer = new Lexer(text, from, limit);
  }

  /** The next statement, or undefined at the end of the text. */
  next(): Piece | undefined {
    const lexer = this.#lexer;
    const { text } = lexer;
    const nesting = new Nesting();
    let start = -1;
    let end = -1;
    while (lexer.next()) {
      const first = lexer.kind === 'punctuation' ? text.charCodeAt(lexer.start) : 0;
      if (first === SEMICOLON && !nesting.open) {
        if (start < 0) continue;
        return { start, end, semicolon: lexer.start };
      }
      if (first === BACKSLASH && (start < 0 || isFirstOfLine(text, lexer.start))) {
        if (start < 0) return this.#command();
        lexer.end = lexer.start;
        return { start, end };
      }
      if (start < 0) start = lexer.start;
      end = lexer.end;
      if (nesting.reads) nesting.add(textOf(lexer));
    }
    if (start < 0) return undefined;
    return lexer.unterminated ? { start, end, unterminated: lexer.unterminated } : { start, end };
  }

  #command(): Piece {
    const lexer = this.#lexer;
    const { text, start, limit } = lexer;
    lexer.end = endOfLine(text, start, limit);
    return { start, end: start + text.slice(start, lexer.end).trimEnd().length };
  }
}

/** The statements of a whole text. */
export function split(text: string): Piece[] {
  const splitter = new Splitter(text);
  const pieces: Piece[] = [];
  for (let piece = splitter.next(); piece; piece = splitter.next()) pieces.push(piece);
  return pieces;
}

function textOf(lexer: Lexer): string {
  const { kind, text, start, end } = lexer;
  if (kind === 'word') return foldCase(text.slice(start, end));
  return kind === 'punctuation' ? text.slice(start, end) : '';
}

function isFirstOfLine(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0; i--) {
    const c = text[i];
    if (c === '\n' || c === '\r') return true;
    if (c !== ' ' && c !== '\t') return false;
  }
  return true;
}
