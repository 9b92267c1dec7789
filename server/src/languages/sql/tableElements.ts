import { isWord, listParts, objectName, type TokenRange } from './layout';
import type { Token } from './syntax';

/** Where the columns and constraints of a CREATE TABLE stand: indexes of tokens. */
export interface TableElements {
  readonly open: number;
  readonly close: number;
  /** In the order of the tree's `tableElts`. */
  readonly parts: readonly TokenRange[];
}

/** Finds the parentheses of a CREATE TABLE; undefined where it has none, as `PARTITION OF` and `OF`. */
export function tableElements(tokens: readonly Token[]): TableElements | undefined {
  const name = objectName(tokens);
  if (!name || tokens[name.last + 1]?.text !== '(') return undefined;
  const open = name.last + 1;
  const close = closing(tokens, open);
  if (close === undefined) return undefined;
  return { open, close, parts: listParts(tokens.slice(0, close), open + 1) };
}

/** The token that closes the parenthesis or bracket at `open`. */
function closing(tokens: readonly Token[], open: number): number | undefined {
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const { kind, text } = tokens[i]!;
    if (kind !== 'punctuation') continue;
    if (text === '(' || text === '[') depth++;
    else if ((text === ')' || text === ']') && --depth === 0) return i;
  }
  return undefined;
}

/** The words after which a type of several words goes on. */
const CONTINUED: Readonly<Record<string, readonly string[]>> = {
  double: ['precision'],
  character: ['varying'],
  char: ['varying'],
  national: ['character', 'char'],
  nchar: ['varying'],
  bit: ['varying'],
};

/** The tokens of a type that begins at a token: its name, its modifiers in parentheses, its time zone, its brackets. */
export function typeRange(tokens: readonly Token[], first: number): TokenRange {
  let last = first;
  while (tokens[last + 1]?.text === '.') last += 2;
  while (isWord(tokens[last + 1], ...(CONTINUED[tokens[last]!.text] ?? []))) last++;
  if (tokens[last + 1]?.text === '(') last = closing(tokens, last + 1) ?? last;
  if (isWord(tokens[first], 'time', 'timestamp') && isWord(tokens[last + 1], 'with', 'without')) last += 3;
  if (isWord(tokens[last + 1], 'array')) last++;
  while (tokens[last + 1]?.text === '[') last = closing(tokens, last + 1) ?? tokens.length - 1;
  return { first, last: Math.min(last, tokens.length - 1) };
}
