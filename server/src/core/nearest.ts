import { closest, distance } from 'fastest-levenshtein';

/** The name most like the wrong one, or undefined when none is like enough to be meant. */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const folded = new Map(names.map((name) => [name.toLowerCase(), name]));
  const best = closest(wrong.toLowerCase(), [...folded.keys()]);
  const likeEnough = distance(wrong.toLowerCase(), best) <= Math.max(2, Math.floor(best.length / 3));
  return likeEnough ? folded.get(best) : undefined;
}
