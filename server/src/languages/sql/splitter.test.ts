import { describe, expect, it } from 'vitest';
import { loadTestParser } from '../../../../test/harness/parser';
import { corpusTexts, TRICKY_SQL } from '../../../../test/harness/sqlTexts';
import { type Piece, split } from './splitter';
import { ByteOffsets } from './units';

const parser = await loadTestParser();

const texts = (text: string) => split(text).map(({ start, end }) => text.slice(start, end));

/** The statements as PostgreSQL's grammar cuts them: from the first token up to the semicolon. */
function grammarPieces(text: string): string[] {
  const result = parser.parse(text);
  if (result.kind !== 'tree') throw new Error(`${result.message}: ${text}`);
  const offsets = new ByteOffsets(text);
  const statements: { stmt_location?: number; stmt_len?: number }[] = JSON.parse(result.json).stmts ?? [];
  return statements.map(({ stmt_location: start = 0, stmt_len: length }) =>
    text.slice(offsets.toUnits(start), length === undefined ? undefined : offsets.toUnits(start + length)),
  );
}

const upToSemicolon = (text: string) => split(text).map(({ start, semicolon }) => text.slice(start, semicolon));

describe('split agrees with PostgreSQL', () => {
  it.each(TRICKY_SQL)('%j', (text) => expect(upToSemicolon(text)).toEqual(grammarPieces(text)));

  it.skipIf(corpusTexts().length === 0)('on real migrations (skipped where ../shared is not there)', () => {
    for (const [path, text] of corpusTexts()) expect(upToSemicolon(text), path).toEqual(grammarPieces(text));
  });
});

describe('split', () => {
  it('leaves out blanks, comments and the semicolon around a statement', () => {
    const text = '\ufeff-- a\r\n  SELECT 1 /* b */ ; -- c\r\n/* d */ SELECT 2 -- e';
    expect(texts(text)).toEqual(['SELECT 1', 'SELECT 2']);
    expect(split(text).map(({ semicolon }) => semicolon)).toEqual([text.indexOf(';'), undefined]);
  });

  it('ends a statement at a semicolon although a parenthesis is open', () => {
    expect(texts('CREATE TABLE t (a int; SELECT (1; DROP TABLE u')).toEqual([
      'CREATE TABLE t (a int',
      'SELECT (1',
      'DROP TABLE u',
    ]);
  });

  it.each([
    ["SELECT 1; SELECT 'a; SELECT 2;", 'string'],
    ['SELECT 1; SELECT "a; SELECT 2;', 'quoted'],
    ['SELECT 1; DO $x$ a; SELECT 2; $y$', 'dollar'],
    ['SELECT 1; SELECT 2 /* a; /* */ SELECT 2;', 'comment'],
    ['SELECT 1; /* a; SELECT 2;', 'comment'],
  ])('marks what is cut off in %j and keeps what stands before it', (text, unterminated) => {
    const pieces = split(text);
    expect(pieces).toHaveLength(2);
    expect(pieces[0]).toEqual({ start: 0, end: 8, semicolon: 8 });
    expect(pieces[1]).toMatchObject({ end: text.length, unterminated });
  });

  it('makes a command of psql a piece of its own', () => {
    expect(texts('\\set x 1; 2 \r\nSELECT 1\n  \\gexec\n\\copy t from a; b\nSELECT 2;\\q')).toEqual([
      '\\set x 1; 2',
      'SELECT 1',
      '\\gexec',
      '\\copy t from a; b',
      'SELECT 2',
      '\\q',
    ]);
  });

  it('takes a NUL as part of its statement', () => {
    expect(texts('SELECT 1;\0SELECT 2; SELECT 3')).toEqual(['SELECT 1', '\0SELECT 2', 'SELECT 3']);
  });

  it('gives ordered pieces within the text for every prefix of a text', () => {
    for (const whole of TRICKY_SQL)
      for (let length = 0; length <= whole.length; length++) expectOrder(split(whole.slice(0, length)), length);
  });

  it('leaves what stands before a typing place as it was', () => {
    for (const whole of TRICKY_SQL) {
      const typed = split(`SELECT 0; ${whole.slice(0, -3)}`);
      expect(typed[0]).toEqual({ start: 0, end: 8, semicolon: 8 });
    }
  });
});

function expectOrder(pieces: readonly Piece[], length: number): void {
  let at = 0;
  for (const { start, end, semicolon } of pieces) {
    expect(start).toBeGreaterThanOrEqual(at);
    expect(end).toBeGreaterThan(start);
    expect(semicolon ?? end).toBeGreaterThanOrEqual(end);
    at = (semicolon ?? end - 1) + 1;
  }
  expect(at).toBeLessThanOrEqual(length);
}
