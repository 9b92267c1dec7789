import type { Node, SelectStmt } from '@pgsql/types';
import type { BlockExpression } from '../../languages/sql/syntax';
import type { Differing, Run } from '../catalog/run';
import { freshTargets, isNew, isUnknown } from '../effects/newValues';
import { findsNothing } from '../effects/passing';
import { type Condition, conditionOf, countTest, foundBy } from '../reading/conditions';
import { columnReferences } from '../reading/references';
import { targets } from '../reading/writes';

/** Whether what gives a variable its value is carried out: for sure, in each round of a loop over rows, or perhaps. */
export type Certainty = 'sure' | 'each' | 'doubt';

/** What became of a statement whose result goes into variables. */
export interface Result {
  /** It puts in rows that it has put in before. */
  readonly isAgain: boolean;
  readonly isStopped: boolean;
}

/** The variables of a block, FOUND among them: what they stand for, and what they hold in the second run. */
export class BlockVariables {
  readonly #run: Run;
  /** The conditions that they were assigned. */
  #assigned = new Map<string, Condition>();
  /** When those that take a statement's result have a value. */
  #given = new Map<string, Condition>();
  /** The queries that they have their values from. */
  #counted = new Map<string, SelectStmt>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** What an expression asks: `IF found`, `IF NOT found`, `IF v IS NULL` and `IF n = 0` ask what the variable stands for. */
  condition({ node }: BlockExpression): Condition {
    const [target, ...others] = node && 'SelectStmt' in node ? targets(node.SelectStmt.targetList) : [];
    const asked = target?.val && others.length === 0 ? this.#resolved(target.val) : undefined;
    return asked && asked.kind !== 'opaque' ? asked : conditionOf(node, this.#run.schema);
  }

  #resolved(node: Node): Condition | undefined {
    if ('BoolExpr' in node && node.BoolExpr.boolop === 'NOT_EXPR') {
      const [negated] = node.BoolExpr.args ?? [];
      const of = negated && this.#resolved(negated);
      return of && of.kind !== 'opaque' ? { kind: 'not', of } : undefined;
    }
    if ('NullTest' in node) {
      const { arg, nulltesttype } = node.NullTest;
      const isGiven = this.#given.get(variableIn(arg));
      return isGiven && nulltesttype === 'IS_NULL' ? { kind: 'not', of: isGiven } : isGiven;
    }
    if ('A_Expr' in node) {
      const counted = this.#counted.get(variableIn(node.A_Expr.lexpr));
      return counted && countTest(node.A_Expr, counted, this.#run.schema);
    }
    return this.#assigned.get(variableIn(node));
  }

  /** `variable := expression`, or a declaration with a default. */
  assign(variable: string, expression: BlockExpression, certainty: Certainty): void {
    this.#assigned.set(variable, this.condition(expression));
    const { node } = expression;
    const isNewly = isNew(this.#run, node) ? 'new' : undefined;
    this.#note(variable, isUnknown(this.#run, node) ? 'unknown' : isNewly, certainty);
  }

  /** A statement gives variables its result, and FOUND. */
  take(node: Node, into: readonly string[], { isAgain, isStopped }: Result, certainty: Certainty): void {
    const { givesNone, schema } = this.#run;
    const fresh = freshTargets(this.#run, node, into, isAgain);
    const isSure = certainty === 'sure' && !isStopped;
    const query = 'SelectStmt' in node ? node.SelectStmt : undefined;
    const found = givesNone || this.#updatesNone(node) ? NEVER : query && foundBy(query, schema);
    const isKnown = isSure && found !== undefined && found.kind !== 'opaque';
    if (isKnown) this.#assigned.set(FOUND, found);
    else this.forgetFound();
    const isEmpty = isSure && givesNone;
    for (const variable of into) {
      const what = isEmpty ? 'null' : fresh.includes(variable) ? 'new' : undefined;
      this.#note(variable, isStopped ? 'unknown' : what, certainty);
      if (isKnown && (isEmpty || found.kind !== 'constant')) this.#given.set(variable, found);
      if (isSure && into.length === 1 && query) this.#counted.set(variable, query);
    }
  }

  #updatesNone(node: Node): boolean {
    return this.#run.second && 'UpdateStmt' in node && findsNothing(this.#run, node.UpdateStmt);
  }

  /** A variable gets what it had in the first run or something else; where that is in doubt, it may keep what it held. */
  #note(variable: string, what: Differing | undefined, certainty: Certainty): void {
    const { differing } = this.#run;
    this.#given.delete(variable);
    this.#counted.delete(variable);
    if (certainty === 'doubt' && (what || differing.has(variable))) differing.set(variable, 'unknown');
    else if (what) differing.set(variable, what);
    else differing.delete(variable);
  }

  /** Something has set FOUND of which nothing is known. */
  forgetFound(): void {
    this.#assigned.delete(FOUND);
  }

  /** Acts as if, and takes back what that has given to the variables. */
  supposing<T>(act: () => T): T {
    const { differing } = this.#run;
    const [assigned, given, counted, held] = [this.#assigned, this.#given, this.#counted, [...differing]];
    [this.#assigned, this.#given, this.#counted] = [new Map(assigned), new Map(given), new Map(counted)];
    const result = act();
    [this.#assigned, this.#given, this.#counted] = [assigned, given, counted];
    differing.clear();
    for (const [variable, what] of held) differing.set(variable, what);
    return result;
  }
}

const FOUND = 'found';
const NEVER: Condition = { kind: 'constant', value: false };

/** The variable that an expression is; empty where it is anything else. */
function variableIn(node: Node | undefined): string {
  const [name = '', ...field] = node && 'ColumnRef' in node ? (columnReferences(node)[0] ?? []) : [];
  return field.length === 0 ? name : '';
}
