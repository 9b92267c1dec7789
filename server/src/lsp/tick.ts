/** Lets what has come in meanwhile go first. */
export function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
