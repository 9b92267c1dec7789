import { headOf } from '../../languages/sql/layout';
import { groupAround } from '../../repairs/sql/rerunnable';
import type { Loss } from '../../rerun/catalog/run';
import { sqlRule } from './context';

const WHAT: Record<Loss['kind'], (name: string) => string> = {
  table: (name) => `table ${name} is dropped again, with the rows that were written in between`,
  column: (name) => `column ${name} is dropped again, with the values that were written in between`,
  values: (name) => `all values of column ${name} are taken away again, those that were written in between too`,
  rows: (name) => `all rows of ${name} are deleted again, those that were written in between too`,
  type: (name) => `type ${name} is dropped again`,
};

/** A second run must not destroy what was written in between. */
export const dataLoss = sqlRule({
  id: 'sql/data-loss',
  severity: 'warning',
  docs: {
    summary: 'A second run must not destroy what was written in between.',
    why: 'DROP and ADD of one column, DROP and CREATE of one table, TRUNCATE, DELETE without WHERE and UPDATE to NULL without WHERE succeed a second time, and take with them what the clinic has written since the first run.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TABLE clients (id UUID PRIMARY KEY, age TEXT);`,
        text: `ALTER TABLE clients DROP COLUMN age, ADD COLUMN age INTEGER;`,
      },
      { before: `CREATE TABLE sessions (id UUID PRIMARY KEY);`, text: `TRUNCATE sessions;` },
    ],
    good: [
      {
        before: `CREATE TABLE clients (id UUID PRIMARY KEY, age TEXT);`,
        text: `DO $$
BEGIN
    IF (SELECT atttypid FROM pg_attribute WHERE attrelid = to_regclass('"clients"') AND attname = 'age' AND NOT attisdropped) IS DISTINCT FROM to_regtype('int4') THEN
        ALTER TABLE clients DROP COLUMN age, ADD COLUMN age INTEGER;
    END IF;
END $$;`,
      },
    ],
    whenOff: 'Switch it off in a folder whose tables hold nothing that cannot be made again.',
    notes:
      'A guard on the old shape (the old type, a column that only the old table has) keeps the second run away. Plain IF EXISTS and IF NOT EXISTS make such a file run twice without an error, and lose the data: no repair of ours writes them there.',
  },
  check({ secondRun, repairing, report }) {
    for (const { index, statement, losses } of secondRun.outcomes) {
      const [loss] = losses;
      const { syntax } = statement;
      if (!loss || syntax.parse.kind !== 'tree') continue;
      const head = headOf(syntax, syntax.parse.node, loss.part ?? 0);
      report({
        at: { start: statement.start + head.start, end: statement.start + head.end },
        message: `A second run succeeds and loses data: ${WHAT[loss.kind](loss.name)}. Guard it on what only the old shape has.`,
        // What belongs together shows only in another run: it is worked out when somebody asks for the repair.
        repairs: () => {
          const group = groupAround(repairing, index);
          return group ? [group] : [];
        },
      });
    }
  },
});
