import { reportBreaks, sqlRule } from './context';

/** CREATE TABLE must not fail when the table is already there. */
export const createTable = sqlRule({
  id: 'sql/create-table',
  severity: 'error',
  docs: {
    summary: 'CREATE TABLE must not fail when the table is already there.',
    why: 'A second run stops with 42P07 duplicate_table, and the statements after it never run.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      `CREATE TABLE audit_logs (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid()
);`,
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `CREATE TABLE user_emails AS SELECT id, email FROM users;`,
      },
    ],
    good: [
      `CREATE TABLE IF NOT EXISTS audit_logs (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid()
);`,
    ],
    whenOff:
      'Switch it off for a folder whose migrations are run exactly once by hand; a migration tool that repeats them after a failure needs it.',
  },
  check: reportBreaks('create-table', ({ stop: { reason } }) =>
    reason.missing ? 'Guard it on what it reads.' : 'Write CREATE TABLE IF NOT EXISTS.',
  ),
});
