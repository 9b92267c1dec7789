import type { Configuration } from '../../core/configuration';
import type { Repair } from '../../core/finding';
import { defineRule, type RuleDefinition, type RuleOptions } from '../../core/rule';
import type { Span } from '../../core/span';
import type { Tools } from '../../core/tools';
import { headOf } from '../../languages/sql/layout';
import type { SqlDocument, StatementSyntax } from '../../languages/sql/syntax';
import { type RepairContext, rerunnable } from '../../repairs/sql/rerunnable';
import type { ActionKind } from '../../rerun/actions';
import { understood } from '../../rerun/conditions';
import type { Break, Outcome } from '../../rerun/outcome';
import type { SecondRun } from '../../rerun/second-run';
import { secondRunOf } from '../../workspace/history';
import { sqlDocument } from '../../workspace/sqlDocument';
import type { Workspace } from '../../workspace/workspace';

/** What a check of a SQL document sees. */
export interface SqlContext {
  readonly path: string;
  readonly text: string;
  readonly configuration: Configuration;
  readonly workspace: Workspace;
  readonly tools: Tools;
  readonly document: SqlDocument;
  /** What a second run of the file would do, statement by statement. */
  readonly secondRun: SecondRun;
  /** What repairs of the file's statements share. */
  readonly repairing: RepairContext;
  /** Where a second run stops or does something again, for statements that set out to do this. */
  breaks(action: ActionKind): readonly BreakReport[];
}

/** A break, ready to be reported. */
export interface BreakReport {
  readonly outcome: Outcome;
  readonly stop: Break;
  /** The words that name what the statement does, in the document. */
  readonly at: Span;
  /** What the second run does there: a whole sentence. */
  readonly message: string;
  readonly repairs: () => readonly Repair[];
}

/** Gathers what the checks of one document share. */
export function sqlContext(workspace: Workspace, path: string, tools: Tools): SqlContext {
  const document = sqlDocument(workspace, path, tools.sql);
  const configuration = workspace.configurationOf(path);
  const secondRun = secondRunOf(workspace, path, document, tools.sql);
  const repairing = { document, configuration, secondRun };
  return {
    path,
    text: document.text,
    configuration,
    workspace,
    tools,
    document,
    secondRun,
    repairing,
    breaks: (action) =>
      secondRun.outcomes.flatMap((outcome) =>
        outcome.breaks
          .filter((stop) => stop.action === action && !isMisguarded(stop))
          .map((stop) => ({
            outcome,
            stop,
            at: placeOf(outcome, stop),
            message: sentence(stop),
            repairs: lazily(() => rerunnable(repairing, outcome, stop)),
          })),
      ),
  };
}

/** Works a value out when it is first asked for. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A statement that an understood guard lets through although it fails: the guard is what is wrong. */
export function isMisguarded(stop: Break): boolean {
  return stop.effect === 'error' && stop.guards.some(({ condition }) => understood(condition));
}

/** The words of a break's statement in the document. */
export function placeOf({ statement }: Outcome, stop: Break): Span {
  const start = statement.start + (stop.inner?.start ?? 0);
  if (stop.inner?.generated) return { start, end: statement.start + stop.inner.end };
  const head = keptHead((stop.inner ?? statement).syntax, stop);
  return { start: start + head.start, end: start + head.end };
}

const heads = new WeakMap<StatementSyntax, Map<number, Span>>();

/** The words of one part, kept with its statement: they stay where they are whatever is typed around it. */
function keptHead(syntax: StatementSyntax, { node, part }: Break): Span {
  const known = heads.get(syntax) ?? new Map<number, Span>();
  heads.set(syntax, known);
  const head = known.get(part) ?? headOf(syntax, node, part);
  known.set(part, head);
  return head;
}

/** What a second run does, as a sentence: the error that stops it, or the change that it makes. */
export function sentence({ reason, effect }: Break): string {
  return effect === 'error'
    ? `A second run fails here with ${reason.sqlstate}: ${reason.clause}.`
    : `A second run changes something here: ${reason.clause}.`;
}

/** Makes a rule over SQL documents. */
export function sqlRule<O extends RuleOptions>(definition: RuleDefinition<SqlContext, O>) {
  return defineRule('sql', definition);
}

/** The check of a rule that reports where one kind of action breaks; `advice` says what to write. */
export function reportBreaks(action: ActionKind, advice: (report: BreakReport) => string) {
  return (
    context: SqlContext & { report(report: { at: Span; message: string; repairs: readonly Repair[] }): void },
  ): void => {
    for (const found of context.breaks(action))
      context.report({
        at: found.at,
        message: `${found.message} ${advice(found)}`,
        get repairs() {
          return found.repairs();
        },
      });
  };
}
