import type { Span } from '../../core/span';
import type { BlockExpression, Statement, StatementSyntax } from '../../languages/sql/syntax';
import { GONE } from '../catalog/objects';
import { type Reason, type Run, SQLSTATE } from '../catalog/run';
import { display, keyOf } from '../reading/names';
import { resolve } from '../reading/probes';
import { CAST_NAME, resolvedRelations } from '../reading/resolvedNames';
import type { Stop } from './stop';

/** Where a condition of a DO block looks up, as `'name'::regclass`, a relation that is gone: PostgreSQL stops there. */
export function missingName(run: Run, condition: BlockExpression, syntax: StatementSyntax): Stop | undefined {
  const { parse, text } = syntax;
  if (!(run.second || run.caught) || !condition.node || parse.kind !== 'tree') return undefined;
  const missing = resolvedRelations(condition.node).find(({ name }) => isGone(run, name));
  if (!missing) return undefined;
  const { start, end } = castAt(text, condition.offset(missing.location)) ?? condition;
  const clause = `table ${display(keyOf(resolve(missing.name, run.schema)))} is not there any more`;
  const reason: Reason = { cause: 'table not there', sqlstate: SQLSTATE.undefinedTable, clause };
  const inner: Statement = { start, end, generated: true, syntax };
  return { node: parse.node, part: 0, reason, guards: [], inner };
}

function isGone({ catalog, schema }: Run, name: string): boolean {
  return catalog.relation(keyOf(resolve(name, schema))) === GONE;
}

/** The span of the cast with its constant. */
function castAt(text: string, start: number | undefined): Span | undefined {
  const written = start === undefined ? undefined : CAST_NAME.exec(text.slice(start))?.[0];
  return start === undefined || written === undefined ? undefined : { start, end: start + written.length };
}
