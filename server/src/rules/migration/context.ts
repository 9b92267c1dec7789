import type { Configuration } from '../../core/configuration';
import { defineRule, type RuleDefinition, type RuleOptions } from '../../core/rule';
import type { Tools } from '../../core/tools';
import type { Workspace } from '../../workspace/workspace';

/** What a check of a folder of migrations sees. */
export interface HistoryContext {
  /** The folder that holds the migrations. */
  readonly path: string;
  readonly configuration: Configuration;
}

/** Gathers what the checks of one history share. */
export function historyContext(workspace: Workspace, path: string, _tools: Tools): HistoryContext {
  return { path, configuration: workspace.configurationOf(path) };
}

/** Makes a rule over folders of migrations. */
export function migrationRule<O extends RuleOptions>(definition: RuleDefinition<HistoryContext, O>) {
  return defineRule('history', definition);
}
