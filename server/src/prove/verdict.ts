import type { Span } from '../core/span';

/** What a migration is put through: applied on what came before, run again, and run again after a stop in its middle. */
export type Phase = 'fresh' | 'second' | 'crashPoints';

export const PHASES: readonly Phase[] = ['fresh', 'second', 'crashPoints'];

/** Why a phase did not pass. */
export interface Failure {
  readonly phase: Phase;
  /** What happened; PostgreSQL's own message where there is one. Never the contents of rows. */
  readonly message: string;
  /** The number of the failing statement in the file, from 0. */
  readonly statement?: number;
  /** Its place in the file, in UTF-16. */
  readonly span?: Span;
  readonly sqlstate?: string;
  /** What changed although nothing should have, one sentence each. */
  readonly changes?: readonly string[];
  /** For crash points: how many statements had been run when the first run stopped. */
  readonly stoppedAfter?: number;
}

export type Verdict = PhaseResult['verdict'];

/** What became of one phase. */
export type PhaseResult =
  | { readonly verdict: 'passed'; readonly losses?: Losses }
  | { readonly verdict: 'failed'; readonly failure: Failure }
  | { readonly verdict: 'skipped'; readonly reason: string };

/** What became of one migration. */
export interface Proof extends PhaseResults {
  readonly milliseconds: number;
}

/** What became of each phase. */
export type PhaseResults = Readonly<Record<Phase, PhaseResult>>;

/**
 * What a second run that changes nothing by itself destroys of the data that an application has written since the first one:
 * one sentence each, such as `column users.phone: 3 → none`, never the contents of rows.
 */
export type Losses = readonly string[];

export const PASSED: PhaseResult = { verdict: 'passed' };

/** Passed, with what was lost nevertheless. */
export function passed(losses: Losses): PhaseResult {
  return losses.length > 0 ? { verdict: 'passed', losses } : PASSED;
}

/** What a second run destroys; empty when it does not, or has not passed. */
export function lossesOf({ second }: PhaseResults): Losses {
  return (second.verdict === 'passed' && second.losses) || [];
}

export function skipped(reason: string): PhaseResult {
  return { verdict: 'skipped', reason };
}

/** Passed, unless there is a failure. */
export function resultOf(failure: Failure | undefined): PhaseResult {
  return failure ? { verdict: 'failed', failure } : PASSED;
}

/** The same result for all phases. */
export function everyPhase(result: PhaseResult): PhaseResults {
  return { fresh: result, second: result, crashPoints: result };
}

/** The first failure of a migration, in the order of the phases. */
export function firstFailure(proof: PhaseResults): Failure | undefined {
  for (const phase of PHASES) {
    const result = proof[phase];
    if (result.verdict === 'failed') return result.failure;
  }
  return undefined;
}

/** What a proof of one migration is to cover. */
export interface ProofOptions {
  readonly crashPoints: boolean;
  /** Told which phase begins, and again at each stop of the crash points. */
  readonly onPhase?: (phase: Phase) => void;
}
