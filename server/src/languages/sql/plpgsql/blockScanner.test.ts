import { describe, expect, it } from 'vitest';
import { bodies, inBlock, open, outline } from '../../../../../test/harness/blockOutline';
import { loadTestParser } from '../../../../../test/harness/parser';
import type { BlockStatement } from '../syntax';

const parser = await loadTestParser();

describe('statements of plpgsql', () => {
  it('IF with every branch', () => {
    expect(
      inBlock('IF a THEN NULL; ELSIF b THEN NULL; ELSEIF c THEN NULL; ELSE IF d THEN NULL; END IF; END IF;'),
    ).toEqual([
      '  if a',
      '    null NULL',
      '  if b',
      '    null NULL',
      '  if c',
      '    null NULL',
      '  else',
      '    if d',
      '      null NULL',
    ]);
  });

  it('CASE with a condition and with values', () => {
    expect(inBlock('CASE WHEN a THEN NULL; ELSE NULL; END CASE; CASE x WHEN 1, 2 THEN NULL; END CASE;')).toEqual([
      '  if a',
      '    null NULL',
      '  else',
      '    null NULL',
      '  if ?1, 2',
      '    null NULL',
    ]);
  });

  it('a condition over a table, without parentheses', () => {
    expect(inBlock("IF count(*) = 0 FROM pg_class WHERE relname = 'a' THEN NULL; END IF;")[0]).toBe(
      "  if count(*) = 0 FROM pg_class WHERE relname = 'a'",
    );
  });

  it('loops of every kind', () => {
    expect(
      inBlock(`<<outer>> FOR r IN SELECT (CASE WHEN a THEN 1 END) FROM t LOOP
        WHILE a < b LOOP EXIT outer WHEN done; CONTINUE; EXIT; END LOOP;
        FOREACH x IN ARRAY xs LOOP NULL; END LOOP;
        FOR i IN REVERSE 10..1 LOOP NULL; END LOOP;
      END LOOP outer; LOOP RETURN; END LOOP;`),
    ).toEqual([
      '  loop outer',
      '    loop',
      '      exit outer when done',
      '      continue',
      '      exit',
      '    loop',
      '      null NULL',
      '    loop',
      '      null NULL',
      '  loop',
      '    return',
    ]);
  });

  it('declarations, labels, nested blocks and handlers', () => {
    expect(
      outline(`DO $$ <<main>> DECLARE
        a int; b CONSTANT numeric(10, 2) NOT NULL := 1; c text DEFAULT 'x; y'; d t.c%TYPE = f(1, 2);
        k CURSOR FOR SELECT 1;
      BEGIN
        DECLARE e int := 2; BEGIN DROP TABLE x; EXCEPTION WHEN undefined_table OR SQLSTATE '42P07' THEN NULL; WHEN OTHERS THEN RAISE; END;
      EXCEPTION
        WHEN duplicate_object THEN RAISE NOTICE 'there: %', SQLERRM;
      END main $$`),
    ).toEqual([
      'b := 1',
      "c := 'x; y'",
      'd := f(1, 2)',
      'block main',
      '  e := 2',
      '  block',
      '    DropStmt DROP TABLE x',
      '  when undefined_table or 42P07',
      '    null NULL',
      '  when others',
      '    raise and stop',
      'when duplicate_object',
      '  raise and go on',
    ]);
  });

  it('assignments, also to names that are keywords', () => {
    expect(inBlock('a := 1; b = a + 1; r.f := 2; xs[1] := 3; exists := true; "Q" := 4;')).toEqual([
      '  a := 1',
      '  b := a + 1',
      '  r := 2',
      '  xs := 3',
      '  exists := true',
      '  Q := 4',
    ]);
  });

  it('RAISE in its forms', () => {
    expect(
      inBlock(`RAISE EXCEPTION 'no'; RAISE 'no %', 1; RAISE; RAISE unique_violation; RAISE SQLSTATE '22012';
        RAISE EXCEPTION 'a' USING HINT = 'b', ERRCODE = 'check_violation'; RAISE WARNING 'w'; RAISE DEBUG 'd';`),
    ).toEqual([
      '  raise and stop',
      '  raise and stop',
      '  raise and stop',
      '  raise and stop unique_violation',
      '  raise and stop 22012',
      '  raise and stop check_violation',
      '  raise and go on',
      '  raise and go on',
    ]);
  });

  it('SQL with PERFORM and INTO, at the place where it stands', () => {
    expect(
      inBlock(`PERFORM pg_notify('é', x); SELECT a, b INTO STRICT r.x, "Y"[1] FROM t WHERE c = 1;
        INSERT INTO t SELECT 1 RETURNING id INTO v; MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE;
        CREATE RULE q AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b); CALL p(); COMMIT; DO $x$ BEGIN END $x$;`),
    ).toEqual([
      "  SelectStmt PERFORM pg_notify('é', x)",
      '  SelectStmt SELECT a, b INTO STRICT r.x, "Y"[1] FROM t WHERE c = 1 -> r, Y',
      '  InsertStmt INSERT INTO t SELECT 1 RETURNING id INTO v -> v',
      '  MergeStmt MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE',
      '  RuleStmt CREATE RULE q AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)',
      '  CallStmt CALL p()',
      '  TransactionStmt COMMIT',
      '  DoStmt DO $x$ BEGIN END $x$',
    ]);
  });

  it('ASSERT, with and without a message', () => {
    expect(inBlock("ASSERT a = 1; ASSERT f(a, 2), 'm' || a;")).toEqual([
      '  assert ASSERT a = 1',
      "  assert ASSERT f(a, 2), 'm' || a",
    ]);
  });

  it('what the analysis has no use for', () => {
    expect(inBlock('GET DIAGNOSTICS n = ROW_COUNT; OPEN c; FETCH c INTO x; CLOSE c; RETURN QUERY SELECT 1;')).toEqual([
      '  other GET DIAGNOSTICS n = ROW_COUNT',
      '  other OPEN c',
      '  other FETCH c INTO x',
      '  other CLOSE c',
      '  other RETURN QUERY SELECT 1',
    ]);
  });
});

