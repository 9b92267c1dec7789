import type { Node, SelectStmt } from '@pgsql/types';
import type { BlockExpression } from '../../languages/sql/syntax';
import { type Condition, countTest } from '../reading/conditions';
import { columnReferences } from '../reading/references';
import { targets } from '../reading/writes';

/** What is known of the variables of a block. */
export interface Variables {
  /** The conditions that they were assigned, FOUND among them. */
  readonly assigned: ReadonlyMap<string, Condition>;
  /** When each has a value. */
  readonly given: ReadonlyMap<string, Condition>;
  /** The queries that they have their values from. */
  readonly counted: ReadonlyMap<string, SelectStmt>;
  /** Where unqualified names resolve. */
  readonly schema: string;
}

/** `IF found`, `IF NOT found`, `IF v IS NULL` and `IF n = 0` over a variable of which it is known what it stands for. */
export function resolveVariables(condition: Condition, { node }: BlockExpression, variables: Variables): Condition {
  const [target, ...others] = node && 'SelectStmt' in node ? targets(node.SelectStmt.targetList) : [];
  const asked = target?.val && others.length === 0 ? resolved(target.val, variables) : undefined;
  return asked && asked.kind !== 'opaque' ? asked : condition;
}

function resolved(node: Node, variables: Variables): Condition | undefined {
  if ('BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR') {
    const [negated] = node.BoolExpr.args ?? [];
    const of = negated && resolved(negated, variables);
    return of && of.kind !== 'opaque' ? { kind: 'not', of } : undefined;
  }
  if ('NullTest' in node) {
    const { arg, nulltesttype } = node.NullTest;
    const isGiven = variables.given.get(variableIn(arg));
    return isGiven && nulltesttype === 'IS_NULL' ? { kind: 'not', of: isGiven } : isGiven;
  }
  if ('A_Expr' in node) {
    const counted = variables.counted.get(variableIn(node.A_Expr.lexpr));
    return counted && countTest(node.A_Expr, counted, variables.schema);
  }
  return variables.assigned.get(variableIn(node));
}

/** The variable that an expression is; empty where it is anything else. */
function variableIn(node: Node | undefined): string {
  const [name = '', ...field] = node && 'ColumnRef' in node ? (columnReferences(node)[0] ?? []) : [];
  return field.length === 0 ? name : '';
}
