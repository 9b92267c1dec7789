import fc from 'fast-check';
import { loadModule, scanSync } from 'libpg-query';
import { describe, expect, it } from 'vitest';
import { loadTestParser, readParserBytes } from '../../../../test/harness/parser';
import { QUOTED_KEYWORDS } from './keywords';
import { foldName, inKeywordCase, keywordCase, nameOf, quoteIdentifier, quoteLiteral, truncateName } from './names';
import { tokenize } from './tokens';

await loadModule();
const parser = await loadTestParser();

/** What PostgreSQL reads a column's name as. */
function readColumn(written: string): string {
  const result = parser.parse(`SELECT ${written}`);
  if (result.kind !== 'tree') throw new Error(`${written}: ${result.message}`);
  return JSON.parse(result.json).stmts[0].stmt.SelectStmt.targetList[0].ResTarget.val.ColumnRef.fields[0].String.sval;
}

it('the keywords that need quotes are those of the parser', () => {
  // The parser holds its keywords as one run of C strings in alphabetical order.
  const bytes = Buffer.from(readParserBytes()).toString('latin1');
  const words = bytes.slice(bytes.indexOf('abort\0absent\0')).match(/^(?:[a-z_]+\0)+/)![0];
  const keywords = words.split('\0').filter((word) => word !== '');
  const quoted = keywords.filter((word) => scanSync(word).tokens[0]!.keywordName !== 'UNRESERVED_KEYWORD');
  expect([...QUOTED_KEYWORDS].sort()).toEqual(quoted.sort());
});

describe('names', () => {
  it.each([
    'Users',
    'naïveÉ',
    '_A$1',
    'ÀB',
    'a'.repeat(70),
    'é'.repeat(40),
    `${'a'.repeat(62)}é`,
    `${'b'.repeat(61)}😀`,
  ])('%s folds as PostgreSQL folds it', (word) => expect(foldName(word)).toBe(readColumn(word)));

  it('a token stands for the name that PostgreSQL reads', () => {
    for (const written of ['Users', '"Users"', '"a""b"', 'U&"d\\0061t\\+000061"', `"${'é'.repeat(40)}"`])
      expect(nameOf(tokenize(written)[0])).toBe(readColumn(written));
    expect(nameOf(tokenize("'a'")[0])).toBeUndefined();
    expect(nameOf(tokenize('"half')[0])).toBe('half');
    expect(nameOf(undefined)).toBeUndefined();
  });

  it('any name that is quoted is read as itself', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(name, (text) => {
        expect(readColumn(quoteIdentifier(text))).toBe(truncateName(text));
      }),
    );
  });

  it.each([
    ['users', 'users'],
    ['user', '"user"'],
    ['Users', '"Users"'],
    ['int', '"int"'],
    ['name', 'name'],
    ['1a', '"1a"'],
    ['a"b', '"a""b"'],
  ])('%s is quoted only where it must be', (name, written) => expect(quoteIdentifier(name)).toBe(written));
});

it('any text that is quoted is read as itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!text.includes('\0'));
      const result = parser.parse(`SELECT ${quoteLiteral(text)}`);
      const tree = result.kind === 'tree' ? JSON.parse(result.json) : undefined;
      expect(tree.stmts[0].stmt.SelectStmt.targetList[0].ResTarget.val.A_Const.sval.sval ?? '').toBe(text);
    }),
  );
});

it('keywords follow the case of the statement', () => {
  expect(keywordCase('create table "T" (a int)')).toBe('lower');
  expect(keywordCase('CREATE TABLE t (a int)')).toBe('upper');
  expect(keywordCase('')).toBe('upper');
  expect(inKeywordCase('IF NOT EXISTS', 'create table t ()')).toBe('if not exists');
  expect(inKeywordCase('if exists', 'DROP TABLE t')).toBe('IF EXISTS');
});
