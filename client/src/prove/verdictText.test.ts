import { expect, it } from 'vitest';
import type { PhaseResult } from '../../../server/src/prove/verdict';
import { verdictText } from './verdictText';

it('names each phase with its verdict in words', () =>
  expect(
    verdictText({
      fresh: { verdict: 'passed' },
      second: { verdict: 'failed', failure: { phase: 'second', message: 'relation "t" already exists' } },
      crashPoints: { verdict: 'skipped', reason: 'it was not asked for' },
      milliseconds: 12,
    }),
  ).toBe(
    '$(pass)\u00a0fresh holds\u00a0·\u00a0$(error)\u00a0second run fails\u00a0·\u00a0$(circle-slash)\u00a0crash points skipped',
  ));

it('speaks of crash points as of many', () => {
  const fresh = { verdict: 'passed' } as const;
  const failure = { phase: 'crashPoints', message: 'relation "t" already exists' } as const;
  const text = (crashPoints: PhaseResult) => verdictText({ fresh, second: fresh, crashPoints, milliseconds: 12 });
  expect(text({ verdict: 'failed', failure })).toContain('$(error)\u00a0crash points fail');
  expect(text({ verdict: 'failed', failure })).not.toContain('fails');
  expect(text(fresh)).toMatch(/crash points hold$/);
});

it('says of a second run that holds what it destroys', () =>
  expect(
    verdictText({
      fresh: { verdict: 'passed' },
      second: { verdict: 'passed', losses: ['column users.phone: 3 → none'] },
      crashPoints: { verdict: 'passed' },
      milliseconds: 12,
    }),
  ).toContain('$(warning)\u00a0second run destroys what came in between'));
