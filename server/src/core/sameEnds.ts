/** How many elements two lists have in common at the beginning, and how many then at the end; elements are the same or not. */
export function sameEnds(
  before: readonly unknown[],
  after: readonly unknown[],
): readonly [first: number, last: number] {
  const limit = Math.min(before.length, after.length);
  let first = 0;
  while (first < limit && before[first] === after[first]) first++;
  let last = 0;
  while (last < limit - first && before[before.length - 1 - last] === after[after.length - 1 - last]) last++;
  return [first, last];
}
