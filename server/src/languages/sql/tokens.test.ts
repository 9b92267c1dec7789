import { loadModule, scanSync } from 'libpg-query';
import { describe, expect, it } from 'vitest';
import { corpusTexts, TRICKY_SQL } from '../../../../test/harness/sqlTexts';
import { tokenAt, tokenize } from './tokens';
import { ByteOffsets } from './units';

await loadModule();

const kinds = (text: string) => tokenize(text).map(({ kind, text }) => `${kind} ${text}`);

/** The tokens as PostgreSQL's own scanner sees them. */
function scanned(text: string): string[] {
  if (text === '') return [];
  const offsets = new ByteOffsets(text);
  return scanSync(text)
    .tokens.filter(({ tokenName }) => tokenName !== 'SQL_COMMENT' && tokenName !== 'C_COMMENT')
    .map(({ start, end }) => text.slice(offsets.toUnits(start), offsets.toUnits(end)));
}

const written = (text: string) => tokenize(text).map(({ start, end }) => text.slice(start, end));

describe('tokenize agrees with PostgreSQL', () => {
  it.each(TRICKY_SQL)('%j', (text) => expect(written(text)).toEqual(scanned(text)));

  it.skipIf(corpusTexts().length === 0)('on real migrations (skipped where ../shared is not there)', () => {
    for (const [path, text] of corpusTexts()) expect(written(text), path).toEqual(scanned(text));
  });
});

describe('tokenize', () => {
  it('tells the kinds apart and folds words', () => {
    expect(kinds(`ALTER TABLE "Users" ADD É 'x' || E'\\'' $$y$$ $1 1e5 := :: .. .`)).toEqual([
      'word alter',
      'word table',
      'quoted "Users"',
      'word add',
      'word É',
      "string 'x'",
      'operator ||',
      "string E'\\''",
      'dollar $$y$$',
      'parameter $1',
      'number 1e5',
      'punctuation :=',
      'punctuation ::',
      'punctuation ..',
      'punctuation .',
    ]);
  });

  it('ends what is cut off at the end of the text', () => {
    expect(kinds("a 'b")).toEqual(['word a', "string 'b"]);
    expect(kinds('a "b')).toEqual(['word a', 'quoted "b']);
    expect(kinds('a $x$ b')).toEqual(['word a', 'dollar $x$ b']);
    expect(kinds('a /* b')).toEqual(['word a']);
    expect(kinds("a E'b\\")).toEqual(['word a', "string E'b\\"]);
  });

  it('reads a part of a text with the offsets of the whole', () => {
    expect(tokenize("DO $$ a 'b $$", 5, 10)).toEqual([
      { kind: 'word', start: 6, end: 7, text: 'a' },
      { kind: 'string', start: 8, end: 10, text: "'b" },
    ]);
  });

  it('skips a byte order mark at the start only', () => {
    expect(kinds('\ufeffSELECT')).toEqual(['word select']);
    expect(kinds('a \ufeffb')).toEqual(['word a', 'word \ufeffb']);
  });

  it('joins the pieces of a string on several lines, and only those', () => {
    expect(kinds("'a' 'b'")).toEqual(["string 'a'", "string 'b'"]);
    expect(kinds("'a'\f\v\n'b'")).toEqual(["string 'a'\f\v\n'b'"]);
  });

  it('takes any junk', () => {
    expect(kinds('\\ { } \0 $ \u0001')).toHaveLength(6);
  });
});

it('tokenAt finds the token at an offset, or the one before', () => {
  const tokens = tokenize('ab  cd');
  expect(tokenAt(tokens, 1)?.text).toBe('ab');
  expect(tokenAt(tokens, 3)?.text).toBe('ab');
  expect(tokenAt(tokens, 4)?.text).toBe('cd');
  expect(tokenAt(tokens, 99)?.text).toBe('cd');
  expect(tokenAt([], 0)).toBeUndefined();
});
