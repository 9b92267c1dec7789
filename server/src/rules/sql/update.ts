import { reportBreaks, sqlRule } from './context';

/** UPDATE must give the same result when it runs on its own result. */
export const update = sqlRule({
  id: 'sql/update',
  severity: 'error',
  docs: {
    summary: 'UPDATE must give the same result when it runs on its own result.',
    why: '"SET n = n + 1" counts twice, volatile values are drawn again, what is encrypted is encrypted once more, values that are shifted one by one move on, and a back-fill from a column that the file drops fails with 42703.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TABLE counters (id UUID PRIMARY KEY, n INT);`,
        text: `UPDATE counters SET n = n + 1;`,
      },
      {
        before: `CREATE TABLE clients (id UUID PRIMARY KEY, name TEXT, full_name TEXT);`,
        text: `UPDATE clients SET full_name = name;
ALTER TABLE clients DROP COLUMN IF EXISTS name;`,
      },
      {
        before: `CREATE TABLE visits (id INT PRIMARY KEY, status TEXT); INSERT INTO visits VALUES (1, 'done'), (2, 'closed');`,
        text: `UPDATE visits SET status = 'archived' WHERE status = 'closed';
UPDATE visits SET status = 'closed' WHERE status = 'done';`,
      },
    ],
    good: [
      {
        before: `CREATE TABLE clients (id UUID PRIMARY KEY, name TEXT);`,
        text: `UPDATE clients SET name = lower(name);`,
      },
      {
        before: `CREATE TABLE visits (id INT PRIMARY KEY, status TEXT); INSERT INTO visits VALUES (1, 'open'), (2, 'closed');`,
        text: `UPDATE visits SET status = CASE status WHEN 'closed' THEN 'archived' WHEN 'open' THEN 'planned' ELSE status END;`,
      },
    ],
    whenOff:
      'Switch it off for a folder whose migrations are run exactly once by hand; a migration tool that repeats them after a failure needs it.',
    notes: `Constants and functions of other columns settle, and so do lower, upper, trim, coalesce and their kin on the column itself. A value that is made unique is found by no second run where the statement chooses its rows by their duplicates: by a row_number() within the value's rows, GROUP BY … HAVING, or another row that has it. What cannot be told is not reported.`,
  },
  check: reportBreaks('update', () => 'Restrict it to rows that the first run has not done, or guard it.'),
});
