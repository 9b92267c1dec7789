/** How many elements (of a text: UTF-16 units) two lists have in common at the beginning, and how many then at the end. */
export function sameEnds(
  before: ArrayLike<unknown>,
  after: ArrayLike<unknown>,
): readonly [first: number, last: number] {
  if (before === after) return [after.length, 0];
  const limit = Math.min(before.length, after.length);
  let first = 0;
  while (first < limit && before[first] === after[first]) first++;
  let last = 0;
  while (last < limit - first && before[before.length - 1 - last] === after[after.length - 1 - last]) last++;
  return [first, last];
}
