/** What the extension tells the server when it starts it; other editors need not say anything. */
export interface InitializationOptions {
  /** Commands that the client carries out itself; the server offers what needs them only then. */
  readonly commands?: readonly string[];
  /** Prisma's own extension is there and shows what Prisma's validator says: the server need not say it again. */
  readonly prismaExtension?: boolean;
  /** Mark encrypted fields of the schema with an inlay hint; off where nothing is said. */
  readonly encryptedFieldHints?: boolean;
}

/** Who a diagnostic is from, as an editor shows it. */
export const SOURCE = 'ehr-schema';

/** Opens the page of a rule; its argument is the rule's name. Carried out by the client, or else by the server. */
export const EXPLAIN_RULE = 'ehrSchema.explainRule';

/** The code action kind that puts a whole file right. */
export const FIX_ALL_KIND = 'source.fixAll.ehrSchema';

/** Request: every safe repair of the workspace as one edit, for the client to show before it applies it. No parameters. */
export const FIX_WORKSPACE = 'ehrSchema/fixWorkspace';

/** Request: the page of a rule in Markdown, by `{ rule }`; null when there is no such rule. */
export const RULE_PAGE = 'ehrSchema/rulePage';

export interface RulePageParams {
  readonly rule: string;
}

/** Request: every rule with one sentence about it, for a list to choose from. No parameters. */
export const RULE_LIST = 'ehrSchema/rules';

export interface RuleSummary {
  readonly rule: string;
  readonly severity: string;
  readonly summary: string;
}

/** Notification: a finished check, for the status item. */
export const STATUS = 'ehrSchema/status';

export interface StatusParams {
  /** `loading` while the workspace is read, `ready` after. */
  readonly state: 'loading' | 'ready';
  /** How many files the workspace holds. */
  readonly files: number;
}
