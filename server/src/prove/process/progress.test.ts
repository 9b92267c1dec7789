import { expect, test } from 'vitest';
import { everyPhase, type Proof, resultOf, skipped } from '../verdict';
import { Progress } from './progress';

const migrations = ['a', 'b', 'c'].map((name) => ({ name, text: '' }));

test('a run that was ended has one failed phase, and skips the rest', () => {
  const proofs = new Map<string, Proof>();
  const progress = new Progress(
    { migrations, crashPoints: false, database: 'embedded' },
    { proved: (name, proof) => proofs.set(name, proof) },
  );
  expect(progress.fail('too early')).toBe(false);
  progress.proved('a', { ...everyPhase(resultOf(undefined)), milliseconds: 1 });
  progress.phase('b', 'second');
  expect(progress.fail('It did not end.')).toBe(true);
  expect([...proofs.keys()]).toEqual(['a', 'b', 'c']);
  const rest = skipped('The run was ended by b.');
  expect(proofs.get('b')).toMatchObject({ fresh: rest, second: { verdict: 'failed', failure: { phase: 'second' } } });
  expect(proofs.get('c')).toEqual({ ...everyPhase(rest), milliseconds: 0 });
});

test('a migration before the wanted ones can be the one that does not end', () => {
  const proofs = new Map<string, Proof>();
  const progress = new Progress(
    { migrations, wanted: ['c'], crashPoints: false, database: 'embedded' },
    { proved: (name, proof) => proofs.set(name, proof) },
  );
  progress.phase('a', 'fresh');
  expect(progress.fail('It did not end.')).toBe(true);
  expect([...proofs]).toEqual([['c', { ...everyPhase(skipped('The run was ended by a.')), milliseconds: 0 }]]);
});
