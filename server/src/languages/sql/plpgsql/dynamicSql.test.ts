import { describe, expect, it } from 'vitest';
import { inBlock, outline } from '../../../../../test/harness/blockOutline';

describe('EXECUTE', () => {
  it.each([
    ["'DROP TABLE t'", 'DropStmt DROP TABLE t'],
    ['$x$DROP TABLE t$x$', 'DropStmt DROP TABLE t'],
    ["('DROP TABLE t')", 'DropStmt DROP TABLE t'],
    ["'DROP TABLE ''t'''", "syntax «DROP TABLE 't'»"],
    ["'DROP ' || 'TABLE ' || quote_ident('T')", 'DropStmt «DROP TABLE "T"»'],
    ["concat('DROP TABLE ', 't', 1)", 'DropStmt «DROP TABLE t1»'],
    ["'DROP TABLE t'::text", 'DropStmt «DROP TABLE t»'],
    ["E'DROP\\nTABLE t'", 'DropStmt «DROP\nTABLE t»'],
    [
      "format('ALTER TABLE %I ADD COLUMN %s text DEFAULT %L -- 100%%', 'Users', 'x', 'it''s')",
      "AlterTableStmt «ALTER TABLE \"Users\" ADD COLUMN x text DEFAULT 'it''s'»",
    ],
    ["format('DROP TABLE %2$I, %1$I', 'a', 'b')", 'DropStmt «DROP TABLE b, a»'],
  ])('%s is known', (expression, statement) => {
    expect(inBlock(`EXECUTE ${expression};`)).toEqual([
      `  execute ${expression.replaceAll('\n', ' ')}`,
      `    ${statement}`,
    ]);
  });

  it.each([
    "'DROP TABLE ' || name",
    "format('DROP TABLE %I', name)",
    "format('%I %I', 'a')",
    "format('%d', 1)",
    'f()',
    'NULL',
  ])('%s is known only when it runs', (expression) =>
    expect(inBlock(`EXECUTE ${expression};`)).toEqual([`  execute ${expression}`, '    unknown']),
  );

  it('runs several statements, and leaves INTO and USING aside', () => {
    expect(inBlock("EXECUTE 'DROP TABLE a; DROP TABLE b'; EXECUTE 'SELECT $1' INTO x USING y;")).toEqual([
      "  execute 'DROP TABLE a; DROP TABLE b'",
      '    DropStmt DROP TABLE a',
      '    DropStmt DROP TABLE b',
      "  execute 'SELECT $1' -> x",
      '    SelectStmt SELECT $1',
    ]);
  });

  it('reads a variable that is only ever given one constant', () => {
    const execute = "BEGIN EXECUTE format('DROP TABLE %I', t); END";
    expect(outline(`DO $$ DECLARE t text := 'A'; ${execute} $$`)).toContain('    DropStmt «DROP TABLE "A"»');
    for (const more of [
      "t := 'B';",
      'SELECT a INTO t FROM b;',
      'FOR t IN SELECT 1 LOOP NULL; END LOOP;',
      'FETCH c INTO t;',
    ])
      expect(outline(`DO $$ DECLARE t text := 'A'; BEGIN ${more} ${execute}; END $$`)).toContain('      unknown');
    expect(outline(`DO $$ DECLARE t text := t; ${execute} $$`)).toContain('    unknown');
  });
});
