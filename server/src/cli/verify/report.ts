import type { Proof, Verdict } from '../../prove/verdict';
import { PHASES } from '../../prove/verdict';
import type { MigrationFile } from './history';

/** A migration with its verdicts. */
export interface VerifiedMigration extends MigrationFile {
  readonly proof: Proof;
}

/** All that a run of `verify` found out. */
export interface VerifyReport {
  /** The database that the migrations ran on, without any password. */
  readonly database: string;
  readonly migrations: readonly VerifiedMigration[];
  readonly milliseconds: number;
}

/** The report as a text that is printed whole. */
export type VerifyFormat = (report: VerifyReport) => string;

/** One verdict for a migration: failed when any phase failed, skipped when it could not be applied here. */
export function verdictOf(proof: Proof): Verdict {
  if (PHASES.some((phase) => proof[phase].verdict === 'failed')) return 'failed';
  return proof.fresh.verdict === 'skipped' ? 'skipped' : 'passed';
}

/** How many migrations have a verdict. */
export function countOf({ migrations }: VerifyReport, verdict: Verdict): number {
  return migrations.filter(({ proof }) => verdictOf(proof) === verdict).length;
}
