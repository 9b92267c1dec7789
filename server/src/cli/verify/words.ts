import type { Failure, Phase } from '../../prove/verdict';

/** What is said of a phase that failed. */
export const PHASE_FAILED: Readonly<Record<Phase, string>> = {
  fresh: 'failed to apply',
  second: 'failed on the second run',
  crashPoints: 'did not recover from a stop',
};

/** What is said of a second run that holds, and destroys what was written since the first one. */
export const LOSES = 'holds on the second run, which destroys what came in between';

/** A failure as one sentence. */
export function failureSentence({ phase, message, sqlstate, stoppedAfter, changes }: Failure): string {
  const what = phase === 'second' && changes ? 'changed something on the second run' : PHASE_FAILED[phase];
  const where = stoppedAfter === undefined ? '' : ` behind statement ${stoppedAfter}`;
  if (phase === 'second' && changes) return what;
  return `${what}${where}: ${sqlstate ? `${sqlstate} ` : ''}${message}`;
}
