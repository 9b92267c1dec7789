import { GONE, type Value } from './objects';

/** True when two values describe the same object: who made it and all that is there of it, whatever run made it. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || a === GONE || b === undefined || b === GONE) return false;
  const known = compared.get(a);
  if (known?.with === b) return known.same;
  const same = equal(a, b, thereOf);
  compared.set(a, { with: b, same });
  return same;
}

/** Each keystroke compares the same values again. */
const compared = new WeakMap<object, { readonly with: object; readonly same: boolean }>();

/** True when two values are equal in all that is known of them, what is known to be gone too. */
export function equalValue(a: unknown, b: unknown): boolean {
  return equal(a, b, (map) => [...map]);
}

/** What is gone has no place in the order of columns and labels, and is no less gone when nobody says so. */
function thereOf(map: ReadonlyMap<unknown, unknown>): readonly (readonly [unknown, unknown])[] {
  return [...map].filter(([, value]) => value !== GONE);
}

type Entries = (map: ReadonlyMap<unknown, unknown>) => readonly (readonly [unknown, unknown])[];

function equal(a: unknown, b: unknown, entries: Entries): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Map && b instanceof Map) {
    // Order counts: it is the order of columns and of enum labels.
    const left = entries(a);
    const right = entries(b);
    return (
      left.length === right.length &&
      left.every(([key, value], i) => right[i]![0] === key && equal(value, right[i]![1], entries))
    );
  }
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((element) => b.has(element));
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((element, i) => equal(element, b[i], entries));
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => equal(a[key as keyof typeof a], b[key as keyof typeof b], entries))
  );
}
