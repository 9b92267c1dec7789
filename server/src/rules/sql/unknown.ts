import { headOf } from '../../languages/sql/layout';
import { sqlRule } from './context';

/** What nobody can tell without running it is at least named. */
export const unknown = sqlRule({
  id: 'sql/unknown',
  severity: 'off',
  docs: {
    summary: 'Of every statement it is known what a second run does with it.',
    why: 'A statement is reported when a second run is known to fail on it or to change something, and nothing is said where only the database can tell: a DO block that puts its SQL together in a loop, an UPDATE by the clock, a kind of statement that is not analysed. This rule names those places, so that silence is never mistaken for proof.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: 'CREATE TABLE clients (id UUID PRIMARY KEY); CREATE TABLE appointments (id UUID PRIMARY KEY);',
        text: `DO $$
DECLARE
    found RECORD;
BEGIN
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE 'ALTER TABLE ' || quote_ident(found.tablename) || ' ENABLE ROW LEVEL SECURITY';
    END LOOP;
END $$;
`,
      },
    ],
    good: [
      {
        before: 'CREATE TABLE clients (id UUID PRIMARY KEY); CREATE TABLE appointments (id UUID PRIMARY KEY);',
        text: `ALTER TABLE clients ENABLE ROW LEVEL SECURITY;
ALTER TABLE appointments ENABLE ROW LEVEL SECURITY;
`,
      },
    ],
    whenOff:
      'It is off by default: most of what it names is right. Switch it on for a review, or list the places once with `ehr-schema check --list-unknown`.',
    notes:
      'There is no repair. `ehr-schema verify` runs the migration twice on a real PostgreSQL and so knows the answer for each of these statements.',
  },
  check({ secondRun, report }) {
    for (const { statement, verdict } of secondRun.outcomes) {
      const { parse } = statement.syntax;
      if (verdict !== 'unknown' || parse.kind !== 'tree') continue;
      const [first] = statement.syntax.tokens;
      const head = 'DoStmt' in parse.node && first ? first : headOf(statement.syntax, parse.node, 0);
      report({
        at: { start: statement.start + head.start, end: statement.start + head.end },
        message: 'Only a run tells what this does the second time. Verify the migration.',
      });
    }
  },
});
