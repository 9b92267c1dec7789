import { qualified } from '../catalog/query';
import { type Database, query } from '../database/database';

/** Runs `body` and puts the sequences back to where they stood before: no savepoint takes back a number that was drawn. */
export async function keepingSequences<T>(database: Database, body: () => Promise<T>): Promise<T> {
  const before = await positions(database);
  const result = await body();
  const after = new Map(await positions(database));
  const moved = before.filter(([sequence, position]) => (after.get(sequence) ?? position) !== position);
  if (moved.length > 0)
    await query(database, qualified(moved.map(([sequence, at]) => `SELECT setval(${sequence}, ${at})`).join('; ')));
  return result;
}

/** Each sequence as a literal, with its last number and whether that was drawn, as `setval` takes them. */
async function positions(database: Database): Promise<[sequence: string, position: string][]> {
  const sequences = await query(database, qualified(SEQUENCES));
  if (sequences.length === 0) return [];
  const selects = sequences.map(
    ([name, literal]) => `SELECT '${literal!.replaceAll("'", "''")}', last_value || ', ' || is_called FROM ${name}`,
  );
  const rows = await query(database, qualified(selects.join(' UNION ALL ')));
  return rows.map(([sequence, position]) => [sequence!, position!]);
}

const SEQUENCES = `SELECT q, quote_literal(q) FROM (
  SELECT format('%I.%I', n.nspname, c.relname) AS q FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'S' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema') s`;
