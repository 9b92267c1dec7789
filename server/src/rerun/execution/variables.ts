import type { Node } from '@pgsql/types';
import type { BlockExpression } from '../../languages/sql/syntax';
import type { Condition } from '../reading/conditions';
import { columnReferences } from '../reading/references';
import { targets } from '../reading/writes';

/**
 * `IF found THEN` and `IF NOT found THEN` over a variable that was assigned a condition, and `IF v IS NULL` over one
 * that is given a row's value.
 * @param given when each variable has a value.
 */
export function resolveVariables(
  condition: Condition,
  expression: BlockExpression,
  variables: ReadonlyMap<string, Condition>,
  given: ReadonlyMap<string, Condition>,
): Condition {
  const tested = given.size > 0 ? nullTest(expression.node, given) : undefined;
  if (tested) return tested;
  if (condition.kind !== 'opaque' || variables.size === 0) return condition;
  const text = JSON.stringify(expression.node ?? '');
  const name =
    /^\{"SelectStmt":\{"targetList":\[\{"ResTarget":\{"val":(\{"BoolExpr":\{"boolop":"NOT_EXPR","args":\[)?\{"ColumnRef":\{"fields":\[\{"String":\{"sval":"([^"]+)"\}\}\]/.exec(
      text,
    );
  const known = name && variables.get(name[2]!);
  if (!known || known.kind === 'opaque') return condition;
  return name[1] ? { kind: 'not', of: known } : known;
}

/** `v IS NULL` and `v IS NOT NULL` of a variable of which it is known when it has a value; undefined for any other expression. */
function nullTest(node: Node | undefined, given: ReadonlyMap<string, Condition>): Condition | undefined {
  const [target] = node && 'SelectStmt' in node ? targets(node.SelectStmt.targetList) : [];
  const { arg, nulltesttype } = target?.val && 'NullTest' in target.val ? target.val.NullTest : {};
  const [name = '', ...field] = arg && 'ColumnRef' in arg ? (columnReferences(arg)[0] ?? []) : [];
  const isGiven = field.length === 0 ? given.get(name) : undefined;
  return isGiven && nulltesttype === 'IS_NULL' ? { kind: 'not', of: isGiven } : isGiven;
}
