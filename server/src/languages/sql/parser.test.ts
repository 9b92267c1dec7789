import { afterEach, describe, expect, it } from 'vitest';
import { loadTestParser, readParserBytes } from '../../../../test/harness/parser';
import { createSqlParser } from './parser';

const parser = await loadTestParser();
const chain = `SELECT ${Array(10_000).fill("'a'").join(' || ')}`;
const nested = `SELECT ${'(SELECT '.repeat(3_000)}1${')'.repeat(3_000)}`;

describe('the parser', () => {
  it('gives the tree of a statement', () => {
    const result = parser.parse('CREATE TABLE "é" (id int)');
    expect(result.kind).toBe('tree');
    expect(result.kind === 'tree' && JSON.parse(result.json).stmts).toHaveLength(1);
  });

  it('counts the place of a syntax error in code points', () => {
    expect(parser.parse("SELECT '😀é' FROM FROM t")).toEqual({
      kind: 'syntax',
      message: 'syntax error at or near "FROM"',
      cursor: 17,
    });
    expect(parser.parse('SELECT (')).toMatchObject({ kind: 'syntax', message: 'syntax error at end of input' });
  });

  it('accepts an empty text, blanks and comments', () => {
    for (const text of ['', ' \r\n', '-- nothing', '/* /* */ */'])
      expect(parser.parse(text), JSON.stringify(text)).toMatchObject({ kind: 'tree' });
  });

  it('names a NUL instead of cutting the text there', () => {
    expect(parser.parse("SELECT '😀'\0; DROP TABLE t")).toEqual({
      kind: 'syntax',
      message: 'invalid byte sequence for encoding "UTF8": 0x00',
      cursor: 10,
    });
  });

  it('takes lone surrogates', () => {
    expect(parser.parse("SELECT '\ud800', '\udc00a'").kind).toBe('tree');
    expect(parser.parse('\ud800').kind).toBe('syntax');
  });

  it('parses the body of a DO statement', () => {
    expect(parser.parsePlPgSql('DO $$ BEGIN NULL; END $$').kind).toBe('tree');
    expect(parser.parsePlPgSql('DO $$ BEGIN NUL; END $$')).toMatchObject({ kind: 'syntax' });
  });
});

describe('after a crash', () => {
  const exitCode = process.exitCode;
  afterEach(async () => {
    expect(process.exitCode).toBe(exitCode);
    await parser.ready();
  });

  it.each([
    ['a chain of 10,000 operators', chain],
    ['3,000 subqueries in each other', nested],
    ['a text of 9 MB', `SELECT '${'x'.repeat(9_000_000)}'`],
    ['20,000 parentheses', `SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
  ])('%s leaves the next parse untouched', (_, text) => {
    expect(parser.parse(text).kind).not.toBe('tree');
    expect(parser.parse('SELECT 1').kind).toBe('tree');
  });

  it('says so when every spare is used up, and is there again a moment later', async () => {
    const own = await createSqlParser(readParserBytes());
    await own.ready();
    for (let i = 0; i < 3; i++) expect(own.parse(chain)).toMatchObject({ kind: 'crash' });
    expect(own.parse('SELECT 1')).toEqual({ kind: 'crash', message: 'The parser is starting again', again: true });
    await own.ready();
    expect(own.parse('SELECT 1').kind).toBe('tree');
  });
});

it('refuses bytes that are not WebAssembly', async () => {
  await expect(createSqlParser(new Uint8Array([1, 2, 3]))).rejects.toThrow(WebAssembly.CompileError);
});
