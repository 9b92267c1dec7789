import { PHASES, type Phase, type PhaseResult, type Proof } from '../../../server/src/prove/verdict';

/** What a phase is called in the editor. */
export const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  fresh: 'fresh',
  second: 'second run',
  crashPoints: 'crash points',
};

/** What is said of one phase, and of the crash points, which are many. */
const WORDS: Readonly<Record<PhaseResult['verdict'], readonly [one: string, many: string]>> = {
  passed: ['holds', 'hold'],
  failed: ['fails', 'fail'],
  skipped: ['skipped', 'skipped'],
};

/** What a second run does that passes and destroys what was written since the first one. */
export const LOSES = 'destroys what came in between';

const ICONS: Readonly<Record<PhaseResult['verdict'], string>> = {
  passed: 'pass',
  failed: 'error',
  skipped: 'circle-slash',
};

/**
 * The verdicts on a migration in one line, with an icon before each: a colour is never the only sign. The blanks are such as
 * VS Code keeps beside icons.
 */
export function verdictText(proof: Proof): string {
  return PHASES.map((phase) => phaseText(phase, proof[phase])).join('\u00a0·\u00a0');
}

function phaseText(phase: Phase, result: PhaseResult): string {
  const { verdict } = result;
  if (verdict === 'passed' && result.losses) return `$(warning)\u00a0${PHASE_NAMES[phase]} ${LOSES}`;
  const [one, many] = WORDS[verdict];
  return `$(${ICONS[verdict]})\u00a0${PHASE_NAMES[phase]} ${phase === 'crashPoints' ? many : one}`;
}
