import { GONE, type Value, whenever } from './objects';
import { VersionedMap } from './versionedMap';

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

/** What of an object differs: the whole of it, or those of its columns, constraints and other parts that do. */
export type Difference = 'whole' | ReadonlySet<string>;

/** What differs between two values of one object; undefined when nothing does. */
export function differenceOf(a: Value | undefined, b: Value | undefined): Difference | undefined {
  if (sameValue(a, b)) return undefined;
  if (a === undefined || a === GONE || b === undefined || b === GONE || !('columns' in a) || !('columns' in b))
    return 'whole';
  const parts = new Set<string>();
  for (const field of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (KNOWLEDGE.has(field)) continue;
    const [left, right] = [a[field as keyof typeof a], b[field as keyof typeof b]] as [unknown, unknown];
    if (isMap(left) && isMap(right)) {
      if (field !== 'properties' && !sameOrder(left, right)) return 'whole';
      for (const name of new Set([...left.keys(), ...right.keys()]))
        if (!isNote(name) && !samePart(left.get(name), right.get(name)))
          for (const part of [`${field} ${name}`, ...makersOf(left.get(name), right.get(name))]) parts.add(part);
    } else if (left instanceof Set && right instanceof Set) {
      for (const element of new Set([...left, ...right]))
        if (left.has(element) !== right.has(element)) parts.add(`${field} ${element}`);
    } else if (!equal(left, right, thereOf)) parts.add(field);
  }
  return parts;
}

/** True when two differences of one object have something in common. */
export function overlap(a: Difference, b: Difference): boolean {
  return a === 'whole' || b === 'whole' || [...a].some((part) => b.has(part));
}

/** A column keeps its maker when it gets another name. */
function makersOf(...parts: readonly unknown[]): string[] {
  return parts.flatMap((part) =>
    typeof part === 'object' && part !== null && 'maker' in part ? [`maker ${part.maker}`] : [],
  );
}

function samePart(a: unknown, b: unknown): boolean {
  const isThere = (value: unknown) => value !== undefined && value !== GONE;
  return isThere(a) ? equal(a, b, thereOf) : !isThere(b);
}

/** What is there in both stands in the same order. */
function sameOrder(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>): boolean {
  const shared = (map: typeof a, other: typeof a) =>
    thereOf(map).flatMap(([name]) => (other.has(name) && other.get(name) !== GONE ? [name] : []));
  const right = shared(b, a);
  return shared(a, b).every((name, i) => name === right[i]);
}

/** What is gone has no place in the order of columns and labels, and is no less gone when nobody says so. */
function thereOf(map: ReadonlyMap<unknown, unknown>): readonly (readonly [unknown, unknown])[] {
  return [...map].filter(([, value]) => value !== GONE);
}

/** Whether all parts of an object are known, and what they stand on, follows from the rest of what two runs leave. */
const KNOWLEDGE = new Set(['closed', 'presumed', 'needs']);

/** A property that only tells what statements have done, for others to ask. */
export const NOTE = 'note of ';

function isNote(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith(NOTE);
}

function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  return value instanceof Map || value instanceof VersionedMap;
}

type Entries = (map: ReadonlyMap<unknown, unknown>) => readonly (readonly [unknown, unknown])[];

function equal(a: unknown, b: unknown, entries: Entries): boolean {
  if (a === b) return true;
  if (typeof a === 'string' && typeof b === 'string') return entries === thereOf && whenever(a) === whenever(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isMap(a) && isMap(b)) {
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
    keys.every(
      (key) =>
        (KNOWLEDGE.has(key) && entries === thereOf) ||
        equal(a[key as keyof typeof a], b[key as keyof typeof b], entries),
    )
  );
}
