import { readFile } from 'node:fs/promises';
import { readConfiguration } from '../core/configurationReader';
import type { PrismaValidator, SqlParser, Tools } from '../core/tools';
import { createSqlParser, type RecoveringSqlParser } from '../languages/sql/parser';
import { type FaultHandler, Linter } from '../linter';
import type { AnyRule } from '../rules/contexts';
import { RULES } from '../rules/registry';
import { unknown } from '../rules/sql/unknown';
import { Workspace } from '../workspace/workspace';
import { sqlParserFile } from './installation';
import { createPrismaValidator } from './prismaValidator';

/** What a caller decides about the engine. */
export interface LinterOptions {
  /** In place of PostgreSQL's parser as it is installed. */
  readonly sql?: SqlParser;
  /** In place of Prisma's validator: another, or none where something else shows what it says. */
  readonly validatePrisma?: PrismaValidator | 'none';
  readonly onFault?: FaultHandler;
  /** Switches `sql/unknown` on where no configuration says otherwise. */
  readonly listUnknown?: boolean;
}

/**
 * Makes the engine with PostgreSQL's parser loaded and an empty workspace. The editor and the command line both start here.
 * @throws when the WebAssembly of the parser is missing or broken.
 */
export async function createLinter(options: LinterOptions = {}): Promise<Linter> {
  const sql = options.sql ?? (await loadSqlParser());
  const { validatePrisma = createPrismaValidator() } = options;
  const tools: Tools = validatePrisma === 'none' ? { sql } : { sql, validatePrisma };
  const workspace = new Workspace((text, root) => readConfiguration(text, root, RULES).configuration);
  return new Linter(workspace, tools, options.listUnknown ? RULES.map(listed) : RULES, options.onFault);
}

/**
 * Loads PostgreSQL's parser.
 * @throws when its WebAssembly is missing or broken.
 */
export async function loadSqlParser(): Promise<RecoveringSqlParser> {
  return createSqlParser(await readFile(sqlParserFile()));
}

function listed(rule: AnyRule): AnyRule {
  return rule.id === unknown.id ? { ...rule, severity: 'info' } : rule;
}
