import type { Token } from '../syntax';

const LEVELS = new Set(['debug', 'log', 'info', 'notice', 'warning', 'exception']);

/** What a RAISE does, from its tokens behind the word RAISE. */
export interface Raise {
  readonly aborts: boolean;
  /** The condition's name, or its SQLSTATE, where it is given as a constant. */
  readonly condition?: string;
}

/** Reads a RAISE statement. */
export function readRaise(tokens: readonly Token[]): Raise {
  const level = tokens[0]?.kind === 'word' && LEVELS.has(tokens[0].text) ? tokens[0].text : undefined;
  const aborts = level === undefined || level === 'exception';
  const condition = named(tokens[level ? 1 : 0], tokens[level ? 2 : 1]) ?? errorCode(tokens);
  return condition === undefined ? { aborts } : { aborts, condition };
}

/** `RAISE unique_violation` or `RAISE SQLSTATE '23505'`. */
function named(first: Token | undefined, second: Token | undefined): string | undefined {
  if (first?.kind !== 'word' || first.text === 'using') return undefined;
  return first.text === 'sqlstate' ? constant(second) : first.text;
}

/** `USING ERRCODE = '23505'` */
function errorCode(tokens: readonly Token[]): string | undefined {
  const at = tokens.findIndex(({ text }) => text === 'errcode');
  return at < 0 ? undefined : constant(tokens[at + 2]);
}

function constant(token: Token | undefined): string | undefined {
  return token?.kind === 'string' && /^'\w+'$/.test(token.text) ? token.text.slice(1, -1) : undefined;
}
