import type { Configuration } from '../../core/configuration';
import { defineRule, type RuleDefinition, type RuleOptions } from '../../core/rule';
import type { Tools } from '../../core/tools';
import type { Workspace } from '../../workspace/workspace';

/** What a check of a SQL document sees. */
export interface SqlContext {
  readonly path: string;
  readonly text: string;
  readonly configuration: Configuration;
}

/** Gathers what the checks of one document share. */
export function sqlContext(workspace: Workspace, path: string, _tools: Tools): SqlContext {
  return { path, text: workspace.text(path) ?? '', configuration: workspace.configurationOf(path) };
}

/** Makes a rule over SQL documents. */
export function sqlRule<O extends RuleOptions>(definition: RuleDefinition<SqlContext, O>) {
  return defineRule('sql', definition);
}
