import type { Repair } from '../../core/finding';
import type { Guard } from '../../rerun/catalog/run';
import type { Break, Outcome } from '../../rerun/execution/outcome';
import { conditionFor, type RepairContext, rerunnable } from './rerunnable';
import { styleAt } from './style';

/** Lets a guard test what its statement makes, in place of what it tests. */
export function guardRepairs(context: RepairContext, outcome: Outcome, stop: Break, guard: Guard): Repair[] {
  const { text } = context.document;
  if (!guard.when || !stop.inner) return [];
  const condition = conditionFor(context, outcome, stop);
  // Where the statement has a clause of its own, that protects it whatever the guard tests.
  if (!condition) return rerunnable(context, outcome, stop);
  const start = outcome.statement.start + guard.expression.start;
  const end = outcome.statement.start + guard.expression.end;
  const style = styleAt(text, start, outcome.statement.syntax.text);
  const [first = '', ...rest] = condition;
  const lines = [first, ...rest.map((line) => (line === ')' ? style.indent : style.indent + style.unit) + line)];
  return [
    {
      title: 'Test what the statement makes',
      safe: true,
      edits: [{ start, end, text: style.keywords(lines.join(style.eol)) }],
    },
  ];
}
