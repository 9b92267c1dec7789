import { expect } from 'vitest';
import { parseSql } from '../../server/src/languages/sql/document';
import { tokenize } from '../../server/src/languages/sql/tokens';
import { loadTestParser } from './parser';
import type { SqlUnderTest } from './sqlUnderTest';

/** Checks that PostgreSQL's parser takes every statement of the texts. */
export async function expectReParsed(texts: readonly string[]): Promise<void> {
  const parser = await loadTestParser();
  for (const text of texts)
    for (const { syntax } of parseSql(text, parser).statements) expect(syntax.parse.kind, text).toBe('tree');
}

/**
 * Checks that the repairs of a text keep what is not theirs: comments around and within statements, the case of keywords,
 * indentation, and CRLF.
 */
export async function expectKept(under: SqlUnderTest, text: string): Promise<void> {
  const fixed = under.fixed(text);
  if (fixed === text) return;
  await expectReParsed([fixed]);
  expect(under.fixed(fixed), 'a second Fix All').toBe(fixed);

  const commented = `-- head é😀\n${text}\n-- tail`;
  expectRepaired(under, commented, (result) => {
    for (const comment of comments(commented)) expect(result).toContain(comment);
  });

  const crlf = commented.replace(/\n/g, '\r\n');
  expectRepaired(under, crlf, (result) => {
    expect(result.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(result.replaceAll('\r\n', '\n')).toBe(under.fixed(commented));
  });

  const indented = text.replace(/^(?=.)/gm, '    ');
  expectRepaired(under, indented, (result) => expect(result).toMatch(/^ {4}/));

  const lower = lowerCased(text);
  if (lower !== text) expectRepaired(under, lower, (result) => expect(keywords(result)).toEqual([]));
}

function expectRepaired(under: SqlUnderTest, text: string, check: (result: string) => void): void {
  const result = under.fixed(text);
  expect(result, 'is repaired in this form too').not.toBe(text);
  expect(
    under.check(result).filter(({ repairs }) => repairs.some(({ safe }) => safe)),
    result,
  ).toEqual([]);
  check(result);
}

function comments(text: string): string[] {
  return [...text.matchAll(/--.*|\/\*[\s\S]*?\*\//g)].map(([comment]) => comment.trimEnd());
}

/** Every word outside of quotes in lower case, in the bodies of DO blocks too. */
function lowerCased(text: string): string {
  let result = text;
  for (const { kind, start, end } of tokenize(text)) {
    const part = text.slice(start, end);
    const lowered = kind === 'word' ? part.toLowerCase() : kind === 'dollar' ? lowerCasedBody(part) : part;
    result = result.slice(0, start) + lowered + result.slice(end);
  }
  return result;
}

function lowerCasedBody(quoted: string): string {
  const open = quoted.indexOf('$', 1) + 1;
  return quoted.slice(0, open) + lowerCased(quoted.slice(open, -open)) + quoted.slice(-open);
}

/** Keywords in upper case that a repair wrote into a text that has none, DO blocks included. */
function keywords(text: string): string[] {
  return [...text.matchAll(/\b(?:ALTER|TABLE|IF|NOT|EXISTS|BEGIN|END|THEN|SELECT|FROM|WHERE|AND|DROP|CREATE)\b/g)]
    .filter(({ index }) => !inQuotes(text, index))
    .map(([word]) => word);
}

function inQuotes(text: string, at: number): boolean {
  return tokenize(text).some(
    ({ kind, start, end }) => (kind === 'string' || kind === 'quoted') && start <= at && at < end,
  );
}
