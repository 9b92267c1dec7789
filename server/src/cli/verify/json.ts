import { LineIndex } from '../../core/span';
import { type Failure, firstFailure, lossesOf } from '../../prove/verdict';
import { rangeJson } from '../formats/json';
import { countOf, type VerifiedMigration, type VerifyFormat } from './report';

/** The JSON of the contract. */
export const verifyJson: VerifyFormat = (report) => {
  const { database, migrations, milliseconds } = report;
  const summary = {
    migrations: migrations.length,
    passed: countOf(report, 'passed'),
    failed: countOf(report, 'failed'),
    skipped: countOf(report, 'skipped'),
    milliseconds,
  };
  return `${JSON.stringify({ version: 1, database, migrations: migrations.map(migrationJson), summary })}\n`;
};

function migrationJson({ name, text, proof }: VerifiedMigration) {
  const { fresh, second, crashPoints, milliseconds } = proof;
  const failure = firstFailure(proof);
  const losses = lossesOf(proof);
  return {
    name,
    fresh: fresh.verdict,
    second: second.verdict,
    crashPoints: crashPoints.verdict,
    milliseconds,
    ...(fresh.verdict === 'skipped' && { reason: fresh.reason }),
    ...(losses.length > 0 && { losses }),
    ...(failure && { failure: failureJson(failure, text) }),
  };
}

function failureJson({ span, ...failure }: Failure, text: string) {
  return { ...failure, ...(span && { range: rangeJson(new LineIndex(text), span) }) };
}
