import type { Node } from '@pgsql/types';
import type { Span } from '../../core/span';
import type {
  BlockExpression,
  BlockStatement,
  Branch,
  DoBlock,
  Handler,
  Statement,
  StatementSyntax,
} from '../../languages/sql/syntax';
import { type Guard, type Reason, type Repeat, type Run, SQLSTATE } from '../catalog/run';
import { forgetDropped } from '../effects/forget';
import { type Condition, understood } from '../reading/conditions';
import { makerWithin } from '../reading/makers';
import { isWrite } from '../reading/writes';
import { catches, sqlstateOf } from './exceptions';
import { assume, evaluate, meantTable, twinOfCondition } from './guards';
import { missingName } from './lookups';
import { holdsAgain, isUnchanged } from './rowGuards';
import type { Stop } from './stop';
import { BlockVariables, type Certainty } from './variables';

/** Carries out one statement of a block and gives where it stops. */
type Perform = (run: Run, node: Node, statement: Statement, guards: readonly Guard[]) => readonly Stop[];

/** Runs the body of a DO block or of a routine as far as its path is known, and gives where it stops. */
export function runBlock(run: Run, syntax: StatementSyntax, block: DoBlock, perform: Perform): readonly Stop[] {
  const pass = new BlockRun(run, syntax, perform);
  run.variables = block.variables;
  const outside = [...run.differing];
  run.differing.clear();
  pass.all(block.statements);
  run.differing.clear();
  // A routine has variables of its own.
  for (const [variable, what] of outside) run.differing.set(variable, what);
  return pass.stops;
}

/** True for what is done once for each row of some tables: rows that are put in, and values of these very rows. */
function isForEach({ cause }: Reason, node: Node, tables: readonly string[]): boolean {
  if (cause === 'rows again') return true;
  const changed = 'UpdateStmt' in node ? node.UpdateStmt.relation?.relname : undefined;
  return cause === 'done again' && changed !== undefined && tables.includes(changed);
}

type Loop = Extract<BlockStatement, { kind: 'loop' }>;
type Raise = Extract<BlockStatement, { kind: 'raise' }>;
type Assert = Extract<BlockStatement, { kind: 'assert' }>;

/** The pass over one DO block. */
class BlockRun {
  readonly stops: Stop[] = [];
  readonly #run: Run;
  readonly #syntax: StatementSyntax;
  readonly #perform: Perform;
  readonly #guards: Guard[] = [];
  readonly #variables: BlockVariables;
  /** How many enclosing branches are known to be taken. */
  #decided = 0;
  /** How many enclosing branches may not be taken at all. */
  #doubt = 0;
  /** The loop over rows that is being run, and what it does once more. */
  #rows: { readonly over: readonly string[]; readonly again: Repeat[] } | undefined;

  constructor(run: Run, syntax: StatementSyntax, perform: Perform) {
    this.#run = run;
    this.#syntax = syntax;
    this.#perform = perform;
    this.#variables = new BlockVariables(run);
  }

  /** Runs statements in order; gives true when the path ends here (RETURN, EXIT). */
  all(statements: readonly BlockStatement[]): boolean {
    return statements.some((statement) => this.#one(statement));
  }

  #one(statement: BlockStatement): boolean {
    switch (statement.kind) {
      case 'sql':
        this.#sql(statement.statement, statement.into);
        return false;
      case 'execute':
        if (statement.statements) for (const inner of statement.statements) this.#sql(inner);
        else this.#unknown(statement.outline);
        return false;
      case 'if':
        return this.#branches(statement.branches);
      case 'loop':
        this.#loop(statement);
        return false;
      case 'block':
        return this.#block(statement.body, statement.handlers);
      case 'leave':
        return this.#leaves(statement.condition);
      case 'raise':
        return statement.aborts ? this.#raise(statement) : false;
      case 'assert':
        return this.#assert(statement);
      case 'assign':
        this.#variables.assign(statement.variable, statement.expression, this.#certainty);
        return false;
      default:
        return false;
    }
  }

  /** Whether EXIT and CONTINUE leave; where what they ask for may be what the first run has made, the rest is in doubt. */
  #leaves(condition: BlockExpression | undefined): boolean {
    if (!condition) return true;
    const asked = this.#run.second ? this.#variables.condition(condition) : undefined;
    if (!asked || asked.kind === 'opaque') return false;
    const holds = evaluate(this.#run, asked);
    if (holds === undefined) this.#doubt++;
    return holds === true;
  }

  /** What is dropped by a name that only the run knows may be any object of its kind. */
  #unknown(outline: readonly Statement[]): void {
    this.#run.uncertain = true;
    for (const { syntax } of outline) if (syntax.parse.kind === 'tree') forgetDropped(this.#run, syntax.parse.node);
  }

