import type { ConfigurationFault } from '../../core/configurationFault';
import { readConfiguration } from '../../core/configurationReader';
import { dirname } from '../../core/path';
import { defineRule, type RuleDefinition, type RuleOptions } from '../../core/rule';
import type { ConfigurableRule } from '../../core/ruleSettings';
import type { Workspace } from '../../workspace/workspace';

/** What a check of a configuration file sees. */
export interface ConfigurationContext {
  readonly path: string;
  readonly text: string;
  readonly faults: readonly ConfigurationFault[];
}

/** Gathers what the checks of one configuration file share; `rules` are those that the file may name. */
export function configurationContext(
  workspace: Workspace,
  path: string,
  rules: readonly ConfigurableRule[],
): ConfigurationContext {
  const text = workspace.text(path) ?? '';
  return { path, text, faults: readConfiguration(text, dirname(path), rules).faults };
}

/** Makes a rule over configuration files. */
export function configurationRule<O extends RuleOptions>(definition: RuleDefinition<ConfigurationContext, O>) {
  return defineRule('configuration', definition);
}
