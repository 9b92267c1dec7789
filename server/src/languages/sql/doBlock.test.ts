import { describe, expect, it } from 'vitest';
import { loadTestParser } from '../../../../test/harness/parser';
import { parseSql } from './document';
import type { BlockExpression, BlockStatement, DoBlock, Statement } from './syntax';

const parser = await loadTestParser();

function open(text: string): { text: string; block: DoBlock | undefined } {
  const [statement] = parseSql(text, parser).statements;
  return { text: statement!.syntax.text, block: statement!.syntax.block };
}

/** The tree of a DO statement as lines, indented, each with the words that it stands on. */
function outline(text: string): string[] {
  const opened = open(text);
  const at = ({ start, end }: { start: number; end: number }) => opened.text.slice(start, end).replace(/\s+/g, ' ');
  const condition = (expression: BlockExpression) => `${expression.node ? '' : '?'}${at(expression)}`;
  const into = (targets: readonly string[] | undefined) => (targets ? ` -> ${targets.join(', ')}` : '');
  const sql = (statement: Statement) => {
    const { parse } = statement.syntax;
    const kind = parse.kind === 'tree' ? Object.keys(parse.node)[0] : parse.kind;
    return statement.generated ? `${kind} «${statement.syntax.text}»` : `${kind} ${at(statement)}`;
  };
  const lines = (statements: readonly BlockStatement[]): string[] => statements.flatMap(line);
  const indented = (statements: readonly BlockStatement[]) => lines(statements).map((text) => `  ${text}`);
  const line = (statement: BlockStatement): string[] => {
    switch (statement.kind) {
      case 'sql':
        return [sql(statement.statement) + into(statement.into)];
      case 'execute':
        return [
          `execute ${condition(statement.expression)}${into(statement.into)}`,
          ...(statement.statements?.map((inner) => `  ${sql(inner)}`) ?? ['  unknown']),
        ];
      case 'if':
        return statement.branches.flatMap((branch) => [
          branch.condition ? `if ${condition(branch.condition)}` : 'else',
          ...indented(branch.body),
        ]);
      case 'loop':
        return [`loop ${statement.label ?? ''}`.trim(), ...indented(statement.body)];
      case 'block':
        return [
          `block ${statement.label ?? ''}`.trim(),
          ...indented(statement.body),
          ...statement.handlers.flatMap(({ conditions, body }) => [
            `when ${conditions.join(' or ')}`,
            ...indented(body),
          ]),
        ];
      case 'leave':
        return [
          [statement.leaves, statement.label, statement.condition && `when ${condition(statement.condition)}`]
            .filter((part) => part !== undefined)
            .join(' '),
        ];
      case 'raise':
        return [
          `raise ${statement.aborts ? 'and stop' : 'and go on'}${statement.condition ? ` ${statement.condition}` : ''}`,
        ];
      case 'assign':
        return [`${statement.variable} := ${condition(statement.expression)}`];
      default:
        return [`${statement.kind} ${at(statement)}`];
    }
  };
  return opened.block ? lines(opened.block.statements) : ['closed'];
}

const inBlock = (body: string) => outline(`DO $$ BEGIN ${body} END $$`).slice(1);

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

  it('what the analysis has no use for', () => {
    expect(
      inBlock('GET DIAGNOSTICS n = ROW_COUNT; OPEN c; FETCH c INTO x; CLOSE c; ASSERT a; RETURN QUERY SELECT 1;'),
    ).toEqual([
      '  other GET DIAGNOSTICS n = ROW_COUNT',
      '  other OPEN c',
      '  other FETCH c INTO x',
      '  other CLOSE c',
      '  other ASSERT a',
      '  other RETURN QUERY SELECT 1',
    ]);
  });
});

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

function bodies(statement: BlockStatement): (readonly BlockStatement[])[] {
  if (statement.kind === 'if') return statement.branches.map(({ body }) => body);
  if (statement.kind === 'loop') return [statement.body];
  return statement.kind === 'block' ? [statement.body, ...statement.handlers.map(({ body }) => body)] : [];
}
