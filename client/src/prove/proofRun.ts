import { Location, type TestItem, TestMessage, type TestRun } from 'vscode';
import { type Failure, PHASES, type Phase } from '../../../server/src/prove/verdict';
import { catalogDiff } from './catalogDiff';
import { failurePlace } from './failurePlace';
import { type MigrationItem, phaseId } from './migrationItems';
import type { Verdict } from './verdicts';
import { LOSES } from './verdictText';

/** A migration of a run, with the phases that were asked for. */
export interface Wanted {
  readonly migration: MigrationItem;
  readonly phases: ReadonlySet<Phase>;
}

/** The test of one phase of a migration. */
export function phaseItem({ item, file }: MigrationItem, phase: Phase): TestItem {
  return item.children.get(phaseId(file, phase))!;
}

/** Shows that a phase of a migration is being run. */
export function showPhase(run: TestRun, { migration, phases }: Wanted, phase: Phase): void {
  if (phases.has(phase)) run.started(phaseItem(migration, phase));
}

/** Shows what became of the phases of a migration that were asked for. */
export function showProof(run: TestRun, { migration, phases }: Wanted, { proof, text }: Verdict): void {
  for (const phase of PHASES) {
    if (!phases.has(phase)) continue;
    const item = phaseItem(migration, phase);
    const result = proof[phase];
    // The item opens at the failing statement, and its mark in the gutter stands there.
    item.range = result.verdict === 'failed' ? failurePlace(result.failure, text) : undefined;
    if (result.verdict === 'passed') {
      for (const loss of result.losses ?? []) say(run, migration, item, `the second run ${LOSES}: ${loss}`);
      run.passed(item);
    }
    if (result.verdict === 'failed') run.failed(item, messageOf(migration, result.failure, text));
    if (result.verdict === 'skipped') {
      say(run, migration, item, result.reason);
      run.skipped(item);
    }
  }
}

function say(run: TestRun, { name }: MigrationItem, item: TestItem, text: string): void {
  run.appendOutput(`${name}: ${text}\r\n`, undefined, item);
}

function messageOf({ file }: MigrationItem, failure: Failure, text: string): TestMessage {
  const message = failureMessage(failure);
  message.location = new Location(file, failurePlace(failure, text));
  return message;
}

function failureMessage({ message, sqlstate, changes }: Failure): TestMessage {
  const text = sqlstate ? `${sqlstate}: ${message}` : message;
  if (!changes || changes.length === 0) return new TestMessage(text);
  const { expected, actual } = catalogDiff(changes);
  return TestMessage.diff(text, expected, actual);
}
