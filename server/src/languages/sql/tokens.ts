import { Lexer } from './lexer';
import { foldCase } from './names';
import type { Token } from './syntax';

/** The tokens of a text, or of its part from `from` up to `limit`, with offsets into the whole text. */
export function tokenize(text: string, from = 0, limit = text.length): Token[] {
  const tokens: Token[] = [];
  const lexer = new Lexer(text, from, limit);
  while (lexer.next()) {
    const { kind, start, end } = lexer;
    if (kind === 'comment') continue;
    const raw = text.slice(start, end);
    tokens.push({ kind, start, end, text: kind === 'word' ? foldCase(raw) : raw });
  }
  return tokens;
}

/** The token that holds `offset`, or the last one before it; undefined when there is none. */
export function tokenAt(tokens: readonly Token[], offset: number): Token | undefined {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return tokens[low - 1];
}
