import type { SqlParser } from '../../core/tools';
import type { Database } from '../database/database';
import { applyMigration, proveMigration } from '../migration';
import { scriptOf } from '../script';
import type { Phase, Proof } from '../verdict';
import type { Migration, ProveListener } from './request';

/** How a history is run. */
export interface HistoryOptions {
  readonly parser: SqlParser;
  readonly crashPoints: boolean;
  /** Names of the migrations whose verdicts are wanted; the others are applied only. */
  readonly wanted: ReadonlySet<string>;
  readonly listener: ProveListener;
  /** Called behind each migration with the verdicts so far, while no transaction is open. */
  readonly reached?: (count: number, proofs: readonly (Proof | null)[]) => Promise<void>;
}

/**
 * Proves a history on a database that holds the state behind the first migrations already.
 * @param known the verdicts of those first migrations; null for one that was only applied.
 */
export async function proveHistory(
  database: Database,
  migrations: readonly Migration[],
  known: readonly (Proof | null)[],
  options: HistoryOptions,
): Promise<void> {
  const proofs = [...known];
  const last = lastWanted(migrations, options.wanted);
  for (let index = proofs.length; index <= last; index++) {
    const migration = migrations[index]!;
    const wanted = options.wanted.has(migration.name);
    const proof = wanted ? await proveOne(database, migration, options) : await applyOne(database, migration, options);
    proofs.push(proof);
    await options.reached?.(index + 1, proofs);
  }
}

/** The place of the last migration that is wanted, or -1. */
export function lastWanted(migrations: readonly Migration[], wanted: ReadonlySet<string>): number {
  return migrations.findLastIndex(({ name }) => wanted.has(name));
}

/** True when kept verdicts say all that is asked for. */
export function answers(proof: Proof | null | undefined, crashPoints: boolean): proof is Proof {
  return (
    proof != null && !(crashPoints && proof.crashPoints.verdict === 'skipped' && proof.second.verdict !== 'skipped')
  );
}

async function proveOne(database: Database, { name, text }: Migration, options: HistoryOptions): Promise<Proof> {
  const { parser, crashPoints, listener } = options;
  const onPhase = (phase: Phase) => listener.phase?.(name, phase);
  const proof = await proveMigration(database, scriptOf(text, parser), { crashPoints, onPhase });
  listener.proved(name, proof);
  return proof;
}

async function applyOne(database: Database, { name, text }: Migration, options: HistoryOptions): Promise<null> {
  options.listener.phase?.(name, 'fresh');
  await applyMigration(database, scriptOf(text, options.parser));
  return null;
}
