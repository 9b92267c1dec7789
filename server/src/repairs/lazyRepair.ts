import type { Edit } from '../core/edit';
import type { Repair } from '../core/finding';

/** A repair whose edits are worked out when someone asks for them: most findings are looked at and never repaired. */
export function lazyRepair(title: string, safe: boolean, edits: () => readonly Edit[]): Repair {
  let known: readonly Edit[] | undefined;
  return {
    title,
    safe,
    get edits() {
      known ??= edits();
      return known;
    },
  };
}
