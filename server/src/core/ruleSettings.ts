import type { Node } from 'jsonc-parser';
import type { RuleSetting } from './configuration';
import type { ConfigurationFault } from './configurationFault';
import { propertiesOf, readChoice, spanOf, unknownName } from './configurationNodes';
import type { Level } from './finding';
import type { RuleOptions } from './rule';

/** What the configuration has to know about a rule. */
export interface ConfigurableRule {
  readonly id: string;
  readonly options: RuleOptions;
}

export const LEVELS: readonly Level[] = ['off', 'info', 'warning', 'error'];

/** Reads the `rules` object: names, severities and options, each checked against the rule itself. */
export function readRules(
  node: Node,
  rules: readonly ConfigurableRule[],
  faults: ConfigurationFault[],
): Record<string, RuleSetting> | undefined {
  if (node.type !== 'object') {
    faults.push({ span: spanOf(node), message: 'This must be an object of rules: { "sql/drop": "warning" }.' });
    return undefined;
  }
  const settings: Record<string, RuleSetting> = {};
  for (const { key, value } of propertiesOf(node)) {
    const rule = rules.find(({ id }) => id === key.value);
    if (!rule)
      faults.push(
        unknownName(
          'rule',
          key,
          rules.map(({ id }) => id),
        ),
      );
    else if (value) settings[rule.id] = readSetting(value, rule, faults);
  }
  return settings;
}

function readSetting(node: Node, rule: ConfigurableRule, faults: ConfigurationFault[]): RuleSetting {
  if (node.type !== 'array') return withLevel(node, faults);
  const [level, options, ...rest] = node.children ?? [];
  for (const extra of rest) faults.push({ span: spanOf(extra), message: 'Only [severity, options] is read.' });
  if (!level) {
    faults.push({ span: spanOf(node), message: 'Write [severity, options] or a severity alone.' });
    return {};
  }
  return { ...withLevel(level, faults), ...(options && { options: readOptions(options, rule, faults) }) };
}

function withLevel(node: Node, faults: ConfigurationFault[]): RuleSetting {
  const level = readChoice(node, LEVELS, faults);
  return level === undefined ? {} : { level: level as Level };
}

function readOptions(node: Node, rule: ConfigurableRule, faults: ConfigurationFault[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  if (node.type !== 'object') {
    faults.push({ span: spanOf(node), message: 'The options of a rule must be an object: { … }.' });
    return values;
  }
  for (const { key, value } of propertiesOf(node)) {
    const option = Object.hasOwn(rule.options, key.value) ? rule.options[key.value] : undefined;
    if (!option) faults.push(unknownOption(key, rule));
    else if (value && sameType(plainValue(value), option.default)) values[key.value] = plainValue(value);
    else if (value) faults.push({ span: spanOf(value), message: `This must be ${typeInWords(option.default)}.` });
  }
  return values;
}

function unknownOption(key: Node, rule: ConfigurableRule): ConfigurationFault {
  const names = Object.keys(rule.options);
  return names.length > 0
    ? unknownName(`option of ${rule.id} named`, key, names)
    : { span: spanOf(key), message: `The rule ${rule.id} has no options.` };
}

function plainValue(node: Node): unknown {
  return node.type === 'array' ? (node.children ?? []).map((child): unknown => child.value) : node.value;
}

function sameType(value: unknown, example: unknown): boolean {
  if (Array.isArray(example)) return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return typeof value === typeof example;
}

function typeInWords(example: unknown): string {
  if (Array.isArray(example)) return 'a list of texts, such as ["a", "b"]';
  return typeof example === 'boolean'
    ? 'true or false'
    : typeof example === 'number'
      ? 'a number'
      : 'a text in double quotes';
}
