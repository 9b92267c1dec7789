import { QUOTED_KEYWORDS } from './keywords';
import type { Token } from './syntax';

/** PostgreSQL keeps this many bytes of a name. */
const LONGEST_NAME = 63;

/** Lower case as PostgreSQL folds unquoted names: ASCII letters only. */
export function foldCase(word: string): string {
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code > 127) return word.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  }
  return word.toLowerCase();
}

/** What is left of a name that is longer than 63 bytes: whole characters within them. */
export function truncateName(name: string): string {
  if (name.length * 3 <= LONGEST_NAME) return name;
  let bytes = 0;
  let end = 0;
  for (const character of name) {
    bytes += utf8Length(character.codePointAt(0)!);
    if (bytes > LONGEST_NAME) return name.slice(0, end);
    end += character.length;
  }
  return name;
}

function utf8Length(codePoint: number): number {
  return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/** The name that an unquoted word stands for. */
export function foldName(word: string): string {
  return truncateName(foldCase(word));
}

/** The name that a word or a quoted identifier stands for; undefined for other tokens. */
export function nameOf(token: Token | undefined): string | undefined {
  if (token?.kind === 'word') return truncateName(token.text);
  if (token?.kind !== 'quoted') return undefined;
  const open = token.text.indexOf('"') + 1;
  const close = token.text.length > open && token.text.endsWith('"') ? -1 : undefined;
  const name = token.text.slice(open, close).replaceAll('""', '"');
  return truncateName(open > 1 ? unescapeUnicode(name) : name);
}

/** Reads the escapes of `U&"…"`: four digits behind a backslash, six behind `\+`. */
function unescapeUnicode(text: string): string {
  return text.replace(/\\(?:\\|([0-9a-fA-F]{4})|\+([0-9a-fA-F]{6}))/g, (written, four?: string, six?: string) => {
    const code = Number.parseInt(four ?? six ?? '5c', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : written;
  });
}

/** A name as it must be written to mean exactly this name: quoted where its letters or a keyword ask for it. */
export function quoteIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !QUOTED_KEYWORDS.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** A text as a string constant, as `quote_literal` writes it: `E'…'` where it holds a backslash. */
export function quoteLiteral(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? `E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}

/** How a statement writes its keywords, by the letters of its first word; upper case where there are none. */
export function keywordCase(statement: string): 'upper' | 'lower' {
  return /[A-Za-z]/.exec(statement)?.[0].match(/[a-z]/) ? 'lower' : 'upper';
}

/** Keywords written as the statement writes its own. */
export function inKeywordCase(keywords: string, statement: string): string {
  return keywordCase(statement) === 'lower' ? keywords.toLowerCase() : keywords.toUpperCase();
}
