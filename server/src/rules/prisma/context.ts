import type { Configuration } from '../../core/configuration';
import { defineRule, type Reporting, type RuleDefinition, type RuleOptions } from '../../core/rule';
import type { PrismaDiagnostic, Tools } from '../../core/tools';
import type { Declaration } from '../../languages/prisma/declaration';
import { SchemaRewrite } from '../../repairs/prisma/schemaRewrite';
import { type Schema, schemaFileOf, schemaOf } from '../../workspace/schema';
import { isIgnored } from '../../workspace/schemaModels';
import type { Workspace } from '../../workspace/workspace';

/** What a check of a Prisma schema file sees. */
export interface PrismaContext {
  readonly path: string;
  readonly text: string;
  readonly configuration: Configuration;
  readonly workspace: Workspace;
  /** The whole schema, in which this file may be one of several. */
  readonly schema: Schema;
  /** The blocks of this file. */
  readonly declarations: readonly Declaration[];
  /** The models of this file that the house's rules are for: with a name, and without `@@ignore`. */
  readonly models: readonly Declaration[];
  /** An empty rewrite, from which a repair's edits come. */
  rewrite(): SchemaRewrite;
  /** What Prisma's own validator says of the whole schema; undefined where it is not asked. */
  validate?(): readonly PrismaDiagnostic[];
}

/** What a check of a rule without options has in hand. */
export type PrismaChecking = PrismaContext & Pick<Reporting, 'report'>;

/** Gathers what the checks of one document share. */
export function prismaContext(workspace: Workspace, path: string, tools: Tools): PrismaContext {
  const schema = schemaOf(workspace, path);
  const { declarations } = schemaFileOf(workspace, path);
  const { validatePrisma } = tools;
  return {
    path,
    text: workspace.text(path) ?? '',
    configuration: workspace.configurationOf(path),
    workspace,
    schema,
    declarations,
    models: declarations.filter((block) => block.kind === 'model' && block.name !== '' && !isIgnored(block)),
    rewrite: () => new SchemaRewrite(path),
    validate: validatePrisma && (() => diagnosticsOf(schema, validatePrisma)),
  };
}

/** Makes a rule over Prisma documents. */
export function prismaRule<O extends RuleOptions>(definition: RuleDefinition<PrismaContext, O>) {
  return defineRule('prisma', definition);
}

const verdicts = new WeakMap<Schema, readonly PrismaDiagnostic[]>();

/** The validator reads all files of a schema at once, so that its verdict serves each of them. */
function diagnosticsOf(schema: Schema, validate: NonNullable<Tools['validatePrisma']>): readonly PrismaDiagnostic[] {
  const known = verdicts.get(schema);
  if (known) return known;
  const verdict = validate(schema.files.map(({ path, document }) => [path, document.text] as const));
  if (verdict) verdicts.set(schema, verdict);
  return verdict ?? [];
}
