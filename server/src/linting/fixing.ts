import { conflict, type Edit } from '../core/edit';
import type { Finding } from '../core/finding';

/** The edits of each finding's first safe repair, by path; one that conflicts with an earlier one waits for the next round. */
export function safeEdits(path: string, findings: readonly Finding[]): ReadonlyMap<string, readonly Edit[]> {
  const chosen = new Map<string, OrderedEdits>();
  const at = (target: string): OrderedEdits => {
    const edits = chosen.get(target) ?? new OrderedEdits();
    chosen.set(target, edits);
    return edits;
  };
  for (const { repairs } of findings) {
    const edits = repairs.find(({ safe }) => safe)?.edits ?? [];
    if (edits.some((edit) => at(edit.path ?? path).conflictsWith(edit))) continue;
    for (const edit of edits) at(edit.path ?? path).add(edit);
  }
  return new Map([...chosen].filter(([, { all }]) => all.length > 0).map(([target, { all }]) => [target, all]));
}

/** Edits of one document that do not conflict, in order, so that a file with thousands of findings is no harder for it. */
class OrderedEdits {
  readonly all: Edit[] = [];

  conflictsWith(edit: Edit): boolean {
    // At most an insertion and a replacement begin at one place: two steps back reach whatever could cover this one.
    for (let i = Math.max(0, this.#behind(edit.start - 1) - 2); i < this.all.length; i++) {
      const other = this.all[i]!;
      if (other.start > edit.end) return false;
      if (conflict([{ ...edit, path: undefined }], [{ ...other, path: undefined }])) return true;
    }
    return false;
  }

  add(edit: Edit): void {
    this.all.splice(this.#behind(edit.start), 0, edit);
  }

  /** The index behind the last edit that begins at an offset or before it. */
  #behind(offset: number): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.all[middle]!.start <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
