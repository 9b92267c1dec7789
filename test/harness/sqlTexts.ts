import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Texts that try a lexer: each is valid SQL for PostgreSQL, of any number of statements. */
export const TRICKY_SQL: readonly string[] = [
  '',
  ';;;',
  '-- only a comment',
  '/* only /* a nested */ comment */',
  'SELECT 1;SELECT 2',
  "SELECT 'a;b', 'it''s', \"x;\"\"y\", $$;$$, $a$ ; $$ ; $a$; SELECT 2;",
  "SELECT E'\\';', e'\\\\', 'a\\', N'n', B'01', X'ff', U&'\\0041;', U&\"d\\0061t\" FROM t; SELECT 2",
  "SELECT 'one'\n  'two;' \r\n\t 'three'; SELECT 2",
  "SELECT E'a\\''\n'b\\';'; SELECT 2",
  'SELECT 1 -- a ; b\r\n; /* ; /* ; */ ; */ SELECT 2 /* ; */',
  "SELECT $1, $2::int, a$1 FROM t WHERE x <> -1 AND y @> '{1}' AND z !~* 'q'; SELECT 2",
  "SELECT 1.5e-3, .5, 0xFF, 1_000, 5 %-1, 1*-2, 2-- minus\n-3, '{1}'::int[] @>array[1]",
  'SELECT a[1:2], b.c, t.*, (r).f, x::numeric(10,2), -5 FROM s."T" t',
  'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3',
  'CREATE OR REPLACE RULE r AS ON UPDATE TO t DO INSTEAD (DELETE FROM a; NOTIFY b); SELECT 3',
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END; SELECT 2',
  'CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t SELECT a.end AS end FROM a; END; SELECT 2',
  "CREATE FUNCTION f() RETURNS int AS 'SELECT 1;' LANGUAGE sql; SELECT 2",
  'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN RETURN 1; END; $f$; SELECT 2;',
  'DO $$ BEGIN EXECUTE $x$SELECT 1;$x$; END $$; SELECT 2',
  "DO LANGUAGE plpgsql 'BEGIN NULL; END'; SELECT 2",
  'BEGIN; COMMIT; SELECT 1',
  'SELECT 😀.é, "ü;" AS naïve, \'😀;\' FROM größe; SELECT 2',
  'CREATE TABLE "T" (a int, -- a;b\n b text DEFAULT \';\' /* ; */);\r\nALTER TABLE "T" ADD c int',
];

const CORPUS = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url));

/** The migrations of the shared histories by path; empty where the folder is not there. */
export function corpusTexts(): readonly (readonly [path: string, text: string])[] {
  if (!existsSync(CORPUS)) return [];
  return readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.sql'))
    .sort()
    .map((path) => [path, readFileSync(CORPUS + path, 'utf8')]);
}
