import { reportBreaks, sqlRule } from './context';

/** RENAME must not fail when the new name is there and the old one is gone. */
export const rename = sqlRule({
  id: 'sql/rename',
  severity: 'error',
  docs: {
    summary: 'RENAME must not fail when the new name is there and the old one is gone.',
    why: 'A second run stops with 42703, 42P01 or 42704: nothing has the old name any more.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `ALTER TABLE users RENAME COLUMN email TO email_address;`,
      },
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `ALTER TABLE users RENAME TO accounts;`,
      },
    ],
    good: [
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `ALTER TABLE IF EXISTS users RENAME TO accounts;`,
      },
    ],
    whenOff:
      'Switch it off for a folder whose migrations are run exactly once by hand; a migration tool that repeats them after a failure needs it.',
    notes: `A swap of two names cannot be told from its undoing, so it has no safe repair: use a marker of your own.`,
  },
  check: reportBreaks('rename', () => 'Rename only where the old name is there and the new one is not.'),
});
