import { Presets, SingleBar } from 'cli-progress';

/** Fewer files than this are done before a bar could be read. */
const WORTH_A_BAR = 300;

/** A bar on stderr for long runs, on a terminal only. */
export class Progress {
  readonly #bar: SingleBar | undefined;

  constructor(total: number, wanted: boolean) {
    if (!wanted || total < WORTH_A_BAR || !process.stderr.isTTY) return;
    this.#bar = new SingleBar({ format: '{bar} {value}/{total} files', clearOnComplete: true }, Presets.shades_classic);
    this.#bar.start(total, 0);
  }

  step(): void {
    this.#bar?.increment();
  }

  end(): void {
    this.#bar?.stop();
  }
}
