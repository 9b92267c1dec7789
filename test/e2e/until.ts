import { setTimeout as pause } from 'node:timers/promises';

/** Waits until `check` holds, and gives what it gave; fails with `what` when it never does. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = 20_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const result = await check();
    if (result !== undefined && result !== false) return result;
    if (Date.now() > end) throw new Error(`It did not happen in ${limitMs / 1000} s: ${what}`);
    await pause(25);
  }
}
