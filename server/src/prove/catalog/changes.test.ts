import { expect, test } from 'vitest';
import { changes, unstableBetween, without } from './changes';

const before = new Map([
  ['column public.users.department', '{"type":"text","default":"\'x\'"}'],
  ['table public.old', '{}'],
  ['rows of public.users', '{"count":3,"contents":"a"}'],
  ['rows of app."T"', '{"count":1,"contents":"a"}'],
  ['rows of public.gone', '{"count":2,"contents":"a"}'],
  ['view app.v', '{"definition":"SELECT 1\\n  FROM t"}'],
]);
const after = new Map([
  ['column public.users.department', '{"type":"text","default":null}'],
  ['table public.new', '{}'],
  ['rows of public.users', '{"count":4,"contents":"b"}'],
  ['rows of app."T"', '{"count":1,"contents":"b"}'],
  ['rows of public.filled', '{"count":5,"contents":"a"}'],
  ['view app.v', '{"definition":"SELECT 2"}'],
]);

test('says in words what changed, and never what stands in a row', () =>
  expect(changes(before, after)).toEqual([
    "column users.department: default 'x' → none",
    'table new: added',
    'rows of users: 3 → 4',
    'rows of app."T": contents changed',
    'rows of filled: none → 5',
    'view app.v: definition SELECT 1 FROM t → SELECT 2',
    'table old: removed',
    'rows of gone: 2 → none',
  ]));

test('finds nothing in what is equal', () => expect(changes(before, new Map(before))).toEqual([]));

test('leaves out what differs between two runs, but for the count of rows that is the same in both', () => {
  const unstable = unstableBetween(before, after);
  expect([...without(before, unstable)]).toEqual([['rows of app."T"', '{"count":1}']]);
  expect(changes(without(before, unstable), new Map([['rows of app."T"', '{"count":2}']]))).toEqual([
    'rows of app."T": 1 → 2',
  ]);
});
