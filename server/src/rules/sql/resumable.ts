import type { Repair } from '../../core/finding';
import { LineIndex } from '../../core/span';
import { groupAround, rerunnable } from '../../repairs/sql/rerunnable';
import { inTransaction } from '../../repairs/sql/transaction';
import { asOutcome, type Stuck } from '../../rerun/crash-points';
import type { Break } from '../../rerun/execution/outcome';
import { firstFiller, lastTaker } from '../../rerun/reading/movedRows';
import { crashPointsOf } from '../../workspace/history/documentRuns';
import { placeOf, type SqlContext, sqlRule } from './context';

/** A migration must recover from a stop behind any of its statements. */
export const resumable = sqlRule({
  id: 'sql/resumable',
  severity: 'warning',
  docs: {
    summary: 'A migration must recover from a stop behind any of its statements.',
    why: 'A connection that breaks, a time-out or a deployment that is cancelled can leave the first statements in place. When the file then fails on what it did itself, the migration is stuck: Prisma reports P3009 or P3018, and somebody has to repair the database by hand.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TABLE clients (id UUID PRIMARY KEY); CREATE TABLE appointments (id UUID PRIMARY KEY, client_id UUID, CONSTRAINT fk FOREIGN KEY (client_id) REFERENCES clients(id));`,
        text: `ALTER TABLE appointments DROP CONSTRAINT fk;
ALTER TABLE appointments ADD CONSTRAINT fk FOREIGN KEY (client_id) REFERENCES clients(id) ON DELETE CASCADE;`,
      },
    ],
    good: [
      {
        before: `CREATE TABLE clients (id UUID PRIMARY KEY); CREATE TABLE appointments (id UUID PRIMARY KEY, client_id UUID, CONSTRAINT fk FOREIGN KEY (client_id) REFERENCES clients(id));`,
        text: `ALTER TABLE appointments DROP CONSTRAINT IF EXISTS fk;
ALTER TABLE appointments ADD CONSTRAINT fk FOREIGN KEY (client_id) REFERENCES clients(id) ON DELETE CASCADE;`,
      },
    ],
    whenOff:
      'Switch it off where every migration is known to run as one transaction. Prisma sends a file as one up to 7.3; newer versions and driver adapters split it at every semicolon.',
    notes:
      'The rule speaks when the file is re-runnable as a whole. It also tells where the new run succeeds but takes its own results for the old values: a column whose values wait in another one while it is made anew would be filled from the new, empty one. Rows that wait in a temporary table while the file empties their own are lost with the connection. Statements that make an object or column and take it away again, such as the swap of an enum, belong together: the repair puts BEGIN and COMMIT around them, as Prisma does itself.',
  },
  check(context) {
    const { secondRun, document, workspace, path, tools } = context;
    if (
      document.statements.length < 2 ||
      secondRun.outcomes.some(({ breaks }) => breaks.some(({ effect }) => effect === 'error'))
    )
      return;
    const stuck = crashPointsOf(workspace, path, document, tools.sql);
    if (stuck.length === 0) return;
    const lines = new LineIndex(context.text);
    for (const found of stuck) {
      const [stop] = found.breaks;
      if (!stop || isReported(context, found)) continue;
      const line = lines.position(found.behind.start).line + 1;
      context.report({
        at: placeOf(asOutcome(found), stop),
        message: `After a stop behind the statement on line ${line}, a new run ${harmOf(stop)}: ${stop.reason.clause}. ${found.group ? 'Let what belongs together run as one.' : 'Guard it so that it can run from there.'}`,
        repairs: repairsOf(context, found),
      });
    }
  },
});

/** What the file does even when it runs twice as a whole, another rule tells. */
function isReported({ secondRun }: SqlContext, { index, breaks }: Stuck): boolean {
  return (
    breaks.every(({ effect }) => effect === 'changed') &&
    secondRun.outcomes.some((outcome) => outcome.index === index && outcome.breaks.length > 0)
  );
}

function harmOf({ effect, reason }: Break): string {
  if (effect === 'error') return `fails here with ${reason.sqlstate}`;
  if (reason.cause === 'rows lost') return 'has no rows to put in here';
  return reason.cause === 'rows again' ? 'puts rows in again here' : 'writes other values here';
}

function repairsOf(context: SqlContext, stuck: Stuck): readonly Repair[] {
  const [stop] = stuck.breaks;
  if (stuck.group) {
    const { first, last } = stuck.group;
    const whole = groupAround(context.repairing, first, last);
    return whole ? [whole] : inTransaction(context.document, first, last);
  }
  if (stop?.reason.cause === 'rows lost') {
    const first = firstFiller(context.document.statements, stuck.index);
    return first === undefined ? [] : inTransaction(context.document, first, stuck.index);
  }
  const repairs = stop ? rerunnable(context.repairing, asOutcome(stuck), stop) : [];
  // Rows that are moved, or marked as done: what is done to them and what keeps it from being done again belong together.
  const isAgain = stop?.reason.cause === 'rows again' || stop?.reason.cause === 'done again';
  const last = isAgain ? lastTaker(context.document.statements, stuck.index) : undefined;
  return last === undefined ? repairs : [...repairs, ...inTransaction(context.document, stuck.index, last)];
}
