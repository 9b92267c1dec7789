import type { Node } from '@pgsql/types';
import type { Statement } from '../../languages/sql/syntax';
import type { Guard, Reason } from '../catalog/run';

/** Where a second run stops or does something again: a statement, and the part of it. */
export interface Stop {
  /** The statement itself, or the one within the DO block; its span counts from the start of the DO statement. */
  readonly inner?: Statement;
  readonly node: Node;
  readonly part: number;
  readonly reason: Reason;
  /** The conditions that should have kept it from running, the nearest last. */
  readonly guards: readonly Guard[];
}
