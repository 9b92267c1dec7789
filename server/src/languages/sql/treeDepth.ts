/** What walks a tree calls itself once or more for each level, and must not run out of stack. */
const DEEPEST = 1_000;

const [QUOTE, OPEN_LIST, BACKSLASH, CLOSE_LIST, OPEN, CLOSE] = [34, 91, 92, 93, 123, 125];

/** True when a JSON text is nested so deeply that its tree is not safe to walk: 500 operators or 1,000 UNIONs in a chain. */
export function isTooDeep(json: string): boolean {
  // Each level takes a brace, a key of at least three characters and a colon.
  if (json.length < DEEPEST * 5) return false;
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === QUOTE) i = endOfString(json, i);
    else if (code === OPEN || code === OPEN_LIST) {
      if (++depth > DEEPEST) return true;
    } else if (code === CLOSE || code === CLOSE_LIST) depth--;
  }
  return false;
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json.charCodeAt(at) !== QUOTE) at += json.charCodeAt(at) === BACKSLASH ? 2 : 1;
  return at;
}