describe('the statements and expressions are those that PostgreSQL reads', () => {
  const blanks = /\s+/g;

  /** The SQL that plpgsql's own compiler finds; it leaves out INTO and its targets. */
  function compiled(text: string): Set<string> {
    const result = parser.parsePlPgSql(text);
    if (result.kind !== 'tree') throw new Error(result.message);
    const queries = new Set<string>();
    JSON.parse(result.json, (key, value) => {
      if (key === 'PLpgSQL_expr') queries.add(String(value.query).replace(blanks, ' ').trim());
      return value;
    });
    return queries;
  }

  it.each([
    "IF a > 1 AND (b OR c) THEN DELETE FROM t; ELSIF d THEN PERFORM f(a, 'x;'); ELSE UPDATE t SET a = CASE WHEN b THEN 1 END; END IF;",
    'CASE WHEN a > 1 THEN DELETE FROM t; ELSE DELETE FROM u; END CASE;',
    'LOOP EXIT WHEN a > 1; a := a + 1; CONTINUE WHEN b; DELETE FROM t; END LOOP;',
    "EXECUTE 'a' || b INTO a USING b, c; EXECUTE format('%s', a);",
    'SELECT x INTO a FROM t; INSERT INTO t VALUES (1) RETURNING x INTO b; SELECT x FROM t INTO STRICT c;',
    "BEGIN DROP TABLE t; EXCEPTION WHEN undefined_table THEN DROP TABLE u; WHEN OTHERS THEN RAISE NOTICE 'x'; END;",
    'DECLARE z int := a + 1; BEGIN z = z * 2; CREATE TABLE IF NOT EXISTS q (a int DEFAULT 1); END;',
    'CREATE RULE r AS ON INSERT TO t DO (DELETE FROM u; DELETE FROM v); DROP RULE r ON t;',
  ])('%s', (body) => {
    const text = `DO $$ DECLARE a int; b int; c int; d boolean; BEGIN ${body} END $$`;
    const opened = open(text);
    const found = new Set<string>();
    const take = ({ start, end }: { start: number; end: number }) =>
      found.add(
        opened.text
          .slice(start, end)
          .replace(/^PERFORM/, 'SELECT')
          .replace(/ INTO (STRICT )?[abc]\b/, '')
          .replace(blanks, ' '),
      );
    const visit = (statements: readonly BlockStatement[]): void => {
      for (const statement of statements) {
        if (statement.kind === 'sql') take(statement.statement);
        if (statement.kind === 'execute' || statement.kind === 'assign') take(statement.expression);
        if (statement.kind === 'leave' && statement.condition) take(statement.condition);
        if (statement.kind === 'if') for (const { condition } of statement.branches) if (condition) take(condition);
        for (const inner of bodies(statement)) visit(inner);
      }
    };
    visit(opened.block!.statements);
    const using = body.includes('USING') ? ['b', 'c'] : [];
    expect([...found, ...using].sort()).toEqual([...compiled(text)].map(withoutAssignment).sort());
  });
});