  /**
   * Rounds that are known are run one by one, up to the first that fails. A loop over all rows of a table goes over those of
   * the first run once more, and does the same for each.
   */
  #loop({ body, rounds, over, query }: Loop): void {
    if (query) this.#sql(query);
    const before = this.stops.length;
    this.#variables.forgetFound();
    const doubt = this.#doubt;
    if (rounds) {
      for (const round of rounds) {
        if (this.stops.length > before) break;
        this.all(round);
      }
      this.#doubt = doubt;
      return;
    }
    const { uncertain } = this.#run;
    const around = this.#rows;
    const rows = over && this.#doubt === 0 ? { over, again: [] as Repeat[] } : undefined;
    this.#rows = rows;
    this.#doubt++;
    this.all(body);
    this.#doubt = doubt;
    this.#rows = around;
    if (rows) this.#run.repeats.push(...rows.again);
    if (rows?.again.length || this.stops.length > before) this.#run.uncertain = uncertain;
  }

  #sql(statement: Statement, into: readonly string[] = []): void {
    const { parse } = statement.syntax;
    if (parse.kind !== 'tree') {
      this.#run.uncertain = true;
      return;
    }
    const mark = this.#run.catalog.savepoint();
    const repeats = this.#run.repeats.length;
    const losses = this.#run.losses.length;
    const { maker } = this.#run;
    // What writes rows counts as one: a branch may do in the second run what another one did in the first.
    if (!isWrite(parse.node)) this.#run.maker = makerWithin(maker, statement);
    this.#run.givesNone = false;
    const stops = this.#perform(this.#run, parse.node, statement, [...this.#guards]);
    this.#run.maker = maker;
    if (stops.length) this.#run.catalog.rollback(mark);
    const isAgain = this.#run.repeats.slice(repeats).some(({ reason }) => reason.cause === 'rows again');
    this.#variables.take(parse.node, into, { isAgain, isStopped: stops.length > 0 }, this.#certainty);
    const rows = this.#doubt === 1 ? this.#rows : undefined;
    if (this.#doubt === 0 || (rows && stops.some(({ reason }) => reason.cause === 'rows again'))) {
      this.stops.push(...stops);
      return;
    }
    rows?.again.push(
      ...this.#run.repeats.slice(repeats).filter(({ reason }) => isForEach(reason, parse.node, rows.over)),
    );
    for (const key of this.#run.catalog.changes(mark).keys()) this.#run.doubtful.add(key);
    this.#run.repeats.length = repeats;
    // Whether it is run at all only the database can tell, and so what becomes of a block that does nothing else again.
    if (stops.length && this.#run.second && repeats === 0) this.#run.uncertain = true;
    this.#run.losses.length = losses;
  }

  get #certainty(): Certainty {
    if (this.#doubt === 0) return 'sure';
    return this.#doubt === 1 && this.#rows ? 'each' : 'doubt';
  }

  #branches(branches: readonly Branch[]): boolean {
    const before = this.#doubt;
    const left = this.#tryBranches(branches);
    const mayHaveLeft = this.#doubt > before && left;
    // Where a branch that may have been taken leaves, what follows may not be reached.
    this.#doubt = before + (mayHaveLeft ? 1 : 0);
    return left && !mayHaveLeft;
  }

  /** Runs the branch that is taken, and before it those that may be: behind one of them, the others are in doubt as well. */
  #tryBranches(branches: readonly Branch[]): boolean {
    let mayLeave = false;
    for (const { condition, body } of branches) {
      if (!condition) return this.#taken(body) || mayLeave;
      if (this.#looksUpMissing(condition)) return true;
      const asked = this.#variables.condition(condition);
      const holds = evaluate(this.#run, asked) ?? this.#guess(asked, body);
      if (holds === true) {
        const twin = this.#run.second ? twinOfCondition(this.#run, asked) : undefined;
        const guard = { condition: asked, expression: condition, when: true, ...(twin === undefined ? {} : { twin }) };
        return this.#under(guard, body) || mayLeave;
      }
      if (holds === false) this.#noteBarring(condition, asked, body);
      if (holds === undefined) {
        this.#doubt++;
        const leaves = this.all(body);
        // If it raises an exception, nothing that follows matters.
        mayLeave ||= leaves && body.at(-1)?.kind !== 'raise';
      }
    }
    return mayLeave;
  }

  /** A condition that names what is gone as `'name'::regclass` fails, whatever it asks for. */
  #looksUpMissing(condition: BlockExpression): boolean {
    const missing = missingName(this.#run, condition, this.#syntax);
    if (missing && this.#doubt === 0) this.stops.push(missing);
    else if (missing) this.#run.uncertain = true;
    return missing !== undefined && this.#doubt === 0;
  }

  /**
   * What the branch would make is just what its condition asks for, or is made of a table that the condition asks for by a
   * wrong name: it can never run where it is needed.
   */
  #noteBarring(expression: BlockExpression, condition: Condition, body: readonly BlockStatement[]): void {
    if (!this.#run.second || !understood(condition)) return;
    const { uncertain } = this.#run;
    const mark = this.#run.catalog.savepoint();
    const holdsBehind = () => {
      this.#doubt++;
      this.all(body);
      this.#doubt--;
      return evaluate(this.#run, condition) === true;
    };
    // A swap that is undone is no such thing: to undo it once more makes the condition false again.
    const isMade = this.#variables.supposing(() => holdsBehind() && holdsBehind());
    this.#run.uncertain = uncertain;
    const guard = { condition, expression, when: true };
    const meant = meantTable(this.#run, condition);
    if (isMade) this.#run.barring.push(guard);
    else if (meant !== undefined && this.#run.catalog.changes(mark).has(`relation ${meant}`))
      this.#run.barring.push({ ...guard, meant });
    this.#run.catalog.rollback(mark);
  }

  /**
   * The first run is believed to have done what the block is for: it enters a branch that does something. The second one
   * enters it where rows let it again.
   */
  #guess(condition: Condition, body: readonly BlockStatement[]): boolean | undefined {
    if (this.#run.second) {
      if (endsAtOnce(body)) return isUnchanged(this.#run, condition) ? false : undefined;
      return holdsAgain(this.#run, condition, body) || undefined;
    }
    const enters = !endsAtOnce(body);
    assume(this.#run, condition, enters);
    return enters;
  }

  #under(guard: Guard, body: readonly BlockStatement[]): boolean {
    this.#guards.push(guard);
    const left = this.#taken(body);
    this.#guards.pop();
    return left;
  }

  #taken(body: readonly BlockStatement[]): boolean {
    this.#decided++;
    const left = this.all(body);
    this.#decided--;
    return left;
  }

  #block(body: readonly BlockStatement[], handlers: readonly Handler[]): boolean {
    if (handlers.length === 0) return this.all(body);
    const mark = this.#run.catalog.savepoint();
    const before = this.stops.length;
    const { caught, repeats, losses } = this.#run;
    const [repeated, lost, again] = [repeats.length, losses.length, this.#rows?.again.length];
    this.#run.caught = true;
    const left = this.all(body);
    this.#run.caught = caught;
    const first = this.stops[before];
    if (!first) return left;
    const handler = handlers.find(({ conditions }) =>
      conditions.some((condition) => catches(condition, first.reason.sqlstate)),
    );
    if (!handler && this.#run.second) return left;
    this.stops.length = before;
    this.#run.catalog.rollback(mark);
    this.#run.repeats.length = repeated;
    this.#run.losses.length = lost;
    if (this.#rows && again !== undefined) this.#rows.again.length = again;
    return this.all(handler ? handler.body : body);
  }

  /** A check before the migration refuses the second run where what it asks for is what the first run has made. */
  #raise({ start, end, condition }: Raise): boolean {
    if (!this.#run.second || this.#doubt > 0) return true;
    if (this.#decided === 0) {
      this.#run.uncertain = true;
      return true;
    }
    this.#abort(
      { start, end },
      sqlstateOf(condition),
      'the exception is raised, as its condition holds after the first run',
    );
    return true;
  }

  /** What is asserted of the first run need not hold once it is through. */
  #assert({ start, end, condition }: Assert): boolean {
    const asked = this.#variables.condition(condition);
    const holds = evaluate(this.#run, asked);
    if (!this.#run.second && holds === undefined) assume(this.#run, asked, true);
    if (!this.#run.second || this.#doubt > 0 || holds !== false) return false;
    this.#abort({ start, end }, SQLSTATE.assertFailed, 'what it asserts does not hold after the first run');
    return true;
  }

  #abort({ start, end }: Span, sqlstate: string, clause: string): void {
    const { parse } = this.#syntax;
    if (parse.kind !== 'tree') return;
    const inner: Statement = { start, end, generated: true, syntax: this.#syntax };
    const reason: Reason = { cause: 'already there', sqlstate, clause };
    this.stops.push({ node: parse.node, part: 0, reason, guards: [], inner });
  }
}

function endsAtOnce(body: readonly BlockStatement[]): boolean {
  return body.every(
    (statement) => statement.kind === 'leave' || statement.kind === 'raise' || statement.kind === 'null',
  );
}
