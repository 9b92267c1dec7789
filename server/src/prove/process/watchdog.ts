import { writeSync } from 'node:fs';
import { setInterval } from 'node:timers';

/** What a watchdog watches over. */
export interface Watch {
  /** The process that started this one. */
  readonly parent: number;
  /** The most resident memory of this process, in megabytes. */
  readonly memory: number;
}

/** The last line of a process that took too much memory. */
export const MEMORY_EXCEEDED = 'ehr-schema verify: more memory than allowed';

const EVERY_MS = 250;
/** How long the process may go on to clean up when its parent is gone. */
const ORPHAN_MS = 5000;

/**
 * Ends the process when it takes too much memory or its parent is gone. Runs in a thread of its own, because the embedded
 * PostgreSQL holds the main one for as long as a statement runs.
 */
export function watch({ parent, memory }: Watch): void {
  let orphanFor = 0;
  setInterval(() => {
    orphanFor = isRunning(parent) ? 0 : orphanFor + EVERY_MS;
    const tooLarge = process.memoryUsage.rss() > memory * 1e6;
    if (tooLarge) writeSync(2, `${MEMORY_EXCEEDED}\n`);
    if (tooLarge || orphanFor > ORPHAN_MS) process.kill(process.pid, 'SIGKILL');
  }, EVERY_MS);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
