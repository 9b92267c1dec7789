import type { Configuration } from '../../core/configuration';
import type { Repair, Report } from '../../core/finding';
import { kept, keptWith } from '../../core/kept';
import { defineRule, type RuleDefinition, type RuleOptions } from '../../core/rule';
import type { Span } from '../../core/span';
import type { Tools } from '../../core/tools';
import { headOf } from '../../languages/sql/layout';
import type { SqlDocument, StatementSyntax } from '../../languages/sql/syntax';
import { type RepairContext, rerunnable } from '../../repairs/sql/rerunnable';
import type { Break, Outcome } from '../../rerun/execution/outcome';
import type { ActionKind } from '../../rerun/reading/actions';
import { understood } from '../../rerun/reading/conditions';
import type { SecondRun } from '../../rerun/second-run';
import { groupsOfRun, secondRunOf } from '../../workspace/history/documentRuns';
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
  const repairing: RepairContext = {
    document,
    configuration,
    secondRun,
    get groups() {
      return groupsOfRun(secondRun, workspace, path, document, tools.sql);
    },
  };
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
      (breaksByAction(secondRun).get(action) ?? []).map(({ outcome, stop }) => ({
        outcome,
        stop,
        at: placeOf(outcome, stop),
        message: sentence(stop),
        repairs: () => rerunnable(repairing, outcome, stop),
      })),
  };
}

const breaksByAction = kept(({ outcomes }: SecondRun) => {
  const byAction = new Map<ActionKind, { readonly outcome: Outcome; readonly stop: Break }[]>();
  for (const outcome of outcomes)
    for (const stop of outcome.breaks) {
      if (isMisguarded(stop)) continue;
      const list = byAction.get(stop.action);
      if (list) list.push({ outcome, stop });
      else byAction.set(stop.action, [{ outcome, stop }]);
    }
  return byAction;
});

/** A statement that an understood guard lets through although it fails: the guard is what is wrong. */
export function isMisguarded(stop: Break): boolean {
  return stop.effect === 'error' && stop.guards.some(({ condition }) => understood(condition));
}

/** The words of a break's statement in the document. */
export function placeOf({ statement }: Outcome, stop: Break): Span {
  const start = statement.start + (stop.inner?.start ?? 0);
  if (stop.inner?.generated) return { start, end: statement.start + stop.inner.end };
  const head = keptHead(stop, (stop.inner ?? statement).syntax);
  return { start: start + head.start, end: start + head.end };
}

/** The words of one part, kept with what stops there: they stay where they are whatever is typed around the statement. */
const keptHead = keptWith(({ node, part }: Break, syntax: StatementSyntax): Span => headOf(syntax, node, part));

/** What a second run does, as a sentence: the error that stops it, or the change that it makes. */
export const sentence = kept(({ reason, effect }: Break): string =>
  effect === 'error'
    ? `A second run fails here with ${reason.sqlstate}: ${reason.clause}.`
    : `A second run changes something here: ${reason.clause}.`,
);

/** Makes a rule over SQL documents. */
export function sqlRule<O extends RuleOptions>(definition: RuleDefinition<SqlContext, O>) {
  return defineRule('sql', definition);
}

/** What to do about a statement that is right by itself. */
const TOGETHER = 'Guard it, together with the statements that belong to it, on what the first run leaves.';

/** The check of a rule that reports where one kind of action breaks; `advice` says what to write. */
export function reportBreaks(action: ActionKind, advice: (report: BreakReport) => string) {
  return (context: SqlContext & { report(report: Pick<Report, 'at' | 'message' | 'repairs'>): void }): void => {
    for (const found of context.breaks(action)) {
      const { at, message, repairs, stop } = found;
      const words = stop.reason.cause === 'another state' ? TOGETHER : advice(found);
      context.report({ at, message: `${message} ${words}`, repairs });
    }
  };
}
