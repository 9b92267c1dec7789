import type { Statement } from '../../languages/sql/syntax';
import type { Difference } from '../catalog/equality';
import type { BarringGuard, Loss, Repeat, Run } from '../catalog/run';
import { execute } from './execute';
import type { Stop } from './stop';

/** What one statement did in a run. */
export interface Deed {
  readonly stops: readonly Stop[];
  readonly repeats: readonly Repeat[];
  readonly losses: readonly Loss[];
  readonly barring: readonly BarringGuard[];
  readonly uncertain: boolean;
  /** Second run: by journal keys, what it left otherwise than it found it. */
  readonly touched: ReadonlyMap<string, Difference>;
}

const NOTHING: ReadonlyMap<string, Difference> = new Map();

/** Runs one statement. */
export function perform(run: Run, statement: Statement): Deed {
  run.repeats = [];
  run.losses = [];
  run.barring = [];
  run.uncertain = false;
  run.doubtful = new Set();
  const mark = run.catalog.savepoint();
  const stops = execute(run, statement);
  const touched = run.second ? touchedSince(run, mark) : NOTHING;
  return { stops, repeats: run.repeats, losses: run.losses, barring: run.barring, uncertain: run.uncertain, touched };
}

function touchedSince(run: Run, mark: number): ReadonlyMap<string, Difference> {
  const changed = run.catalog.changedSince(mark);
  return run.doubtful.size === 0 ? changed : new Map([...changed].filter(([key]) => !run.doubtful.has(key)));
}

/** True for a deed that did more than succeed without a change. */
export function isNotable({ stops, repeats, losses, barring, uncertain, touched }: Deed): boolean {
  return (
    stops.length > 0 || repeats.length > 0 || losses.length > 0 || barring.length > 0 || uncertain || touched.size > 0
  );
}
