import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadTestParser } from '../../../../test/harness/parser';
import { corpusTexts, TRICKY_SQL } from '../../../../test/harness/sqlTexts';
import type { SqlParser } from '../../core/tools';
import { parseSql, updateSql } from './document';
import { StatementCache } from './statementCache';
import type { SqlDocument } from './syntax';

const parser = await loadTestParser();

/** The same parser, and how often it was asked. */
function countingParser(): SqlParser & { calls: number } {
  const counting = {
    calls: 0,
    parse(sql: string) {
      counting.calls++;
      return parser.parse(sql);
    },
    parsePlPgSql: parser.parsePlPgSql,
    crashes: 0,
  };
  return counting;
}

const parses = ({ statements }: SqlDocument) => statements.map(({ syntax }) => syntax.parse.kind);

function plain({ text, statements }: SqlDocument) {
  return { text, statements: statements.map(({ syntax, ...place }) => ({ ...place, text: syntax.text })) };
}

describe('parseSql', () => {
  it('gives each statement its tree, its text and its place', () => {
    const text = '\ufeff-- a\r\nCREATE TABLE t (a int);\r\nDROP TABLE t';
    const { statements } = parseSql(text, parser);
    expect(statements.map(({ syntax }) => syntax.parse)).toMatchObject([
      { kind: 'tree', node: { CreateStmt: { relation: { relname: 't' } } } },
      { kind: 'tree', node: { DropStmt: { removeType: 'OBJECT_TABLE' } } },
    ]);
    expect(statements.map(({ start, end }) => text.slice(start, end))).toEqual([
      'CREATE TABLE t (a int)',
      'DROP TABLE t',
    ]);
    expect(statements[1]!.syntax.tokens.map(({ text }) => text)).toEqual(['drop', 'table', 't']);
  });

  it.skipIf(corpusTexts().length === 0)('parses real migrations whole (skipped where ../shared is not there)', () => {
    for (const [path, text] of corpusTexts())
      for (const kind of parses(parseSql(text, parser))) expect(kind, path).toBe('tree');
  });

  it('has one bad statement cost that statement only', () => {
    expect(parses(parseSql('SELECT 1; SELEC 2; SELECT 3; SELECT (', parser))).toEqual([
      'tree',
      'syntax',
      'tree',
      'syntax',
    ]);
  });

  it('never throws, whatever is typed', () => {
    for (const whole of TRICKY_SQL)
      for (let length = 0; length <= whole.length; length++)
        for (const { syntax } of parseSql(whole.slice(0, length), parser).statements)
          expect(syntax.parse.kind).not.toBe('crash');
  });

  it('answers for a NUL, lone surrogates and a chain that breaks the parser', async () => {
    const chain = `SELECT ${Array(10_000).fill('1').join(' || ')}`;
    const text = `SELECT 1\0; SELECT '\ud800'; ${chain}; SELECT 4`;
    expect(parses(parseSql(text, parser))).toEqual(['syntax', 'tree', 'crash', 'tree']);
    await parser.ready();
  });

  it.each([500, 1_000, 2_000, 5_000])('gives a tree of %i levels only where it can be walked', async (levels) => {
    const depth = (node: object): number =>
      1 + Math.max(0, ...Object.values(node).map((value) => (value instanceof Object ? depth(value) : 0)));
    const texts = [
      `SELECT ${Array(levels).fill("'{'").join(' || ')}`,
      `SELECT ${'f('.repeat(levels)}${')'.repeat(levels)}`,
      Array(levels).fill('SELECT 1').join(' UNION '),
    ];
    for (const text of texts) {
      const { parse } = parseSql(text, parser).statements[0]!.syntax;
      if (parse.kind === 'tree') expect(depth(parse.node)).toBeLessThanOrEqual(1_000);
      else expect(levels).toBeGreaterThan(400);
      await parser.ready();
    }
  });

  it('takes long lists for what they are', () => {
    const rows = Array(5_000).fill(`(1, '"{[\\')`).join(', ');
    expect(parses(parseSql(`INSERT INTO t VALUES ${rows}`, parser))).toEqual(['tree']);
  });

  it('asks again for what a restarting parser could not answer', () => {
    let again = true;
    const restarting: SqlParser = {
      parse: (sql) => (again ? { kind: 'crash', message: 'starting', again } : parser.parse(sql)),
      parsePlPgSql: parser.parsePlPgSql,
      crashes: 0,
    };
    const document = parseSql('SELECT 1', restarting);
    expect(parses(document)).toEqual(['crash']);
    again = false;
    expect(parses(document)).toEqual(['tree']);
  });
});

