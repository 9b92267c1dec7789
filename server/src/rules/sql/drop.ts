import type { Cause } from '../../rerun/catalog/run';
import { reportBreaks, sqlRule } from './context';

/** DROP must not fail when the object is already gone. */
export const drop = sqlRule({
  id: 'sql/drop',
  severity: 'error',
  docs: {
    summary: 'DROP must not fail when the object is already gone.',
    why: 'A second run stops with 42P01, 42703 or 42704, because the first run dropped it.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `DROP TABLE users;`,
      },
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `ALTER TABLE users DROP COLUMN email;`,
      },
      {
        before: `CREATE TABLE clients (id UUID PRIMARY KEY); CREATE TABLE appointments (id UUID PRIMARY KEY, client_id UUID, code TEXT); ALTER TABLE appointments ADD CONSTRAINT fk FOREIGN KEY (client_id) REFERENCES clients(id);`,
        text: `ALTER TABLE appointments DROP CONSTRAINT fk;
DROP TABLE appointments;`,
      },
    ],
    good: [
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `DROP TABLE IF EXISTS users;`,
      },
      {
        before: `CREATE TABLE clients (id UUID PRIMARY KEY); CREATE TABLE appointments (id UUID PRIMARY KEY, client_id UUID, code TEXT); ALTER TABLE appointments ADD CONSTRAINT fk FOREIGN KEY (client_id) REFERENCES clients(id);`,
        text: `ALTER TABLE IF EXISTS appointments DROP CONSTRAINT IF EXISTS fk;
DROP TABLE IF EXISTS appointments;`,
      },
    ],
    whenOff:
      'Switch it off for a folder whose migrations are run exactly once by hand; a migration tool that repeats them after a failure needs it.',
    notes: `When the same file drops or renames the **table** later, \`DROP CONSTRAINT IF EXISTS\` is not enough: the table is gone by then, and the repair writes \`ALTER TABLE IF EXISTS\` too.

A function, view, sequence or type that the file drops, makes anew and **puts to use** (in a trigger, policy, default, check, index or another view) cannot be dropped a second time: 2BP01. The repair drops it only while nothing stands on it; its CREATE then needs OR REPLACE or a guard of its own. So it is with a role that the file drops, makes anew and gives something to. With CASCADE the second run takes along what the file makes later, and makes it again.`,
  },
  check: reportBreaks('drop', ({ stop }) => ADVICE[stop.reason.cause] ?? 'Write IF EXISTS.'),
});

const ADVICE: Partial<Record<Cause, string>> = {
  'depended on': 'Guard it on what only the old object has.',
  ambiguous: 'Name the types of its arguments.',
  'other kind': 'Guard it on the kind of object that it drops.',
  'in use': 'Drop it only while nothing stands on it.',
};
