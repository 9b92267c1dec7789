import type { Level, Report } from './finding';

/** A text that shows a rule at work. */
export interface Example {
  readonly text: string;
  /** SQL that runs before the text, so that what it names is there. */
  readonly before?: string;
  /** Other files that the example needs, by path beside the example's own. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The prose of a rule; the docs page, the hover, `explain` and SARIF are made from it. */
export interface RuleDocs {
  /** One sentence: what the rule asks for. */
  readonly summary: string;
  /** What goes wrong without it, with the SQLSTATE where there is one. */
  readonly why: string;
  /** Where in the house's guide the rule comes from, such as `HOUSE-RULES: Migration safety`. */
  readonly source: string;
  readonly bad: readonly (string | Example)[];
  readonly good: readonly (string | Example)[];
  /** When a team may switch the rule off. */
  readonly whenOff: string;
  /** Further Markdown for the docs page: how decisions fall, which words count, measured costs. */
  readonly notes?: string;
}

/** One option of a rule: its default gives its type, its description goes into the configuration's JSON schema. */
export interface RuleOption<T extends boolean | number | string | readonly string[]> {
  readonly description: string;
  readonly default: T;
}

/** The options of a rule by name. */
export type RuleOptions = Readonly<Record<string, RuleOption<boolean | number | string | readonly string[]>>>;

/** The values that a check sees: those of the configuration over the defaults. */
export type OptionValues<O extends RuleOptions> = { readonly [K in keyof O]: Widen<O[K]['default']> };

type Widen<T> = T extends boolean
  ? boolean
  : T extends number
    ? number
    : T extends string
      ? string
      : T extends readonly string[]
        ? readonly string[]
        : T;

/** What every check is given, beside what its language adds. */
export interface Reporting<O extends RuleOptions = RuleOptions> {
  readonly options: OptionValues<O>;
  report(report: Report): void;
}

/**
 * A rule: everything that the registry, the configuration's schema, the docs page, the hover and SARIF know about it,
 * and one check for each kind of document that it looks at. `Contexts` maps a kind of document to what its check sees.
 */
export interface Rule<Contexts> {
  /** `family/name`; the family is the folder that the rule's file stands in. */
  readonly id: string;
  readonly severity: Level;
  readonly docs: RuleDocs;
  readonly options: RuleOptions;
  readonly checks: { readonly [Kind in keyof Contexts]?: (context: Contexts[Kind] & Reporting) => void };
}

/** The text of an example, however it is written. */
export function exampleOf(example: string | Example): Example {
  return typeof example === 'string' ? { text: example } : example;
}

/** A rule as its file writes it. */
export interface RuleDefinition<Context, O extends RuleOptions> {
  readonly id: string;
  readonly severity: Level;
  readonly docs: RuleDocs;
  readonly options?: O;
  check(context: Context & Reporting<O>): void;
}

/** Makes a rule that looks at one kind of document. */
export function defineRule<Kind extends string, Context, O extends RuleOptions>(
  kind: Kind,
  definition: RuleDefinition<Context, O>,
): Rule<{ [K in Kind]: Context }> {
  const { check, options, ...meta } = definition;
  // The options that `check` declares are the ones that the linter hands it: RuleOptions erases only their names.
  const checks = { [kind]: check } as unknown as Rule<{ [K in Kind]: Context }>['checks'];
  return { ...meta, options: options ?? {}, checks };
}
