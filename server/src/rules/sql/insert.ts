import { SQLSTATE } from '../../rerun/catalog/run';
import { reportBreaks, sqlRule } from './context';

/** INSERT must not add the same rows again. */
export const insert = sqlRule({
  id: 'sql/insert',
  severity: 'error',
  docs: {
    summary: 'INSERT must not add the same rows again.',
    why: 'With explicit keys a second run stops with 23505 unique_violation; with generated keys it silently adds every row once more.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TABLE roles (id TEXT PRIMARY KEY, label TEXT);`,
        text: `INSERT INTO roles (id, label) VALUES ('admin', 'Administrator');`,
      },
      {
        before: `CREATE TABLE notices (id SERIAL PRIMARY KEY, body TEXT);`,
        text: `INSERT INTO notices (body) VALUES ('Welcome');`,
      },
    ],
    good: [
      {
        before: `CREATE TABLE roles (id TEXT PRIMARY KEY, label TEXT);`,
        text: `INSERT INTO roles (id, label) VALUES ('admin', 'Administrator') ON CONFLICT DO NOTHING;`,
      },
    ],
    whenOff:
      'Switch it off for a folder whose migrations are run exactly once by hand; a migration tool that repeats them after a failure needs it.',
    notes: `Where the key is generated, ON CONFLICT cannot see that a row is the same. Only a person knows which columns make it so; the repair compares all that are given and is a suggestion. A key that a variable of a DO block draws anew in each run, or has from another row that is put in again, is no less generated. Where ON CONFLICT puts no row in, \`RETURNING … INTO\` leaves its variable NULL: what the block does with it then has to look the row up.

A query that looks for missing rows (\`NOT EXISTS\`, \`NOT IN\`, \`EXCEPT\`, a join for what has no partner) is a guard where it looks in the table that it fills, or in one that the file fills as well; what it misses anywhere else it misses again. Rows that are moved (\`INSERT … SELECT\`, and behind it a \`DELETE\` where they came from) are found by no second run, but a stop in between leaves them in both tables: \`sql/resumable\` tells of that.`,
  },
  check: reportBreaks('insert', ({ stop: { effect, reason } }) => {
    if (reason.cause === 'rows lost') return 'Guard it, together with the statements that fill and empty these tables.';
    if (reason.sqlstate === SQLSTATE.notNullViolation) return 'Look the row up where none is put in.';
    if (effect !== 'error') return 'Insert only rows that are not there yet.';
    return reason.cause === 'rows again'
      ? 'Write ON CONFLICT DO NOTHING.'
      : 'Guard it on what the statement needs, together with the one that takes that away.';
  }),
});
