import { conflict, type Edit } from '../core/edit';
import type { Finding } from '../core/finding';

/** The edits of each finding's first safe repair, by path; one that conflicts with an earlier one waits for the next round. */
export function safeEdits(path: string, findings: readonly Finding[]): ReadonlyMap<string, readonly Edit[]> {
  const byPath = new Map<string, Edit[]>();
  const chosen: Edit[] = [];
  for (const { repairs } of findings) {
    const repair = repairs.find(({ safe }) => safe);
    if (!repair) continue;
    const edits = repair.edits.map((edit) => ({ ...edit, path: edit.path ?? path }));
    if (conflict(edits, chosen)) continue;
    chosen.push(...edits);
    for (const edit of edits) byPath.set(edit.path, [...(byPath.get(edit.path) ?? []), edit]);
  }
  return byPath;
}