/** The compiler keeps the variable of an assignment with its expression. */
function withoutAssignment(query: string): string {
  return query.replace(/^\w+ :?= /, '');
}

describe('half-typed bodies', () => {
  it.each<[string, string[]]>([
    ['IF a THEN DROP TABLE t', ['  if a', '    DropStmt DROP TABLE t']],
    ['IF a DROP TABLE t; END IF; NULL;', ['  if ?a DROP TABLE t', '  null NULL']],
    ['IF (a THEN DROP TABLE t; END IF; NULL;', ['  if ?(a THEN DROP TABLE t', '  null NULL']],
    ['IF a THEN NULL; END; DROP TABLE t;', ['  if a', '    null NULL']],
    ['END IF; DROP TABLE t;', ['  DropStmt DROP TABLE t']],
    [
      'LOOP IF a THEN NULL; END LOOP; DROP TABLE t;',
      ['  loop', '    if a', '      null NULL', '  DropStmt DROP TABLE t'],
    ],
    ['BEGIN DROP TABLE a; EXCEPTION WHEN others', ['  block', '    DropStmt DROP TABLE a', '  when others']],
    ['ALTER TABLE t ADD', ['  syntax ALTER TABLE t ADD']],
    ["a := 'b", ["  a := ?'b"]],
  ])('%s', (body, expected) => {
    const lines = outline(`DO $$ BEGIN ${body}`).slice(1);
    expect(lines.slice(0, expected.length)).toEqual(expected);
  });

  it('gives ordered spans within the body for every prefix', () => {
    const body = `<<l>> DECLARE a int := 1; b CURSOR FOR SELECT 1; BEGIN
      IF NOT EXISTS (SELECT 1 FROM t) THEN ALTER TABLE t ADD c int; ELSIF b[1] = 2 THEN a := 2; ELSE PERFORM f(); END IF;
      CASE x WHEN 1 THEN NULL; ELSE RAISE EXCEPTION 'x' USING ERRCODE = '22012'; END CASE;
      <<m>> FOR r IN SELECT 1 LOOP EXIT m WHEN a; EXECUTE format('DROP TABLE %I', 'é') INTO a USING b; END LOOP;
      SELECT a INTO STRICT b.c, d FROM t; BEGIN NULL; EXCEPTION WHEN others OR SQLSTATE '42P07' THEN RAISE; END;
      EXECUTE 'CREATE TABLE x (a int); ' || 'DROP TABLE y'; RETURN; EXCEPTION WHEN duplicate_object THEN NULL; END l;`;
    for (let length = 0; length <= body.length; length++) {
      const { text, block } = open(`DO $$ ${body.slice(0, length)}`);
      expectOrder(block!.statements, block!.start, block!.end);
      expect(block!.end).toBe(text.length);
    }
  });

  it('gives an answer for 10,000 nested blocks', () => {
    const depth = 10_000;
    expect(open(`DO $$ ${'BEGIN IF a THEN '.repeat(depth)} ${'END IF; END; '.repeat(depth)} $$`).block).toBeDefined();
  });
});

function expectOrder(statements: readonly BlockStatement[], from: number, to: number): void {
  let at = from;
  for (const statement of statements) {
    expect(statement.start).toBeGreaterThanOrEqual(at);
    expect(statement.end).toBeGreaterThanOrEqual(statement.start);
    expect(statement.end).toBeLessThanOrEqual(to);
    at = statement.end;
    for (const body of bodies(statement)) expectOrder(body, statement.start, statement.end);
    if (statement.kind === 'execute')
      for (const inner of statement.statements ?? []) expect(inner.end).toBeLessThanOrEqual(statement.end);
  }
}
