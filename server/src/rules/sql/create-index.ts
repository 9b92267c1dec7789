import { reportBreaks, sqlRule } from './context';

/** CREATE INDEX must not fail when the index is already there, nor build a second one under another name. */
export const createIndex = sqlRule({
  id: 'sql/create-index',
  severity: 'error',
  docs: {
    summary: 'CREATE INDEX must not fail when the index is already there, nor build a second one under another name.',
    why: 'A second run stops with 42P07 duplicate_table. An index without a name does not fail: it is built again under a new name and slows down every write.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `CREATE UNIQUE INDEX users_email_key ON users(email);`,
      },
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `CREATE INDEX ON users(email);`,
      },
    ],
    good: [
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `CREATE INDEX IF NOT EXISTS idx_users_email ON users(email);`,
      },
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT); CREATE INDEX idx_users_email ON users(email);`,
        text: `DROP INDEX IF EXISTS idx_users_email;
CREATE INDEX idx_users_email ON users(email, id);`,
      },
    ],
    whenOff:
      'Switch it off for a folder whose migrations are run exactly once by hand; a migration tool that repeats them after a failure needs it.',
    notes: `\`CREATE INDEX CONCURRENTLY\` cannot stand beside another statement in one migration (25001), and a build that failed leaves an invalid index behind that \`IF NOT EXISTS\` keeps. Drop an invalid index in a migration of its own: \`DROP INDEX CONCURRENTLY IF EXISTS name;\`.`,
  },
  check: reportBreaks('create-index', () => 'Write CREATE INDEX IF NOT EXISTS with a name.'),
});
