import { GONE, newItem, type Relation, withEntry } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { sourcesOf } from '../catalog/scope';
import { display, isTemporary, nameOfKey } from '../reading/names';
import { isWritten, known } from './rowSources';

/** Properties of a table: what its rows come from, which statement has emptied it, and whose rows it misses. */
const [FILLED, EMPTIED, MISSING] = ['filled from', 'emptied', 'missing rows of'];

/** Notes which tables a table takes rows from: one that the run has made, so that these are all that it has. */
export function noteFilled(run: Run, key: string, sources: readonly string[]): void {
  if (sources.length === 0 || run.mayHoldRows(key)) return;
  setProperty(run, key, FILLED, JSON.stringify([...new Set([...filledFrom(run.relation(key)!), ...sources])]));
  noteMissing(run, key, sources);
}

/** True for a table that each run fills anew with rows that the file leaves as they are: nothing is done to them twice. */
export function isFilledAnew(run: Run, key: string): boolean {
  return !run.mayHoldRows(key) && !filledFrom(run.relation(key)!).some((source) => isWritten(run, source));
}

/** Notes that all rows of a table have been taken away. */
export function noteEmptied(run: Run, key: string): void {
  setProperty(run, key, EMPTIED, run.maker);
}

/** Notes that a table has rows again. */
export function noteRows(run: Run, key: string): void {
  if (run.relation(key)!.properties.get(EMPTIED)) setProperty(run, key, EMPTIED, '');
}

/**
 * Rows that wait in another table while the file empties their own are lost when it stops there: a new run fills the other
 * table from what is empty by then. Tells of an INSERT that has not put them in yet.
 */
export function judgeWaitingRows(run: Run, key: string, sources: readonly string[]): void {
  if (!run.second || isTemporary(key) || run.relation(key)!.rows.has(run.maker)) return;
  for (const source of sources) {
    const emptied = known(run, source)?.properties.get(MISSING);
    if (!emptied) continue;
    const clause = `${shown(source)} is filled from ${shown(emptied)} once more, whose rows have been taken away by then`;
    return run.repeat('rows lost', clause, { overwrites: true });
  }
}

/** Notes, of a table that is filled, whether rows are missing that were there when it was filled in the first run. */
function noteMissing(run: Run, key: string, sources: readonly string[]): void {
  const missing = sources.filter((source) => hasLost(run, source));
  if (!run.second) return run.catalog.setItem('missing', run.maker, newItem(JSON.stringify(missing)));
  const noted = run.catalog.item('missing', run.maker);
  if (!noted || noted === GONE) return;
  const before = JSON.parse(noted.id) as string[];
  const lost = missing.find((source) => !before.includes(source));
  if (lost !== undefined) setProperty(run, key, MISSING, lost);
}

/** True where the file has emptied a table, or made it, and put no rows into it since. */
function hasLost(run: Run, key: string): boolean {
  const relation = known(run, key);
  if (!relation) return false;
  const { properties, kind, closed, id, rows } = relation;
  const emptied = properties.get(EMPTIED);
  if (properties.get(MISSING) || (emptied && run.isOwn(emptied))) return true;
  return kind === 'table' && closed && run.isOwn(id) && rows.size === 0;
}

function filledFrom({ properties }: Relation): readonly string[] {
  return JSON.parse(properties.get(FILLED) ?? '[]') as string[];
}

/** The tables that a query takes rows from. */
export function sourcesOfRows(run: Run, query: unknown): readonly string[] {
  return sourcesOf(run, query).ranges.map(([, key]) => key);
}

function setProperty(run: Run, key: string, name: string, value: string): void {
  run.update(key, { properties: withEntry(run.relation(key)!.properties, name, value) });
}

function shown(key: string): string {
  return isTemporary(key) ? `"${nameOfKey(key)}"` : display(key);
}
