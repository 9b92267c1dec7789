import { expect, test } from 'vitest';
import { type Piece, sqlPlaces } from './sqlPlaces';

/** The pieces of a text in which each `?` is something that is put in. */
function pieces(sql: string): Piece[] {
  let part = 0;
  return sql.split(/(\?)/).map((text) => (text === '?' ? { part: part++ } : { text }));
}

/** The text again, with V, L and N for values, lists and names, and `S(…)` for strings that are made of pieces. */
function shown(sql: string): string {
  return sqlPlaces(pieces(sql))
    .map((place) => {
      if (place.kind === 'text') return place.text;
      if (place.kind !== 'string') return { value: 'V', list: 'L', name: 'N' }[place.kind];
      return `S(${place.pieces.map((piece) => ('text' in piece ? piece.text : '?')).join('')})`;
    })
    .join('');
}

test.each([
  ['SELECT 1 WHERE a = ?', 'SELECT 1 WHERE a = V'],
  ["SELECT 1 WHERE a = '?'", 'SELECT 1 WHERE a = V'],
  ["SELECT 1 WHERE a LIKE '%?%' AND b", 'SELECT 1 WHERE a LIKE S(%?%) AND b'],
  ["SELECT 'it''s' WHERE a = 'x''?'", "SELECT 'it''s' WHERE a = S(x'?)"],
  ['SELECT 1 WHERE a IN (?)', 'SELECT 1 WHERE a IN (L)'],
  ['SELECT 1 WHERE a IN (?, ?)', 'SELECT 1 WHERE a IN (V, V)'],
  ['SELECT 1 WHERE a = ANY(?)', 'SELECT 1 WHERE a = ANY(V)'],
  ['SELECT 1 WHERE a BETWEEN ? AND ?', 'SELECT 1 WHERE a BETWEEN V AND V'],
  ['SELECT coalesce(a, ?) LIMIT ? OFFSET ?', 'SELECT coalesce(a, V) LIMIT V OFFSET V'],
  ['INSERT INTO t (a) VALUES (?, ?), (?)', 'INSERT INTO t (a) VALUES (V, V), (V)'],
  ['UPDATE t SET a = ?::jsonb, b = a || ?', 'UPDATE t SET a = V::jsonb, b = a || V'],
  ['SELECT ? FROM ? WHERE ? = ?', 'SELECT N FROM N WHERE N = V'],
  ['SELECT 1 ORDER BY ? ?', 'SELECT 1 ORDER BY N N'],
  ['SELECT * FROM "?" WHERE a.? = ?', 'SELECT * FROM "N" WHERE a.N = V'],
  ['SELECT * FROM t_? JOIN ?.u', 'SELECT * FROM t_N JOIN N.u'],
  ['SELECT 1 WHERE a = 1 AND ?', 'SELECT 1 WHERE a = 1 AND N'],
  ['SELECT 1 WHERE a = ??', 'SELECT 1 WHERE a = NN'],
  ['INSERT INTO t (?) VALUES (?)', 'INSERT INTO t (N) VALUES (V)'],
  ['SELECT 1 WHERE a = ?()', 'SELECT 1 WHERE a = N()'],
  ["SELECT now() - INTERVAL '? days'", "SELECT now() - INTERVAL 'N days'"],
  ["SELECT E'?'", "SELECT E'N'"],
  ["SELECT 1 -- it's ?\nWHERE a = ?", "SELECT 1 -- it's N\nWHERE a = V"],
  ["SELECT 1 /* ' */ WHERE a = ?", "SELECT 1 /* ' */ WHERE a = V"],
  ["SELECT 'open ?", 'SELECT open N'],
  ['', ''],
])('%s', (sql, places) => {
  expect(shown(sql)).toBe(places);
});
