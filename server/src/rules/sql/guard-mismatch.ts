import type { Repair, Report } from '../../core/finding';
import type { Span } from '../../core/span';
import { quoteLiteral } from '../../languages/sql/names';
import { guardRepairs } from '../../repairs/sql/guard';
import type { BarringGuard, Guard } from '../../rerun/catalog/run';
import type { Outcome } from '../../rerun/execution/outcome';
import type { Condition } from '../../rerun/reading/conditions';
import { understood } from '../../rerun/reading/conditions';
import { display, nameOfKey } from '../../rerun/reading/names';
import { describe } from '../../rerun/reading/probes';
import { isMisguarded, sqlRule } from './context';

/** A guard must test the object that the statement it protects makes or removes. */
export const guardMismatch = sqlRule({
  id: 'sql/guard-mismatch',
  severity: 'error',
  docs: {
    summary: 'A guard must test the very object that its statement makes or removes.',
    why: 'A guard that tests another table, column, type or constraint, another letter case, or the opposite, lets the statement through on the second run, and the migration stops although it looks safe.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY); CREATE TABLE clients (id UUID PRIMARY KEY);`,
        text: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_name = 'clients' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;`,
      },
      {
        text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'UserRole') THEN
        CREATE TYPE user_role AS ENUM ('ADMIN', 'USER');
    END IF;
END $$;`,
      },
    ],
    good: [
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY);`,
        text: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;`,
      },
    ],
    whenOff: 'There is no good reason: a guard that does not protect is worse than none.',
    notes:
      "Names in guards are strings and keep their case: `\"User\"` is `'User'`, `Users` is `'users'`. Conditions over rows, variables and settings are not understood, and nothing is said about what they protect. A guard that asks for another object altogether, such as the table that a foreign key points to, says where its statement is wanted: the repair leaves it and guards the statement itself.",
  },
  check(context) {
    for (const outcome of context.secondRun.outcomes) {
      for (const guard of outcome.barring) context.report(barring(outcome, guard));
      for (const stop of outcome.breaks) {
        // What another schema answers is told by sql/guard-schema.
        if (!isMisguarded(stop) || stop.guards.some(({ twin }) => twin !== undefined)) continue;
        const guard = stop.guards.findLast(({ condition }) => understood(condition))!;
        context.report({
          at: placeOfGuard(outcome, guard),
          message: `This guard does not protect its statement: ${tested(guard)}, but on a second run ${stop.reason.clause}. Let it test what the statement makes.`,
          repairs: guard.expression.bound ? [] : guardRepairs(context.repairing, outcome, stop, guard),
        });
      }
    }
  },
});

function barring(outcome: Outcome, guard: BarringGuard): Report {
  const isFree = !guard.expression.bound;
  if (guard.meant === undefined)
    return {
      at: placeOfGuard(outcome, guard),
      message: `This guard is upside down: ${tested(guard)}, and its statements make just that, so they never run where they are needed. Put NOT before it.`,
      repairs: isFree ? [negated(outcome, guard)] : [],
    };
  const at = placeOfGuard(outcome, guard, 'table');
  return {
    at,
    message: `This guard never lets its statements run: ${tested(guard)}, but the table that they are for is ${display(guard.meant)}. Write its name as the database has it.`,
    repairs: isFree ? renamed(outcome, at, nameOfKey(guard.meant)) : [],
  };
}

function negated({ statement }: Outcome, { expression }: Guard): Repair {
  const at = statement.start + expression.start;
  const not = statement.syntax.text.slice(expression.start).startsWith('e') ? 'not ' : 'NOT ';
  // What it does on the first run changes with it: for a person to choose.
  return { title: 'Put NOT before the condition', safe: false, edits: [{ start: at, end: at, text: not }] };
}

/** The name in its own letter case; what PostgreSQL resolves needs quotes for that. */
function renamed({ statement }: Outcome, at: Span, name: string): Repair[] {
  const [start, end] = [at.start - statement.start, at.end - statement.start];
  const { text } = statement.syntax;
  if (text[start] !== "'") return [];
  const isResolved = /to_reg\w+\s*\(\s*$/i.test(text.slice(0, start)) || /^\s*::\s*reg/i.test(text.slice(end));
  const schema = isResolved ? (/^'(.*\.)?/.exec(text.slice(start, end))?.[1] ?? '') : '';
  const written = isResolved && name !== name.toLowerCase() ? `"${name.replaceAll('"', '""')}"` : name;
  const edit = { start: at.start, end: at.end, text: quoteLiteral(schema + written) };
  // The statements run for the first time then: for a person to choose.
  return [{ title: `Write ${written}`, safe: false, edits: [edit] }];
}

/** The constant that names the tested object, or the whole condition. */
function placeOfGuard({ statement }: Outcome, { condition, expression }: Guard, what?: 'table'): Span {
  const probe = firstProbe(condition);
  for (const node of (what ? probe?.nodes.toReversed() : probe?.nodes) ?? []) {
    const span = constantSpan(statement.syntax.text, expression.offset(locationOf(node)));
    if (span) return { start: statement.start + span.start, end: statement.start + span.end };
  }
  return { start: statement.start + expression.start, end: statement.start + expression.end };
}

function firstProbe(condition: Condition): Extract<Condition, { kind: 'probe' }>['probe'] | undefined {
  if (condition.kind === 'probe') return condition.probe;
  if (condition.kind === 'not') return firstProbe(condition.of);
  if (condition.kind === 'and' || condition.kind === 'or')
    for (const part of condition.of) {
      const found = firstProbe(part);
      if (found) return found;
    }
  return undefined;
}

function tested({ condition }: Guard): string {
  const probe = firstProbe(condition);
  return probe ? `it tests ${describe(probe)}` : 'it tests something else';
}

function locationOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null) return undefined;
  if ('location' in node && typeof node.location === 'number') return node.location;
  for (const value of Object.values(node)) {
    const found = locationOf(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function constantSpan(text: string, start: number | undefined): Span | undefined {
  if (start === undefined || text[start] !== "'") return undefined;
  const end = text.indexOf("'", start + 1);
  return end < 0 ? undefined : { start, end: end + 1 };
}
