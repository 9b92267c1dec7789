import picocolors from 'picocolors';
import pluralize from 'pluralize';
import { LineIndex } from '../../core/span';
import { lineAt } from '../../linting/units';
import { type Failure, lossesOf, PHASES } from '../../prove/verdict';
import { shownPath } from '../shownPath';
import { countOf, type VerifiedMigration, type VerifyReport } from './report';
import { failureSentence, LOSES } from './words';

type Colors = ReturnType<typeof picocolors.createColors>;

/** For a person: each failure at its statement with what it changed, then how many migrations hold. */
export function verifyText(
  report: VerifyReport,
  colored = picocolors.isColorSupported && process.stdout.isTTY === true,
): string {
  const colors = picocolors.createColors(colored);
  const blocks = report.migrations.flatMap((migration) => migrationBlocks(migration, colors));
  return [...blocks, summary(report, colors)].join('\n');
}

function migrationBlocks(migration: VerifiedMigration, colors: Colors): string[] {
  const { proof, path } = migration;
  const failed = PHASES.flatMap((phase) => {
    const result = proof[phase];
    return result.verdict === 'failed' ? [failureBlock(migration, result.failure, colors)] : [];
  });
  const losses = lossesOf(proof);
  if (losses.length > 0)
    failed.push([`${colors.bold(shownPath(path))} ${colors.yellow(LOSES)}`, ...changeLines(losses), ''].join('\n'));
  if (proof.fresh.verdict !== 'skipped') return failed;
  return [...failed, `${colors.bold(shownPath(path))} ${colors.yellow('skipped')} ${proof.fresh.reason}\n`];
}

const MOST_CHANGES = 20;

function failureBlock({ path, text }: VerifiedMigration, failure: Failure, colors: Colors): string {
  const at = failure.span?.start ?? 0;
  const { line, character } = new LineIndex(text).position(at);
  const place = `${shownPath(path)}:${line + 1}:${character + 1}`;
  return [
    `${colors.bold(place)} ${colors.red(failureSentence(failure))}`,
    ...(failure.span ? [`    ${colors.dim(firstLine(text, at))}`] : []),
    ...changeLines(failure.changes ?? []),
    '',
  ].join('\n');
}

function changeLines(changes: readonly string[]): string[] {
  const more = changes.length > MOST_CHANGES ? [`    and ${changes.length - MOST_CHANGES} more`] : [];
  return [...changes.slice(0, MOST_CHANGES).map((change) => `    ${change}`), ...more];
}

const LONGEST_LINE = 160;

function firstLine(text: string, at: number): string {
  const line = text.slice(at, lineAt(text, at).end).trimEnd();
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)} …` : line;
}

function summary(report: VerifyReport, colors: Colors): string {
  const { migrations, database, milliseconds } = report;
  const [failed, skipped] = [countOf(report, 'failed'), countOf(report, 'skipped')];
  const counts = [
    `${pluralize('migration', migrations.length, true)} on ${database} in ${(milliseconds / 1000).toFixed(1)} s`,
    failed === 0 ? colors.green('none failed') : colors.red(`${failed} failed`),
    ...(skipped > 0 ? [colors.yellow(`${skipped} skipped`)] : []),
  ];
  return `${counts.join(', ')}.\n`;
}
