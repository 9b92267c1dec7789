import { LineIndex } from '../../core/span';
import { lossesOf, PHASES, type Phase } from '../../prove/verdict';
import { xml } from '../formats/junit';
import { shownPath } from '../shownPath';
import type { VerifiedMigration, VerifyFormat } from './report';
import { failureSentence, LOSES } from './words';

const NAMES: Readonly<Record<Phase, string>> = { fresh: 'fresh', second: 'second run', crashPoints: 'crash points' };

/** JUnit XML: a suite for each migration, a case for each phase. */
export const verifyJunit: VerifyFormat = ({ migrations, milliseconds }) => {
  const tests = migrations.length * PHASES.length;
  const failures = countPhases(migrations, 'failed');
  const skipped = countPhases(migrations, 'skipped');
  const head = `<testsuites name="ehr-schema verify" tests="${tests}" failures="${failures}" skipped="${skipped}" time="${milliseconds / 1000}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[head, ...migrations.map(suite), '</testsuites>'].join('\n')}\n`;
};

function suite(migration: VerifiedMigration): string {
  const { name, proof } = migration;
  const counts = `failures="${countPhases([migration], 'failed')}" skipped="${countPhases([migration], 'skipped')}"`;
  return [
    `  <testsuite name="${xml(name)}" tests="${PHASES.length}" ${counts} time="${proof.milliseconds / 1000}">`,
    ...PHASES.map((phase) => testCase(migration, phase)),
    '  </testsuite>',
  ].join('\n');
}

function testCase({ name, path, text, proof }: VerifiedMigration, phase: Phase): string {
  const opening = `    <testcase classname="${xml(name)}" name="${NAMES[phase]}" file="${xml(shownPath(path))}"`;
  const result = proof[phase];
  if (result.verdict === 'passed') {
    const losses = phase === 'second' ? lossesOf(proof) : [];
    if (losses.length === 0) return `${opening} />`;
    return `${opening}>\n      <system-out>${xml([LOSES, ...losses].join('\n'))}</system-out>\n    </testcase>`;
  }
  if (result.verdict === 'skipped')
    return `${opening}>\n      <skipped message="${xml(result.reason)}" />\n    </testcase>`;
  const { failure } = result;
  const line = new LineIndex(text).position(failure.span?.start ?? 0).line + 1;
  const sentence = failureSentence(failure);
  const body = [`${shownPath(path)}:${line} ${sentence}`, ...(failure.changes ?? [])].join('\n');
  return [
    `${opening} line="${line}">`,
    `      <failure type="${failure.sqlstate ?? 'changed'}" message="${xml(sentence)}">${xml(body)}</failure>`,
    '    </testcase>',
  ].join('\n');
}

function countPhases(migrations: readonly VerifiedMigration[], verdict: 'failed' | 'skipped'): number {
  return migrations.reduce(
    (sum, { proof }) => sum + PHASES.filter((phase) => proof[phase].verdict === verdict).length,
    0,
  );
}
