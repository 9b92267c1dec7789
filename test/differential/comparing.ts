import { emptyDatabase } from '../harness/database';
import { loadTestParser } from '../harness/parser';
import { type Difference, differences } from './differences';
import { type History, writeHistory } from './histories';
import { shrink } from './shrink';

/** A difference, and the smallest history that shows it. */
export interface Found {
  readonly seed: number;
  readonly difference: Difference;
  readonly history: History;
}

/** What a run did. */
export interface Tally {
  compared: number;
  /** Histories that do not apply as they are sent: most of them use a new label in the transaction that adds it. */
  refused: number;
  /** How many differences of each kind there were. */
  readonly kinds: Map<string, number>;
}

/** Told of each difference when it is found, and of each history when it is done. */
export interface Listener {
  found(found: Found): void;
  done(tally: Tally): void;
}

/** So many differences that look alike are made small; the rest are counted. */
const MOST_ALIKE = 2;

/** Writes histories from one seed each, and compares what the linter and PostgreSQL say of them. */
export async function compareHistories(
  seed: number,
  count: number,
  listener: Listener,
): Promise<{ readonly tally: Tally; readonly found: readonly Found[] }> {
  const parser = await loadTestParser();
  const tally: Tally = { compared: 0, refused: 0, kinds: new Map() };
  const alike = new Map<string, number>();
  const found: Found[] = [];
  for (let one = seed; one < seed + count; one++) {
    const history = await writeHistory(one, await emptyDatabase());
    const all = history.text ? await differences(history, parser) : undefined;
    if (all) tally.compared++;
    else tally.refused++;
    for (const difference of all ?? []) {
      tally.kinds.set(difference.what, (tally.kinds.get(difference.what) ?? 0) + 1);
      const times = (alike.get(looks(difference)) ?? 0) + 1;
      alike.set(looks(difference), times);
      // Where the linter says itself that it does not know, it is not wrong.
      if (times > MOST_ALIKE || difference.what === 'missed, and named as unknown') continue;
      found.push({ seed: one, difference, history: await shrink(history, difference, parser) });
      listener.found(found.at(-1)!);
    }
    listener.done(tally);
  }
  return { tally, found };
}

/** A difference without the names in it. */
function looks({ what, statement, detail }: Difference): string {
  const verb = statement
    .replace(/^--.*$/gm, '')
    .trim()
    .split(/\s+/, 2)
    .join(' ');
  return `${what} ${verb} ${detail.replace(/"[^"]*"|'[^']*'|\S*\.\S*/g, '')}`.toLowerCase();
}

/** A difference for people to read. */
export function written({ seed, difference, history }: Found): string {
  const { what, statement, detail, repaired } = difference;
  return [
    `seed ${seed}: ${what}: ${detail}`,
    ...history.before.map((text) => `-- before\n${text}`),
    `-- the migration\n${history.text}`,
    ...(statement ? [`-- about\n${statement}`] : []),
    ...(repaired ? [`-- repaired\n${repaired}`] : []),
  ].join('\n');
}
