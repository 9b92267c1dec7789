import { qualified } from './catalog/query';
import { type Database, query } from './database/database';
import { fill } from './rows/fill';
import { seed } from './rows/seed';
import type { Script } from './script';
import { NEW_SESSION } from './step';

/** Words without which no statement takes rows or values away; most migrations have none of them. */
const TAKES_AWAY = new RegExp(
  [
    '\\bdrop\\s+(?!(?:not|default|identity|expression|constraint|index|trigger|policy)\\b)',
    '\\bdrop\\b[^;]*\\bcascade\\b',
    '\\btruncate\\b',
    '\\bdelete\\s+from\\b',
    '\\bthen\\s+delete\\b',
    '\\busing\\s*[("]',
    '\\bset\\b[^;]*=\\s*null\\b',
  ].join('|'),
  'i',
);

/**
 * What a second run destroys of the data that an application has written since the first run, one sentence each. The first
 * run is done in the open transaction, and its second run succeeds; the caller takes back what this does.
 */
export async function losses(database: Database, script: Script): Promise<string[]> {
  if (!TAKES_AWAY.test(script.transactional)) return [];
  await query(database, NEW_SESSION);
  await seed(database, { namedIn: script.text, onlyEmpty: true });
  await fill(database, script.text);
  const before = await contents(database);
  // With other rows it may be refused; then nothing is lost.
  const { failure } = await database.send(script.transactional);
  if (failure) return [];
  await query(database, NEW_SESSION);
  return lost(before, await contents(database));
}

/** The rows of a table, or the values of a column that are not NULL: how many, and which, and in what they are kept. */
interface Contents {
  readonly count: number;
  /** Changes when the table or column is made anew. */
  readonly identity: string;
  readonly hash: string | null;
}

function lost(before: ReadonlyMap<string, Contents>, after: ReadonlyMap<string, Contents>): string[] {
  const found = new Map<string, string>();
  for (const [name, old] of before) {
    const now = after.get(name);
    const table = name.slice('column '.length).replace(/\.[^.]*$/, '');
    if (found.has(`rows of ${table}`)) continue;
    if (old.count > (now?.count ?? 0)) found.set(name, `${old.count} → ${now?.count || 'none'}`);
    else if (now && old.identity !== now.identity && old.hash !== now.hash)
      found.set(name, 'made anew with other values');
  }
  return [...found].map(([name, what]) => `${name.replace(/ public\./, ' ')}: ${what}`);
}

/** By `rows of <table>` and `column <table>.<column>`, each table before its columns. */
async function contents(database: Database): Promise<Map<string, Contents>> {
  const columns = await query(database, qualified(COLUMNS));
  const selects = columns.map(([table, column, identity]) =>
    column === null
      ? `SELECT ${literal(`rows of ${table}`)}, ${literal(identity!)}, count(*), NULL FROM ONLY ${table}`
      : `SELECT ${literal(`column ${table}.${column}`)}, ${literal(identity!)}, count(${column}),
          md5(string_agg(${column}::text, ',' ORDER BY ${column}::text COLLATE "C")) FROM ONLY ${table}`,
  );
  if (selects.length === 0) return new Map();
  const rows = await query(database, qualified(selects.join('\nUNION ALL\n')));
  return new Map(
    rows.map(([name, identity, count, hash]) => [
      name!,
      { count: Number(count), identity: identity!, hash: hash ?? null },
    ]),
  );
}

/** Tables that take up any space, and their columns. */
const COLUMNS = `SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS q, quote_ident(a.attname), concat_ws(':', c.oid, a.attnum)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (SELECT NULL::name AS attname, NULL::int2 AS attnum
    UNION ALL SELECT attname, attnum FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) a
  WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND pg_relation_size(c.oid) > 0
  ORDER BY q, a.attnum NULLS FIRST`;

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
