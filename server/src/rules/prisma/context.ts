import type { Configuration } from '../../core/configuration';
import { defineRule, type RuleDefinition, type RuleOptions } from '../../core/rule';
import type { Tools } from '../../core/tools';
import type { Workspace } from '../../workspace/workspace';

/** What a check of a Prisma schema file sees. */
export interface PrismaContext {
  readonly path: string;
  readonly text: string;
  readonly configuration: Configuration;
}

/** Gathers what the checks of one document share. */
export function prismaContext(workspace: Workspace, path: string, _tools: Tools): PrismaContext {
  return { path, text: workspace.text(path) ?? '', configuration: workspace.configurationOf(path) };
}

/** Makes a rule over Prisma documents. */
export function prismaRule<O extends RuleOptions>(definition: RuleDefinition<PrismaContext, O>) {
  return defineRule('prisma', definition);
}
