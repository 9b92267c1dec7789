import type { Node } from '@pgsql/types';
import type { Differing, Run } from '../catalog/run';
import { isVolatile } from '../reading/expressions';
import { columnReferences } from '../reading/references';
import { targets } from '../reading/writes';

/** True for an expression that gives another value in each run: it draws one, or reads a variable that holds one or is NULL by then. */
export function isNew(run: Run, node: unknown): boolean {
  if (isVolatile(node)) return true;
  return differing(run, node).some((what) => what !== 'unknown');
}

/** True for an expression that reads a variable of which nobody knows what it holds by then. */
export function isUnknown(run: Run, node: unknown): boolean {
  return differing(run, node).includes('unknown');
}

function differing({ differing }: Run, node: unknown): readonly Differing[] {
  return differing.size === 0 ? [] : columnReferences(node).flatMap(([name = '']) => differing.get(name) ?? []);
}

/** The variable that an expression is, where that is NULL by then. */
export function emptyVariable({ differing }: Run, node: Node | undefined): string | undefined {
  const [name, ...field] = node && 'ColumnRef' in node ? (columnReferences(node)[0] ?? []) : [];
  return name !== undefined && field.length === 0 && differing.get(name) === 'null' ? name : undefined;
}

/**
 * Which of the variables that take a statement's result hold another value in each run.
 * @param isAgain the statement has put in rows in the first run, and puts in others in the second.
 */
export function freshTargets(run: Run, node: Node, into: readonly string[], isAgain: boolean): readonly string[] {
  if ('InsertStmt' in node) return isAgain ? into : [];
  const values = 'SelectStmt' in node ? targets(node.SelectStmt.targetList).map(({ val }) => firstChoice(val)) : [];
  // A record takes the whole row.
  return into.filter((_, i) =>
    (into.length === values.length ? [values[i]] : values).some((value) => isNew(run, value)),
  );
}

/** `coalesce(c, gen_random_uuid())` of what the first run has left. */
function firstChoice(value: Node | undefined): Node | undefined {
  return value && 'CoalesceExpr' in value ? value.CoalesceExpr.args?.[0] : value;
}
