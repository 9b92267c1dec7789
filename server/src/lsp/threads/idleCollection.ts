import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How long nothing may have been done before memory is given back, in milliseconds. */
const IDLE_MS = 2_000;

/** How many bytes more than after the last time make it worth the pause, which is some tenths of a second long. */
const WORTH = 40 * 1024 * 1024;

/**
 * Gives memory back to the system once a thread has had nothing to do for a while: V8 keeps what it needed when it had
 * most to do, and a server is idle for most of its life.
 */
export class IdleCollection {
  #collect: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The size of V8's heap after the last time, in bytes. */
  #size = getHeapStatistics().total_heap_size;

  /** Something has been done. */
  noteWork(): void {
    if (this.#timer) this.#timer.refresh();
    else this.#timer = setTimeout(() => this.#giveBack(), IDLE_MS).unref();
  }

  #giveBack(): void {
    this.#timer = undefined;
    if (getHeapStatistics().total_heap_size - this.#size < WORTH) return;
    this.#collect ??= collector();
    this.#collect();
    this.#size = getHeapStatistics().total_heap_size;
  }
}

/** Only a compacted heap has empty pages, which is what can be given back. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => {
    setFlagsFromString('--compact-on-every-full-gc');
    collect();
    setFlagsFromString('--no-compact-on-every-full-gc');
  };
}
