import { rulePage } from '../linting/rulePage';
import { pageOf } from './convert';
import { RULE_LIST, RULE_PAGE, type RulePageParams, type RuleSummary } from './protocol';
import type { Session } from './session';

/** Every rule, for a list to choose from. */
export function ruleList(session: Session): RuleSummary[] {
  return session.linter.rules.map(({ id, severity, docs }) => ({ rule: id, severity, summary: docs.summary }));
}

/** The page of a rule in Markdown, or null when there is no such rule. */
export function rulePageOf(session: Session, { rule }: RulePageParams): string | null {
  const found = session.linter.rules.find(({ id }) => id === rule);
  return found ? rulePage(found) : null;
}

/** Opens the page of a rule in an editor that has no way of its own to show it. */
export async function showRule(session: Session, rule: unknown): Promise<void> {
  const page = typeof rule === 'string' ? pageOf(rule) : undefined;
  if (page !== undefined && session.abilities.showsDocuments)
    await session.connection.window.showDocument({ uri: page, takeFocus: true });
  else session.connection.window.showInformationMessage(`"ehr-schema explain ${String(rule)}" shows the rule's page.`);
}

/** Answers the requests about rules. */
export function serveRulePages(session: Session): void {
  session.connection.onRequest(RULE_LIST, () => ruleList(session));
  session.connection.onRequest(RULE_PAGE, (params: RulePageParams) => rulePageOf(session, params));
}
