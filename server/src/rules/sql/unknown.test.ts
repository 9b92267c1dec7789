import { testSqlRule } from '../../../../test/harness/sqlRule';
import { unknown } from './unknown';

testSqlRule(unknown, {
  ground: 'none',
  bad: [{ marks: ['DO'] }],
  cases: [
    {
      name: 'what would fail a second time under a condition that only the database knows',
      text: `DO $$ BEGIN
    IF current_setting('server_version_num')::int >= 150000 THEN
        CREATE TABLE rooms (id UUID PRIMARY KEY);
    END IF;
END $$;`,
      marks: ['DO'],
    },
    {
      name: 'kinds of statements that are not analysed, and those that the clock decides',
      before: 'CREATE TABLE visits (id INT PRIMARY KEY, seen_at TIMESTAMPTZ);',
      text: `UPDATE visits SET seen_at = now();
ANALYZE visits;
CREATE TABLE IF NOT EXISTS rooms (id UUID PRIMARY KEY);
`,
      marks: ['UPDATE visits'],
    },
  ],
});
