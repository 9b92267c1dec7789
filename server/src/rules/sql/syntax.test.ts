import { describe, expect, test } from 'vitest';
import { loadTestParser } from '../../../../test/harness/parser';
import { testSqlRule } from '../../../../test/harness/sqlRule';
import { corpusTexts } from '../../../../test/harness/sqlTexts';
import { SqlUnderTest } from '../../../../test/harness/sqlUnderTest';
import { syntax } from './syntax';

testSqlRule(syntax, {
  ground: 'fresh',
  bad: [{ marks: ['TABEL'] }, { marks: [','] }, { marks: ["');"] }, { marks: ['\\set'] }],
  cases: [
    {
      name: 'each statement by itself, behind characters of several units',
      text: `SELECT 'ü😀'; SELEC 1; SELECT 2; SELECT FROM WHERE;\nSELECT 3 +`,
      marks: ['SELEC', 'WHERE', '+'],
    },
    { name: 'an open quoted name', text: 'SELECT 1; SELECT "a FROM b;\nSELECT 2;', marks: ['"a FROM b;'] },
    { name: 'an open dollar quote', text: 'DO $x$ BEGIN NULL; END $$;\nSELECT 2;', marks: ['$x$ BEGIN NULL; END $$;'] },
    { name: 'an open comment', text: 'SELECT 1; /* a /* b */\nSELECT 2;', marks: ['/* a /* b */'] },
    { name: 'variables of psql', text: "SELECT :'name', :other;", marks: [':'] },
    {
      name: 'rows behind COPY, and what follows them',
      text: "CREATE TABLE t (a TEXT);\nCOPY t (a) FROM stdin;\none\ttwo 'three\n\\.\nSELECT 1;",
      marks: ['COPY t (a) FROM stdin'],
      ground: 'nothing',
    },
    {
      name: 'a block that is not closed where it seems to be',
      text: 'DO $$ BEGIN IF true THEN NULL; END; END $$;',
      marks: ['DO'],
    },
    {
      name: 'a block without its last END, and one without a THEN',
      text: 'DO $$ BEGIN NULL; $$; DO $$ BEGIN IF 1 = 1 SELECT 1; END IF; END $$;',
      marks: ['DO', '1 = 1 SELECT 1'],
    },
    {
      name: 'a string that is executed as it stands',
      text: "DO $$ BEGIN EXECUTE 'ALTER TABEL t ADD a INT'; PERFORM 1; SELECT 1 AS; END $$;",
      marks: ['TABEL', 'AS'],
      ground: 'fresh',
    },
    {
      name: 'all that plpgsql has',
      text: `CREATE TABLE users (name TEXT);
DO $body$
<<outer>>
DECLARE r users%ROWTYPE; v users.name%TYPE; rec RECORD; c CURSOR FOR SELECT 'x'; a TEXT[] := '{}'; n INT;
BEGIN
    OPEN c; FETCH c INTO rec; CLOSE c;
    FOREACH v IN ARRAY a LOOP RAISE NOTICE '%', v; END LOOP;
    SELECT * INTO r FROM users; r.name := 'x'; a[1] := 'y';
    SELECT count(*) INTO STRICT n FROM users; GET DIAGNOSTICS n = ROW_COUNT;
    FOR i IN REVERSE 10..1 BY 2 LOOP CONTINUE WHEN false; END LOOP;
    <<outer_loop>> WHILE n > 0 LOOP n := n - 1; EXIT outer_loop WHEN n = 5; END LOOP;
    CASE n WHEN 1 THEN NULL; ELSE PERFORM 1; END CASE;
    EXECUTE format('SELECT %L', v) INTO v USING n;
EXCEPTION WHEN unique_violation OR SQLSTATE '42P07' THEN NULL;
END outer
$body$;`,
      marks: [],
      ground: 'nothing',
    },
  ],
});

describe('what is said', () => {
  test('is PostgreSQL’s own message in a sentence', async () => {
    const under = new SqlUnderTest(syntax, { sql: await loadTestParser() }, {});
    expect(under.check('SELEC 1').map(({ message }) => message)).toEqual([
      'PostgreSQL cannot read this: syntax error at or near "SELEC".',
    ]);
    expect(under.check('SELECT 1\0').map(({ message }) => message)).toEqual([
      'PostgreSQL cannot read this: invalid byte sequence for encoding "UTF8": 0x00.',
    ]);
  });

  test.skipIf(corpusTexts().length === 0)('nothing, of migrations that have been applied', async () => {
    const under = new SqlUnderTest(syntax, { sql: await loadTestParser() }, {});
    const reported = corpusTexts().flatMap(([path, text]) =>
      under.check(text).map(({ message }) => `${path}: ${message}`),
    );
    expect(reported).toEqual([]);
  });
});
