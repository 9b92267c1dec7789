import type { Configuration } from './core/configuration';
import { applyEdits, conflict, type Edit } from './core/edit';
import type { Finding, Report } from './core/finding';
import type { OptionValues, RuleOptions } from './core/rule';
import type { Tools } from './core/tools';
import type { AnyRule, Contexts } from './rules/contexts';
import { historyContext } from './rules/migration/context';
import { prismaContext } from './rules/prisma/context';
import { RULES } from './rules/registry';
import { sqlContext } from './rules/sql/context';
import { typescriptContext } from './rules/typescript/context';
import { fileKind, type Workspace } from './workspace/workspace';

/** The whole face of the engine: what is wrong with a document, and what it looks like when it is right. */
export class Linter {
  readonly workspace: Workspace;
  readonly #tools: Tools;

  constructor(workspace: Workspace, tools: Tools) {
    this.workspace = workspace;
    this.#tools = tools;
  }

  /** The findings of one file of the workspace, or of a history's folder, ordered by place. */
  check(path: string): readonly Finding[] {
    const kind = documentKind(path);
    if (!kind || (kind !== 'history' && this.workspace.text(path) === undefined)) return [];
    const configuration = this.workspace.configurationOf(path);
    const findings: Finding[] = [];
    const run = <K extends keyof Contexts>(documentKind: K, context: Contexts[K]): void => {
      for (const rule of RULES) {
        const check = rule.checks[documentKind];
        if (!check || levelOf(rule, configuration) === 'off') continue;
        check({
          ...context,
          options: optionsOf(rule, configuration),
          report: (report) => findings.push(finding(rule, configuration, report)),
        });
      }
    };
    if (kind === 'sql') run('sql', sqlContext(this.workspace, path, this.#tools));
    else if (kind === 'prisma') run('prisma', prismaContext(this.workspace, path, this.#tools));
    else if (kind === 'typescript') run('typescript', typescriptContext(this.workspace, path, this.#tools));
    else run('history', historyContext(this.workspace, path, this.#tools));
    return findings.sort(
      (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1),
    );
  }

  /**
   * Applies every safe repair of a file until none is left, in the workspace's own texts.
   * @returns the new texts by path; the workspace itself is left as it was.
   */
  fix(path: string, wanted: (finding: Finding) => boolean = () => true): ReadonlyMap<string, string> {
    const before = new Map<string, string | undefined>();
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const chosen: Edit[] = [];
      for (const { repairs } of this.check(path).filter(wanted)) {
        const repair = repairs.find(({ safe }) => safe);
        if (!repair) continue;
        const edits = repair.edits.map((edit) => ({ ...edit, path: edit.path ?? path }));
        if (!conflict(edits, chosen)) chosen.push(...edits);
      }
      if (chosen.length === 0) break;
      for (const target of new Set(chosen.map((edit) => edit.path!))) {
        const text = this.workspace.text(target);
        if (text === undefined) continue;
        if (!before.has(target)) before.set(target, text);
        this.workspace.set(
          target,
          applyEdits(
            text,
            chosen.filter((edit) => edit.path === target),
          ),
        );
      }
    }
    const result = new Map<string, string>();
    for (const [target, text] of before) {
      const fixed = this.workspace.text(target)!;
      if (text !== undefined) this.workspace.set(target, text);
      if (fixed !== text) result.set(target, fixed);
    }
    return result;
  }
}

/** Repairs of one round can uncover findings for the next; a rule that never comes to rest must not hang the editor. */
const MAX_ROUNDS = 10;

function documentKind(path: string): keyof Contexts | undefined {
  const kind = fileKind(path);
  if (kind === 'sql' || kind === 'prisma' || kind === 'typescript') return kind;
  return kind === undefined ? 'history' : undefined;
}

function levelOf(rule: AnyRule, configuration: Configuration) {
  return configuration.rules[rule.id]?.level ?? rule.severity;
}

function optionsOf(rule: AnyRule, configuration: Configuration): OptionValues<RuleOptions> {
  const set = configuration.rules[rule.id]?.options ?? {};
  const values: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(rule.options)) values[name] = set[name] ?? option.default;
  // The configuration reader has checked each value against the option's type.
  return values as OptionValues<RuleOptions>;
}

function finding(rule: AnyRule, configuration: Configuration, report: Report): Finding {
  const level = configuration.rules[rule.id]?.level ?? report.severity ?? rule.severity;
  return {
    rule: rule.id,
    severity: level === 'off' ? 'info' : level,
    message: report.message,
    span: report.at,
    repairs: report.repairs ?? [],
    related: report.related ?? [],
  };
}
