import type { Statement } from '../../languages/sql/syntax';
import type { BarringGuard, Loss } from '../catalog/run';
import type { ActionKind } from '../reading/actions';
import type { Stop } from './stop';

/** One place where a second run of the file fails or does something again. */
export interface Break extends Stop {
  readonly action: ActionKind;
  readonly effect: 'error' | 'changed';
}

/** What a second run of the file does with one of its statements. */
export interface Outcome {
  readonly index: number;
  readonly statement: Statement;
  /** `unknown`: of a kind that is not understood, or decided by what only the database knows. */
  readonly verdict: 'ok' | 'error' | 'changed' | 'unknown';
  readonly breaks: readonly Break[];
  /** What a second run destroys although it succeeds. */
  readonly losses: readonly Loss[];
  readonly barring: readonly BarringGuard[];
}
