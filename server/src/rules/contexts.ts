import type { Rule } from '../core/rule';
import type { ConfigurationContext } from './configuration/context';
import type { HistoryContext } from './migration/context';
import type { PrismaContext } from './prisma/context';
import type { SqlContext } from './sql/context';
import type { TypeScriptContext } from './typescript/context';

/** What a check sees, by the kind of document that it looks at. */
export interface Contexts {
  readonly sql: SqlContext;
  readonly prisma: PrismaContext;
  readonly typescript: TypeScriptContext;
  readonly history: HistoryContext;
  readonly configuration: ConfigurationContext;
}

export type AnyRule = Rule<Contexts>;
