import { reportBreaks, sqlRule } from './context';

/** CREATE of a schema, extension, sequence, view, function, trigger, policy or role must not fail when it is already there. */
export const createObject = sqlRule({
  id: 'sql/create-object',
  severity: 'error',
  docs: {
    summary:
      'CREATE of a schema, extension, sequence, view, function, trigger, policy or role must not fail when it is already there.',
    why: 'A second run stops with 42710, 42P07, 42P06 or 42723, depending on the kind of object.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      `CREATE EXTENSION pgcrypto;`,
      `CREATE SEQUENCE invoice_numbers;`,
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `CREATE VIEW user_emails AS SELECT email FROM users;`,
      },
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `CREATE POLICY own_rows ON users FOR SELECT USING (email = current_user);`,
      },
    ],
    good: [
      `CREATE EXTENSION IF NOT EXISTS pgcrypto;`,
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `CREATE OR REPLACE VIEW user_emails AS SELECT email FROM users;`,
      },
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `DROP POLICY IF EXISTS own_rows ON users;
CREATE POLICY own_rows ON users FOR SELECT USING (email = current_user);`,
      },
    ],
    whenOff:
      'Switch it off for a folder whose migrations are run exactly once by hand; a migration tool that repeats them after a failure needs it.',
  },
  check: reportBreaks(
    'create-object',
    () => 'Use OR REPLACE or IF NOT EXISTS where PostgreSQL has it, else drop it first if it exists or guard it.',
  ),
});