describe('a syntax error', () => {
  const mark = (text: string) => {
    const [statement] = parseSql(text, parser).statements;
    const parse = statement!.syntax.parse;
    return parse.kind === 'syntax' ? [parse.message, statement!.syntax.text.slice(parse.at.start, parse.at.end)] : [];
  };

  it.each([
    ['CREATE TABEL t ()', 'syntax error at or near "TABEL"', 'TABEL'],
    ['/* é */ SELECT \'😀é\', FROM "ü" t', 'syntax error at or near "FROM"', 'FROM'],
    ['SELECT (', 'syntax error at end of input', '('],
    ['SELECT 1 +  -- more', 'syntax error at end of input', '+'],
    ["SELECT '😀", `unterminated quoted string at or near "'😀"`, "'😀"],
    ['SELECT $a$ x', 'unterminated dollar-quoted string at or near "$a$ x"', '$a$ x'],
    ['SELECT 1 /* x', 'unterminated /* comment at or near "/* x"', '1'],
    ['/* x', 'unterminated /* comment at or near "/* x"', '/* x'],
    ['SELECT 12abc', 'trailing junk after numeric literal at or near "12abc"', '12abc'],
    ['\\connect db', 'syntax error at or near "\\"', '\\'],
  ])('%j is marked at its token', (text, message, token) => expect(mark(text)).toEqual([message, token]));
});

describe('offset', () => {
  it('turns locations in bytes into UTF-16', () => {
    const [statement] = parseSql('SELECT "é", "😀", "z"', parser).statements;
    const { parse } = statement!.syntax;
    const tree = parse.kind === 'tree' && 'SelectStmt' in parse.node ? parse.node.SelectStmt : undefined;
    const starts = tree?.targetList?.map((target) =>
      statement!.syntax.offset('ResTarget' in target ? target.ResTarget.location : undefined),
    );
    expect(starts).toEqual([7, 12, 18]);
    expect(statement!.syntax.offset(undefined)).toBeUndefined();
    expect(statement!.syntax.offset(-1)).toBeUndefined();
  });
});

describe('the cache', () => {
  it('parses one statement for a keystroke, and equal ones once', () => {
    const counting = countingParser();
    const cache = new StatementCache();
    const text = 'SELECT 1; SELECT 2; SELECT 1; SELECT 3';
    parses(parseSql(text, counting, cache));
    expect(counting.calls).toBe(3);
    parses(parseSql(text.replace('SELECT 2', 'SELECT 22'), counting, cache));
    expect(counting.calls).toBe(4);
  });

  it('forgets what nobody asks for any more, and keeps what is in use', () => {
    const counting = countingParser();
    const cache = new StatementCache(100);
    parses(parseSql('SELECT 0', counting, cache));
    for (let i = 1; i <= 50; i++) parses(parseSql(`SELECT 0; SELECT ${i}`, counting, cache));
    expect(counting.calls).toBe(51);
    parses(parseSql('SELECT 1', counting, cache));
    expect(counting.calls).toBe(52);
  });
});

describe('updateSql', () => {
  const fragment = fc.oneof(
    fc.constantFrom(';', '\n', ' ', "'", '"', '$$', '$a$', '--', '/*', '*/', '(', ')', '\\x', '\0', '\ufeff', '\r\n'),
    fc.constantFrom(
      'SELECT 1',
      'CREATE RULE r AS ON INSERT TO t DO (a;',
      'CREATE FUNCTION f() BEGIN ATOMIC',
      'END',
      'é😀',
    ),
    fc.constantFrom(...TRICKY_SQL),
  );
  const textOf = fc.array(fragment, { maxLength: 12 }).map((fragments) => fragments.join(''));
  const edit = fc.record({ at: fc.nat(), remove: fc.nat({ max: 30 }), insert: fc.oneof(fragment, textOf) });

  it('equals a fresh parse after any edits', () => {
    fc.assert(
      fc.property(textOf, fc.array(edit, { minLength: 1, maxLength: 5 }), (text, edits) => {
        let document = parseSql(text, parser);
        for (const { at, remove, insert } of edits) {
          const from = at % (document.text.length + 1);
          const next = document.text.slice(0, from) + insert + document.text.slice(from + remove);
          document = updateSql(document, next, parser);
          expect(plain(document)).toEqual(plain(parseSql(next, parser)));
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('keeps the statements before a change, and those behind it where nothing moved', () => {
    const before = parseSql('SELECT 1; SELECT 2; SELECT 3;', parser);
    const after = updateSql(before, 'SELECT 1; SELECT 9; SELECT 3;', parser);
    expect(after.statements[0]).toBe(before.statements[0]);
    expect(after.statements[1]).not.toBe(before.statements[1]);
    expect(after.statements[2]).toBe(before.statements[2]);
  });
});
