import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdits, conflict, type Edit } from '../core/edit';
import type { Finding } from '../core/finding';
import { safeEdits } from './fixing';

function finding(edits: readonly Edit[], safe = true): Finding {
  const span = { start: 0, end: 0 };
  return { rule: 'r', severity: 'error', message: '', span, repairs: [{ title: '', safe, edits }], related: [] };
}

const TEXT = 'x'.repeat(40);
const EDIT = fc
  .tuple(fc.nat(40), fc.nat(6), fc.constantFrom('', 'a', 'bb'))
  .map(([start, length, text]) => ({ start, end: Math.min(40, start + length), text }));

it('chooses the same edits as one that compares each with each', () => {
  fc.assert(
    fc.property(fc.array(EDIT, { maxLength: 30 }), (edits) => {
      const chosen: Edit[] = [];
      for (const edit of edits) if (!conflict([edit], chosen)) chosen.push(edit);
      const found =
        safeEdits(
          '/a',
          edits.map((edit) => finding([edit])),
        ).get('/a') ?? [];
      expect(new Set(found)).toEqual(new Set(chosen));
      expect(applyEdits(TEXT, found)).toBe(applyEdits(TEXT, chosen));
    }),
  );
});

it('takes a repair whole or not at all, over several files', () => {
  const first = finding([{ start: 0, end: 2, text: 'a' }]);
  const second = finding([
    { start: 1, end: 3, text: 'b' },
    { start: 0, end: 0, text: 'c', path: '/b' },
  ]);
  expect(safeEdits('/a', [first, second])).toEqual(new Map([['/a', [{ start: 0, end: 2, text: 'a' }]]]));
  expect([...safeEdits('/a', [second]).keys()]).toEqual(['/a', '/b']);
});

it('leaves suggestions alone', () => {
  expect(safeEdits('/a', [finding([{ start: 0, end: 1, text: '' }], false)])).toEqual(new Map());
});
