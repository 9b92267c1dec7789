import { describe, expect, it } from 'vitest';
import { catalogDiff } from './catalogDiff';

describe('catalogDiff', () => {
  it('puts what was left and what came right', () =>
    expect(catalogDiff(['table old: removed', 'table new: added'])).toEqual({
      expected: 'table old',
      actual: 'table new',
    }));

  it('shows both values of an aspect', () =>
    expect(catalogDiff(["column users.department: default 'x' → none"])).toEqual({
      expected: "column users.department: default 'x'",
      actual: 'column users.department: default none',
    }));

  it('shows how many rows there were and are', () =>
    expect(catalogDiff(['rows of users: 3 → 4', 'rows of clients: none → 2'])).toEqual({
      expected: 'rows of users: 3\nrows of clients: none',
      actual: 'rows of users: 4\nrows of clients: 2',
    }));

  it('keeps a sentence of another form', () =>
    expect(catalogDiff(['rows of users: contents changed', 'something'])).toEqual({
      expected: '',
      actual: 'rows of users: contents changed\nsomething',
    }));
});
