import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Configuration, DEFAULT_CONFIGURATION } from './configuration';
import type { ConfigurationFault } from './configurationFault';
import { propertiesOf, readChoice, spanOf, unknownName } from './configurationNodes';
import { CONFIGURATION_KEYS, type Shape } from './configurationShape';
import { type ConfigurableRule, readRules } from './ruleSettings';

/** What a configuration file says, and every place that was not understood; the defaults hold there. */
export interface ReadConfiguration {
  readonly configuration: Configuration;
  readonly faults: readonly ConfigurationFault[];
}

/**
 * Reads the text of a configuration file. Never throws: what is broken is in `faults`.
 * @param root the folder that the file stands in.
 */
export function readConfiguration(text: string, root: string, rules: readonly ConfigurableRule[]): ReadConfiguration {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const faults =
    text.trim() === '' ? [{ span: { start: 0, end: text.length }, message: EMPTY }] : errors.map(toFault(text));
  const values = tree ? (readValue(tree, ROOT, rules, faults) as Partial<Configuration> | undefined) : undefined;
  const phi = { ...DEFAULT_CONFIGURATION.phi, ...values?.phi };
  return { configuration: { ...DEFAULT_CONFIGURATION, ...values, phi, root }, faults };
}

const EMPTY = 'The file is empty. Write {} for the defaults.';

function toFault(text: string) {
  return ({ error, offset, length }: ParseError): ConfigurationFault => ({
    span: { start: offset, end: Math.min(text.length, offset + Math.max(1, length)) },
    message: `This is not JSON: ${inWords(printParseErrorCode(error))}.`,
  });
}

const ROOT: Shape = { kind: 'group', description: 'The configuration', keys: CONFIGURATION_KEYS };

/** The value in our own terms, or undefined when it is not what `shape` allows; the fault is then noted. */
function readValue(
  node: Node,
  shape: Shape,
  rules: readonly ConfigurableRule[],
  faults: ConfigurationFault[],
): unknown {
  if (shape.kind === 'rules') return readRules(node, rules, faults);
  if (shape.kind === 'group') return readGroup(node, shape.keys, rules, faults);
  const wrong = (expected: string) => {
    faults.push({ span: spanOf(node), message: `This must be ${expected}.` });
    return undefined;
  };
  switch (shape.kind) {
    case 'text':
      return typeof node.value === 'string' ? node.value : wrong('a text in double quotes');
    case 'flag':
      return typeof node.value === 'boolean' ? node.value : wrong('true or false');
    case 'texts':
      return readTexts(node) ?? wrong('a list of texts, such as ["a", "b"]');
    case 'number':
      return Number.isInteger(node.value) && node.value >= shape.minimum && node.value <= shape.maximum
        ? node.value
        : wrong(`a whole number from ${shape.minimum} to ${shape.maximum}`);
    case 'choice':
      return readChoice(node, Object.keys(shape.values), faults);
  }
}

function readGroup(
  node: Node,
  keys: Readonly<Record<string, Shape>>,
  rules: readonly ConfigurableRule[],
  faults: ConfigurationFault[],
): Record<string, unknown> | undefined {
  if (node.type !== 'object') {
    faults.push({ span: spanOf(node), message: 'This must be an object: { … }.' });
    return undefined;
  }
  const values: Record<string, unknown> = {};
  for (const { key, value } of propertiesOf(node)) {
    const shape = Object.hasOwn(keys, key.value) ? keys[key.value] : undefined;
    if (!shape) {
      faults.push(unknownName('key', key, Object.keys(keys)));
      continue;
    }
    const read = value && readValue(value, shape, rules, faults);
    if (read !== undefined && key.value !== '$schema') values[key.value] = read;
  }
  return values;
}

function readTexts(node: Node): readonly string[] | undefined {
  if (typeof node.value === 'string') return [node.value];
  if (node.type !== 'array') return undefined;
  const values = (node.children ?? []).map((child): unknown => child.value);
  return values.every((value) => typeof value === 'string') ? values : undefined;
}

/** `CommaExpected` as `comma expected`. */
function inWords(code: string): string {
  return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
