import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../core/edit';
import { minimalEdits } from './minimalEdits';

const TEXT = fc
  .array(fc.constantFrom('a', 'b', '\n', '\r\n', '\r', '😀'), { maxLength: 40 })
  .map((parts) => parts.join(''));

describe('minimalEdits', () => {
  it('turns any text into any other', () => {
    fc.assert(
      fc.property(TEXT, TEXT, (before, after) => {
        expect(applyEdits(before, minimalEdits(before, after))).toBe(after);
      }),
    );
  });

  it('leaves the lines alone that stay as they are', () => {
    expect(minimalEdits('a\nb\nc\nd\n', 'a\nx\nc\nd\n')).toEqual([{ start: 2, end: 4, text: 'x\n' }]);
    expect(minimalEdits('a\nb\n', 'a\nx\nb\n')).toEqual([{ start: 2, end: 2, text: 'x\n' }]);
    expect(minimalEdits('a\nb\n', 'a\nb\n')).toEqual([]);
  });
});
