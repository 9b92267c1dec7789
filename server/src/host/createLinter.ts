import { readFile } from 'node:fs/promises';
import { readConfiguration } from '../core/configurationReader';
import type { PrismaValidator, Tools } from '../core/tools';
import { createSqlParser } from '../languages/sql/parser';
import { type FaultHandler, Linter } from '../linter';
import { RULES } from '../rules/registry';
import { Workspace } from '../workspace/workspace';
import { sqlParserFile } from './installation';
import { createPrismaValidator } from './prismaValidator';

/** What a caller decides about the engine. */
export interface LinterOptions {
  /** In place of Prisma's validator: another, or none where something else shows what it says. */
  readonly validatePrisma?: PrismaValidator | 'none';
  readonly onFault?: FaultHandler;
}

/**
 * Makes the engine with PostgreSQL's parser loaded and an empty workspace. The editor and the command line both start here.
 * @throws when the WebAssembly of the parser is missing or broken.
 */
export async function createLinter(options: LinterOptions = {}): Promise<Linter> {
  const sql = await createSqlParser(await readFile(sqlParserFile()));
  const { validatePrisma = createPrismaValidator() } = options;
  const tools: Tools = validatePrisma === 'none' ? { sql } : { sql, validatePrisma };
  const workspace = new Workspace((text, root) => readConfiguration(text, root, RULES).configuration);
  return new Linter(workspace, tools, RULES, options.onFault);
}
