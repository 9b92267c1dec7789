import type { Configuration } from '../../core/configuration';
import { defineRule, type RuleDefinition, type RuleOptions } from '../../core/rule';
import type { Tools } from '../../core/tools';
import type { Workspace } from '../../workspace/workspace';

/** What a check of a TypeScript or JavaScript file sees. */
export interface TypeScriptContext {
  readonly path: string;
  readonly text: string;
  readonly configuration: Configuration;
}

/** Gathers what the checks of one document share. */
export function typescriptContext(workspace: Workspace, path: string, _tools: Tools): TypeScriptContext {
  return { path, text: workspace.text(path) ?? '', configuration: workspace.configurationOf(path) };
}

/** Makes a rule over TypeScript documents. */
export function typescriptRule<O extends RuleOptions>(definition: RuleDefinition<TypeScriptContext, O>) {
  return defineRule('typescript', definition);
}
