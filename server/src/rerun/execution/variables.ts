import type { BlockExpression } from '../../languages/sql/syntax';
import type { Condition } from '../reading/conditions';

/** `IF found THEN` and `IF NOT found THEN` over a variable that was assigned a condition. */
export function resolveVariables(
  condition: Condition,
  expression: BlockExpression,
  variables: ReadonlyMap<string, Condition>,
): Condition {
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
