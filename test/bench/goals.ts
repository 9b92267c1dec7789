import { type Measurement, median, p95 } from './measurement';
import { OURS, PRISMA, SQUAWK } from './programs';
import { HISTORIES, TASKS } from './tasks';

/** What DESIGN.md asks for, and what came out: how many times as much as is allowed. */
export interface Verdict {
  readonly goal: string;
  readonly allowed: number;
  readonly measured: number;
  readonly unit: 'ms' | 'MB';
}

/** The goals that the measurements speak of. */
export function verdicts(measurements: readonly Measurement[]): readonly Verdict[] {
  const of = (task: string, who: string) => measurements.find((found) => found.task === task && found.who === who);
  const verdict = (goal: string, task: string, read: (found: Measurement) => number, allowed: number | undefined) => {
    const ours = of(task, OURS);
    const unit = read === peak ? ('MB' as const) : ('ms' as const);
    return ours && allowed !== undefined && !Number.isNaN(allowed)
      ? [{ goal, allowed, measured: read(ours), unit }]
      : [];
  };
  const share = (task: string, who: string, part: number) => {
    const peer = of(task, who);
    return peer && p95(peer.milliseconds) * part;
  };
  const peerCheck = of(TASKS.check, SQUAWK);
  const [fewest = 0] = HISTORIES;
  const few = of(TASKS.growth(fewest), OURS);
  return [
    ...verdict(
      'keystroke in 1,000 lines: a tenth of squawk’s p95',
      TASKS.typingIn1000Lines,
      ownP95,
      share(TASKS.typingIn1000Lines, SQUAWK, 1 / 10),
    ),
    ...verdict('keystroke in 1,000 lines: under one frame', TASKS.typingIn1000Lines, ownP95, 16),
    ...verdict(
      'keystroke in 300 models: a twentieth of Prisma’s p95',
      TASKS.typingIn300Models,
      ownP95,
      share(TASKS.typingIn300Models, PRISMA, 1 / 20),
    ),
    ...verdict(
      'check of 1,000 migrations: as fast as squawk',
      TASKS.check,
      ownMedian,
      peerCheck && median(peerCheck.milliseconds),
    ),
    ...verdict('start to findings on 1,000 lines', TASKS.startOnMigration, ownMedian, 300),
    ...verdict('start to findings on 300 models', TASKS.startOnSchema, ownMedian, 300),
    ...verdict('memory with 1,000 migrations, at rest', `${TASKS.memory}, at rest`, peak, 150),
    ...HISTORIES.slice(1).flatMap((count) =>
      verdict(
        `keystroke beside ${count.toLocaleString('en')} migrations: as beside ${fewest}, and a fifth`,
        TASKS.growth(count),
        ownMedian,
        few && median(few.milliseconds) * 1.2,
      ),
    ),
  ];
}

const ownP95 = ({ milliseconds }: Measurement) => p95(milliseconds);
const ownMedian = ({ milliseconds }: Measurement) => median(milliseconds);
const peak = ({ megabytes }: Measurement) => megabytes ?? Number.NaN;
