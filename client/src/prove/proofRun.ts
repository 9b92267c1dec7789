import { Location, type TestItem, TestMessage, type TestRun, workspace } from 'vscode';
import { type Failure, PHASES, type Phase, type Proof } from '../../../server/src/prove/verdict';
import { catalogDiff } from './catalogDiff';
import { failurePlace } from './failurePlace';
import { type MigrationItem, phaseId } from './migrationItems';

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
export async function showProof(run: TestRun, { migration, phases }: Wanted, proof: Proof): Promise<void> {
  for (const phase of PHASES) {
    if (!phases.has(phase)) continue;
    const item = phaseItem(migration, phase);
    const result = proof[phase];
    if (result.verdict === 'passed') run.passed(item);
    else if (result.verdict === 'failed') run.failed(item, await messageOf(migration, result.failure));
    else {
      run.appendOutput(`${migration.name}: ${result.reason}\r\n`, undefined, item);
      run.skipped(item);
    }
  }
}

async function messageOf({ file }: MigrationItem, failure: Failure): Promise<TestMessage> {
  const message = failureMessage(failure);
  message.location = new Location(file, failurePlace(failure, await workspace.openTextDocument(file)));
  return message;
}

function failureMessage({ message, sqlstate, changes }: Failure): TestMessage {
  const text = sqlstate ? `${sqlstate}: ${message}` : message;
  if (!changes || changes.length === 0) return new TestMessage(text);
  const { expected, actual } = catalogDiff(changes);
  return TestMessage.diff(text, expected, actual);
}
