import { describe, expect, it } from 'vitest';
import { open, outline } from '../../../../test/harness/blockOutline';

describe('the body of a DO statement', () => {
  it('is opened at its place', () => {
    const text = `DO $do$
BEGIN
  -- é 😀
  IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'ü') THEN
    CREATE TYPE mood AS ENUM ('ü', 'b');
  END IF;
END $do$`;
    expect(outline(text)).toEqual([
      'block',
      "  if NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'ü')",
      "    CreateEnumStmt CREATE TYPE mood AS ENUM ('ü', 'b')",
    ]);
    const { block } = open(text);
    expect(text.slice(block!.start, block!.end)).toBe(text.slice(7, -4));
    const [outer] = block!.statements;
    const [inner] = outer?.kind === 'block' ? outer.body : [];
    expect(text.slice(inner!.start, inner!.end)).toMatch(/^IF NOT.*END IF$/s);
    const [branch] = inner?.kind === 'if' ? inner.branches : [];
    const [created] = branch!.body;
    const statement = created?.kind === 'sql' ? created.statement : undefined;
    expect(statement?.semicolon).toBe(text.indexOf(');\n  END') + 1);
  });

  it('maps locations of an expression back through characters of any width', () => {
    const text = "DO $$ BEGIN IF '😀é' = x THEN NULL; END IF; END $$";
    const [outer] = open(text).block!.statements;
    const [inner] = outer?.kind === 'block' ? outer.body : [];
    const condition = inner?.kind === 'if' ? inner.branches[0]?.condition : undefined;
    const select = condition?.node && 'SelectStmt' in condition.node ? condition.node.SelectStmt : undefined;
    const [target] = select?.targetList ?? [];
    const value = target && 'ResTarget' in target ? target.ResTarget.val : undefined;
    const right = value && 'A_Expr' in value ? value.A_Expr.rexpr : undefined;
    const location = right && 'ColumnRef' in right ? right.ColumnRef.location : undefined;
    expect(condition!.offset(location)).toBe(text.indexOf('x THEN'));
    expect(condition!.offset(undefined)).toBeUndefined();
  });

  it.each([
    'DO $$ BEGIN NULL; END $$',
    'do language plpgsql $x$begin null; end$x$',
    'DO $$ BEGIN NULL; END; $$ LANGUAGE PlPgSQL',
    "DO $$ BEGIN NULL; END $$ LANGUAGE 'plpgsql'",
    "DO 'BEGIN NULL; END'",
    "DO E'BEGIN NULL; END'",
    'DO $$ BEGIN NULL',
  ])('is opened in %j', (text) => expect(outline(text).join().toLowerCase()).toBe('block,  null null'));

  it.each([
    'SELECT $$ BEGIN NULL; END $$',
    'DO $$ a $$ LANGUAGE sql',
    'DO LANGUAGE plv8 $$ a $$',
    "DO 'BEGIN PERFORM ''a''; END'",
    "DO E'BEGIN\\nNULL; END'",
    'DO',
    'double $$ $$',
  ])('stays closed in %j', (text) => expect(outline(text)).toEqual(['closed']));

  it('says which statements stand in quotes', () => {
    const [outer] = open("DO 'BEGIN DROP TABLE t; END'").block!.statements;
    const [inner] = outer?.kind === 'block' ? outer.body : [];
    expect(inner).toMatchObject({ kind: 'sql', statement: { quoted: true } });
  });
});
