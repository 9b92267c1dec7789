import type { Span } from '../../core/span';

/** A lexical unit of a Prisma schema, without blanks; offsets count UTF-16 code units. */
export interface Token extends Span {
  readonly kind: 'name' | 'number' | 'string' | 'comment' | 'newline' | 'sign';
  /** As it stands; of a string without the quotes. */
  readonly text: string;
}

const TOKEN =
  /(?<name>[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)*)|(?<newline>\r\n?|\n)|(?<number>-?\p{N}[\p{N}.]*)|(?<string>"(?:[^"\\\r\n]|\\[^\r\n])*"?)|(?<comment>\/\/[^\r\n]*)|(?<open>\/\*)|(?<sign>[^\s\uFEFF])/gu;

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
    if (match.groups!.open === undefined) {
      const kind = kindOf(match.groups!);
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

function kindOf(groups: Partial<Record<string, string>>): Token['kind'] {
  if (groups.name !== undefined) return 'name';
  if (groups.newline !== undefined) return 'newline';
  if (groups.sign !== undefined) return 'sign';
  if (groups.number !== undefined) return 'number';
  return groups.comment === undefined ? 'string' : 'comment';
}

function unquoted(text: string): string {
  return text.length > 1 && text.endsWith('"') ? text.slice(1, -1) : text.slice(1);
}
