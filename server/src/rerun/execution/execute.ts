import type { Node } from '@pgsql/types';
import type { DoBlock, Statement, StatementSyntax } from '../../languages/sql/syntax';
import { type Guard, NO_VARIABLES, type Repeat, type Run } from '../catalog/run';
import { calledRoutine } from '../effects/routines';
import { partsOf } from '../effects/statement';
import { runBlock } from './blockRun';
import type { Stop } from './stop';

/** How many routines may call one another. */
const DEEPEST_CALL = 5;

/** Carries out one statement and gives the places where a second run stops; then nothing of the statement remains. */
export function execute(run: Run, statement: Statement): readonly Stop[] {
  const { parse, block } = statement.syntax;
  if (parse.kind !== 'tree') {
    run.uncertain = true;
    return [];
  }
  const mark = run.catalog.savepoint();
  run.syntax = statement.syntax;
  const stops =
    'DoStmt' in parse.node ? executeBlock(run, statement.syntax, block) : executeParts(run, parse.node, undefined, []);
  if (stops.length) run.catalog.rollback(mark);
  return stops;
}

/** Where the statement that has just been run wrote over the results of an earlier run: no better than to fail. */
export function overwrites(run: Run, { syntax: { parse } }: Statement): readonly Stop[] {
  if (parse.kind !== 'tree' || run.uncertain) return [];
  const harmful = run.repeats.filter(({ reason }) => reason.overwrites);
  return harmful.map((repeat) => ({ ...placeOf(repeat, parse.node), part: 0, reason: repeat.reason, guards: [] }));
}

/** The statement that does something again: that of the file, or the one within its DO block. */
export function placeOf({ inner }: Repeat, node: Node): Pick<Stop, 'node' | 'inner'> {
  const parse = inner?.syntax.parse;
  return inner && parse?.kind === 'tree' ? { node: parse.node, inner } : { node };
}

/** Runs the body of a routine that a statement calls; what it does is marked at the call. */
function executeCall(run: Run, block: DoBlock, call: Omit<Stop, 'part' | 'reason'>, syntax: StatementSyntax): Stop[] {
  const { variables, repeats } = run;
  run.repeats = [];
  const stops = runBlock(run, syntax, block, executeParts);
  run.variables = variables;
  run.repeats = [...repeats, ...run.repeats.map(({ reason }) => ({ reason, inner: call.inner }))];
  return stops.map(({ reason }) => ({ ...call, part: 0, reason }));
}

function executeParts(run: Run, node: Node, inner: Statement | undefined, guards: readonly Guard[]): Stop[] {
  const called = calledRoutine(run, node);
  if (called && run.syntax && run.calls < DEEPEST_CALL) {
    run.calls++;
    const stops = executeCall(run, called, { node, guards, ...(inner ? { inner } : {}) }, run.syntax);
    run.calls--;
    return stops;
  }
  const parts = partsOf(node);
  if (!parts) {
    run.uncertain = true;
    return [];
  }
  const stops: Stop[] = [];
  run.inner = inner;
  for (const part of parts) {
    run.part = part.index;
    const reason = run.attempt(() => part.run(run));
    if (reason) stops.push({ node, part: part.index, reason, guards, ...(inner ? { inner } : {}) });
  }
  run.inner = undefined;
  return stops;
}

function executeBlock(run: Run, syntax: StatementSyntax, block: DoBlock | undefined): readonly Stop[] {
  if (!block) {
    run.uncertain = true;
    return [];
  }
  const stops = runBlock(run, syntax, block, executeParts);
  run.variables = NO_VARIABLES;
  return stops;
}
