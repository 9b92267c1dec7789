import { Presets, SingleBar } from 'cli-progress';
import type { Phase, Proof } from '../../prove/verdict';
import { complain } from '../output';
import { verdictOf } from './report';

const DOING: Readonly<Record<Phase, string>> = {
  fresh: 'first run',
  second: 'second run',
  crashPoints: 'crash points',
};

/** What a run is doing, on stderr: a bar on a terminal, a line for each migration elsewhere. */
export class VerifyProgress {
  readonly #bar: SingleBar | undefined;

  constructor(total: number) {
    if (!process.stderr.isTTY) return;
    const format = '{bar} {value}/{total} {migration} {doing}';
    this.#bar = new SingleBar({ format, clearOnComplete: true, noTTYOutput: false }, Presets.shades_classic);
    this.#bar.start(total, 0, { migration: '', doing: '' });
  }

  phase(migration: string, phase: Phase): void {
    this.#bar?.update({ migration, doing: DOING[phase] });
  }

  proved(migration: string, proof: Proof): void {
    if (this.#bar) this.#bar.increment({ migration });
    else process.stderr.write(`${verdictOf(proof).padEnd(7)} ${migration} (${proof.milliseconds} ms)\n`);
  }

  /** A line that stays, above the bar. */
  note(line: string): void {
    if (this.#bar) process.stderr.write('\r\u001B[K');
    complain(line);
  }

  end(): void {
    this.#bar?.stop();
  }
}
