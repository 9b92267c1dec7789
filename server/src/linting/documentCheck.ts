import { type Configuration, DEFAULT_CONFIGURATION } from '../core/configuration';
import {
  type Finding,
  type Level,
  type Related,
  type Repair,
  type Report,
  repairsOf,
  type Severity,
} from '../core/finding';
import { kept } from '../core/kept';
import type { OptionValues, RuleOptions } from '../core/rule';
import type { Span } from '../core/span';
import type { Tools } from '../core/tools';
import { configurationContext } from '../rules/configuration/context';
import type { AnyRule, Contexts } from '../rules/contexts';
import { historyContext } from '../rules/migration/context';
import { prismaContext } from '../rules/prisma/context';
import { sqlContext } from '../rules/sql/context';
import { typescriptContext } from '../rules/typescript/context';
import type { Workspace } from '../workspace/workspace';
import { documentUnits } from './documents';
import { obeySuppressions } from './suppressing';

type OnFault = ((rule: string, path: string, error: unknown) => void) | undefined;

/** One run of the rules over one document. */
export class DocumentCheck {
  readonly #workspace: Workspace;
  readonly #tools: Tools;
  readonly #rules: readonly AnyRule[];
  readonly #onFault: OnFault;

  constructor(workspace: Workspace, tools: Tools, rules: readonly AnyRule[], onFault: OnFault) {
    this.#workspace = workspace;
    this.#tools = tools;
    this.#rules = rules;
    this.#onFault = onFault;
  }

  /** The findings that no suppression hides, and those about the suppressions, ordered by place. */
  run(path: string, kind: keyof Contexts): readonly Finding[] {
    // A configuration cannot excuse its own faults.
    const configuration = kind === 'configuration' ? DEFAULT_CONFIGURATION : this.#workspace.configurationOf(path);
    const rules = this.#rules.filter((rule) => rule.checks[kind] && levelOf(rule, configuration) !== 'off');
    const findings = this.#findingsOf(path, kind, rules, configuration);
    return this.#suppressed(path, findings, rules, configuration).toSorted(byPlace);
  }

  #findingsOf(
    path: string,
    kind: keyof Contexts,
    rules: readonly AnyRule[],
    configuration: Configuration,
  ): readonly Finding[] {
    if (rules.length === 0) return [];
    switch (kind) {
      case 'sql':
        return this.#run(path, kind, sqlContext(this.#workspace, path, this.#tools), rules, configuration);
      case 'prisma':
        return this.#run(path, kind, prismaContext(this.#workspace, path, this.#tools), rules, configuration);
      case 'typescript':
        return this.#run(path, kind, typescriptContext(this.#workspace, path, this.#tools), rules, configuration);
      case 'history':
        return this.#run(path, kind, historyContext(this.#workspace, path, this.#tools), rules, configuration);
      case 'configuration':
        return this.#run(path, kind, configurationContext(this.#workspace, path, this.#rules), rules, configuration);
    }
  }

  #run<K extends keyof Contexts>(
    path: string,
    kind: K,
    context: Contexts[K],
    rules: readonly AnyRule[],
    configuration: Configuration,
  ): readonly Finding[] {
    const findings: Finding[] = [];
    for (const rule of rules) {
      const report = (report: Report) => findings.push(new ReportedFinding(rule, configuration, report));
      try {
        rule.checks[kind]!({ ...context, options: optionsOf(rule, configuration), report });
      } catch (error) {
        if (!this.#onFault) throw error;
        this.#onFault(rule.id, path, error);
      }
    }
    return findings;
  }

  #suppressed(
    path: string,
    findings: readonly Finding[],
    rules: readonly AnyRule[],
    configuration: Configuration,
  ): readonly Finding[] {
    const text = this.#workspace.text(path);
    if (!text?.includes('ehr-schema-ignore')) return findings;
    const units = documentUnits(this.#workspace, path, this.#tools);
    if (!units) return findings;
    const ran = new Set(rules.map(({ id }) => id));
    const known = this.#rules.map(({ id }) => id);
    const result = obeySuppressions(text, findings, units, ran, known);
    return [
      ...result.findings,
      ...this.#about('suppression/unused', result.unused, configuration),
      ...this.#about('suppression/reason', result.withoutReason, configuration),
    ];
  }

  #about(id: string, reports: readonly Report[], configuration: Configuration): readonly Finding[] {
    const rule = this.#rules.find((candidate) => candidate.id === id);
    if (!rule || levelOf(rule, configuration) === 'off') return [];
    return reports.map((report) => new ReportedFinding(rule, configuration, report));
  }
}

function byPlace(a: Finding, b: Finding): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}

function levelOf(rule: AnyRule, configuration: Configuration): Level {
  return configuration.rules[rule.id]?.level ?? rule.severity;
}

/** The options of rules, kept with the configuration that sets them. */
const knownOptions = kept((_: Configuration) => new Map<AnyRule, OptionValues<RuleOptions>>());

function optionsOf(rule: AnyRule, configuration: Configuration): OptionValues<RuleOptions> {
  const known = knownOptions(configuration);
  const options = known.get(rule) ?? readOptions(rule, configuration);
  known.set(rule, options);
  return options;
}

function readOptions(rule: AnyRule, configuration: Configuration): OptionValues<RuleOptions> {
  const set = configuration.rules[rule.id]?.options ?? {};
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(rule.options)) values[name] = set[name] ?? option.default;
  // The configuration reader has checked each value against the option's type.
  return values as OptionValues<RuleOptions>;
}

/** What a rule has reported, as a finding: its repairs are made when somebody asks for them. */
class ReportedFinding implements Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  readonly related: readonly Related[];
  readonly #report: Report;
  #repairs: readonly Repair[] | undefined;

  constructor(rule: AnyRule, configuration: Configuration, report: Report) {
    const level = configuration.rules[rule.id]?.level ?? report.severity ?? rule.severity;
    this.rule = rule.id;
    this.severity = level === 'off' ? 'info' : level;
    this.message = report.message;
    this.span = report.at;
    this.related = report.related ?? NONE;
    this.#report = report;
  }

  get repairs(): readonly Repair[] {
    this.#repairs ??= repairsOf(this.#report);
    return this.#repairs;
  }
}

const NONE: readonly Related[] = [];
