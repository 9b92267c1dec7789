import { closest, distance } from 'fastest-levenshtein';
import type { BlockKind, Leaf } from './syntax';
import type { Token } from './tokens';

/** The line that opens a block. */
export interface Header {
  readonly kind: BlockKind;
  readonly name: Leaf;
  readonly start: number;
}

const KINDS: readonly BlockKind[] = ['model', 'view', 'type', 'enum', 'datasource', 'generator'];

/**
 * Reads `model Name {`, also while it is being typed: a keyword with a letter too few or too many is taken for the one that it
 * resembles, and outside of blocks the brace may still be missing. A block of no known kind is read as a composite type, which
 * no rule looks into.
 * @param tokens a line without its comments
 */
export function readHeader(tokens: readonly Token[], insideBlock: boolean): Header | undefined {
  const [first, second, third] = tokens;
  if (first?.kind !== 'name') return undefined;
  if (isSign(second, '{')) return joinedHeader(first);
  if (second?.kind !== 'name') return undefined;
  const known = KINDS.find((kind) => kind === first.text);
  if (!isSign(third, '{') && (insideBlock || !known || third)) return undefined;
  return { kind: known ?? resembling(first.text), name: leaf(second, second.text), start: first.start };
}

/** `modelName {` lacks the blank, `model {` the name. */
function joinedHeader(word: Token): Header {
  const kind = KINDS.find((keyword) => word.text.startsWith(keyword) && word.text !== keyword);
  const name = kind ? word.text.slice(kind.length) : KINDS.some((keyword) => keyword === word.text) ? '' : word.text;
  return { kind: kind ?? 'type', name: leaf(word, name), start: word.start };
}

function resembling(word: string): BlockKind {
  const nearest = closest(word, KINDS);
  return distance(word, nearest) <= 2 ? (KINDS.find((kind) => kind === nearest) ?? 'type') : 'type';
}

function leaf(token: Token, text: string): Leaf {
  return { kind: 'name', text, start: token.end - text.length, end: token.end };
}

export function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text;
}
