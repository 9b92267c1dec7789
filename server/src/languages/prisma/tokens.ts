import type { Span } from '../../core/span';

/** A lexical unit of a Prisma schema, without blanks; offsets count UTF-16 code units. */
export interface Token extends Span {
  readonly kind: 'name' | 'number' | 'string' | 'comment' | 'newline' | 'sign';
  /** As it stands; of a string without the quotes. */
  readonly text: string;
}

/** The first alternative is the commonest of the second, a name of plain letters, which is found much faster. */
const TOKEN =
  /[A-Za-z_][A-Za-z0-9_-]*(?=[\0-,/:-@[-^`{-\x7F])|[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)*|\r\n?|\n|-?\p{N}[\p{N}.]*|"(?:[^"\\\r\n]|\\[^\r\n])*"?|\/\/[^\r\n]*|\/\*|[^\s\uFEFF]/gu;

/**
 * Cuts a text into tokens. A string without its closing quote ends with its line; a comment without its closing mark is no
 * comment, so that it cannot swallow what follows.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const lastClose = text.lastIndexOf('*/');
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const start = match.index;
    const whole = match[0];
    const end = start + whole.length;
    if (whole !== '/*') {
      const kind = kindOf(whole);
      tokens.push({ kind, text: kind === 'string' ? unquoted(whole) : whole, start, end });
    } else if (end <= lastClose) {
      TOKEN.lastIndex = text.indexOf('*/', end) + 2;
      tokens.push({ kind: 'comment', text: text.slice(start, TOKEN.lastIndex), start, end: TOKEN.lastIndex });
    } else
      tokens.push(
        { kind: 'sign', text: '/', start, end: start + 1 },
        { kind: 'sign', text: '*', start: start + 1, end },
      );
  }
  return tokens;
}

/** Told by the first characters; named groups of the expression would cost as much again as the search itself. */
function kindOf(whole: string): Token['kind'] {
  const first = whole.charCodeAt(0);
  if (isLetter(first)) return 'name';
  if (first === NEWLINE || first === RETURN) return 'newline';
  if (first === QUOTE) return 'string';
  if (first === SLASH && whole.length > 1) return 'comment';
  if (first > LAST_ASCII && LETTER.test(whole)) return 'name';
  return first === MINUS ? (whole.length > 1 ? 'number' : 'sign') : NUMBER.test(whole) ? 'number' : 'sign';
}

const [NEWLINE, RETURN, QUOTE, MINUS, SLASH, UNDERSCORE, LAST_ASCII] = [10, 13, 34, 45, 47, 95, 127];
const LETTER = /^\p{L}/u;
const NUMBER = /^\p{N}/u;

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === UNDERSCORE;
}

function unquoted(text: string): string {
  return text.length > 1 && text.endsWith('"') ? text.slice(1, -1) : text.slice(1);
}
