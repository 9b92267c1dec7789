import { headOf } from '../../languages/sql/layout';
import { statementsWith } from '../../languages/sql/statementsWith';
import type { SqlDocument, Statement } from '../../languages/sql/syntax';
import type { FirstRun } from '../../rerun/first-run';
import { withFirstRun } from '../../workspace/history/documentRuns';
import { type Drift, driftsOf } from '../../workspace/history/drift';
import { type Guarded, guardedStatements, mayGuard } from '../../workspace/statements/skipped';
import { sqlRule } from './context';

/** IF NOT EXISTS asks for a name only. */
export const hiddenDrift = sqlRule({
  id: 'sql/hidden-drift',
  severity: 'warning',
  docs: {
    summary: 'IF NOT EXISTS stands over what the history made in the same way, or did not make at all.',
    why: 'IF NOT EXISTS, and a DO block that does the same, ask for a name and nothing else. Where the history has made a table, column or index of that name differently, the new definition is silently ignored: the migration succeeds, and the database is not what the file says.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: 'CREATE TABLE IF NOT EXISTS users (id UUID PRIMARY KEY, department TEXT);',
        text: `CREATE TABLE IF NOT EXISTS users (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    email VARCHAR(255) NOT NULL UNIQUE
);
`,
      },
      {
        before: 'CREATE TABLE IF NOT EXISTS users (id UUID PRIMARY KEY, department TEXT);',
        text: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;
`,
      },
      {
        before: `CREATE TABLE IF NOT EXISTS users (id UUID PRIMARY KEY, department TEXT, email TEXT);
CREATE INDEX IF NOT EXISTS idx_users ON users(department);`,
        text: 'CREATE INDEX IF NOT EXISTS idx_users ON users(email);\n',
      },
    ],
    good: [
      {
        before: 'CREATE TABLE IF NOT EXISTS users (id UUID PRIMARY KEY);',
        text: `CREATE TABLE IF NOT EXISTS users (id UUID PRIMARY KEY);

ALTER TABLE users ADD COLUMN IF NOT EXISTS department VARCHAR(100);
CREATE INDEX IF NOT EXISTS idx_users_department ON users(department);
`,
      },
      {
        before: 'CREATE TABLE IF NOT EXISTS users (id UUID PRIMARY KEY);',
        text: `CREATE TABLE IF NOT EXISTS users (id UUID PRIMARY KEY, department VARCHAR(100));
ALTER TABLE users ADD COLUMN IF NOT EXISTS department VARCHAR(100);
`,
      },
    ],
    whenOff: 'Where one history serves databases that began in different shapes.',
    notes:
      'What is there is known from the migrations before the file, through their renames and drops. Compared are the columns of a table with their types, NOT NULL and whether they have a default; primary, unique and foreign keys; the table, the columns and the uniqueness of an index; the labels of an enum that a DO block guards. What is there besides is no difference, and neither is what a later statement of the same file puts right, such as the ADD COLUMN of a column that CREATE TABLE names. Guards are IF NOT EXISTS, the condition of a DO block that is known to fail, and an exception handler for duplicates.\n\nThere is no repair: only a person knows whether the old or the new shape is meant. Mostly it is an ALTER TABLE that was forgotten, or a name that was already taken.',
  },
  check({ document, workspace, path, tools, report }) {
    if (guarding(document).length === 0) return;
    const found = withFirstRun(workspace, path, document, tools.sql, (first) => driftsIn(document, first));
    for (const { outer, guarded, drift, differences } of found) {
      const { statement, node } = guarded;
      const head = headOf(statement.syntax, node, drift.part);
      const start = (statement === outer ? 0 : outer.start) + statement.start;
      const at = statement.generated
        ? { start, end: start + statement.end - statement.start }
        : { start: start + head.start, end: start + head.end };
      const message = `${drift.object} is there already and stays as it is: ${inWords(differences)}. Change it with ALTER, or choose another name.`;
      report({ at, message });
    }
  },
});

interface Found {
  readonly outer: Statement;
  readonly guarded: Guarded;
  readonly drift: Drift;
  readonly differences: readonly string[];
}

const guarding = statementsWith(mayGuard);

/** The definitions that are ignored, with the differences that the file does not put right itself. */
function driftsIn(document: SqlDocument, first: FirstRun): readonly Found[] {
  const { run } = first;
  const isThere = guarding(document).some((outer) =>
    guardedStatements(run, outer).some(({ node }) => driftsOf(run, node).length > 0),
  );
  // A history is mostly new names: nothing more has to be run for these.
  if (!isThere) return [];
  const found = document.statements.flatMap((outer): Found[] => {
    const now = guardedStatements(run, outer).flatMap((guarded) =>
      driftsOf(run, guarded.node).map((drift) => ({ outer, guarded, drift, differences: drift.differences })),
    );
    // The first run is believed to make what a handler guards; here it is known not to.
    if (now.length === 0 || !outer.syntax.block) first.next();
    else first.skip();
    return now;
  });
  return found.flatMap((one) => {
    const after = driftsOf(run, one.guarded.node).find(({ part }) => part === one.drift.part);
    const differences = one.differences.filter((difference) => after?.differences.includes(difference));
    return differences.length ? [{ ...one, differences }] : [];
  });
}

function inWords(clauses: readonly string[]): string {
  const shown = clauses.slice(0, MOST);
  const rest = clauses.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join() : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

const MOST = 4;
