import type { Configuration } from '../../core/configuration';
import { defineRule, type Reporting, type RuleDefinition, type RuleOptions } from '../../core/rule';
import type { PrismaDiagnostic, Tools } from '../../core/tools';
import type { Declaration } from '../../languages/prisma/declaration';
import { SchemaRewrite } from '../../repairs/prisma/schemaRewrite';
import { isIgnored } from '../../workspace/schema/models';
import { type Schema, schemaFileOf, schemaOf } from '../../workspace/schema/schema';
import type { Workspace } from '../../workspace/workspace';
import { memoryOf } from './context/blockMemory';
import { BlockReports, type KnownBlock } from './context/blockReports';

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
  readonly models: readonly KnownBlock[];
  readonly enums: readonly KnownBlock[];
  /** An empty rewrite, from which a repair's edits come. */
  rewrite(): SchemaRewrite;
  /** What Prisma's own validator says of the whole schema; undefined where it is not asked. */
  validate?(): readonly PrismaDiagnostic[];
}

/** What a check of one block sees beside that block: nothing that changes unseen while the rest of the document is edited. */
export type BlockContext = Pick<PrismaContext, 'path' | 'configuration' | 'schema' | 'rewrite'>;

/** What a check of a block has in hand, of a rule without options. */
export type PrismaChecking = BlockContext & Pick<Reporting, 'report'>;

/** Gathers what the checks of one document share. */
export function prismaContext(workspace: Workspace, path: string, tools: Tools): PrismaContext {
  const schema = schemaOf(workspace, path);
  const { declarations } = schemaFileOf(workspace, path);
  const { validatePrisma } = tools;
  const configuration = workspace.configurationOf(path);
  const known = (blocks: readonly Declaration[]) =>
    blocks.map((declaration) => ({ declaration, memory: memoryOf(declaration, schema, configuration) }));
  return {
    path,
    text: workspace.text(path) ?? '',
    configuration,
    workspace,
    schema,
    declarations,
    models: known(declarations.filter((block) => block.kind === 'model' && block.name !== '' && !isIgnored(block))),
    enums: known(declarations.filter(({ kind }) => kind === 'enum')),
    rewrite: () => new SchemaRewrite(path),
    validate: validatePrisma && (() => diagnosticsOf(schema, validatePrisma)),
  };
}

interface PrismaDefinition<O extends RuleOptions> extends Omit<RuleDefinition<never, O>, 'check'> {
  /** Looks at a document as a whole. */
  check?(context: PrismaContext & Reporting<O>): void;
  /** Looks at one of the models that the house's rules are for. */
  checkModel?(context: BlockContext & Reporting<O>, model: Declaration): void;
  checkEnum?(context: BlockContext & Reporting<O>, enumeration: Declaration): void;
}

/** Makes a rule over Prisma documents. What it reports of a block is kept until something that it saw changes. */
export function prismaRule<O extends RuleOptions>(definition: PrismaDefinition<O>) {
  const { check, checkModel, checkEnum, ...meta } = definition;
  const ofModels = checkModel && new BlockReports(checkModel);
  const ofEnums = checkEnum && new BlockReports(checkEnum);
  return defineRule<'prisma', PrismaContext, O>('prisma', {
    ...meta,
    check(context) {
      check?.(context);
      ofModels?.run(context, context.models);
      ofEnums?.run(context, context.enums);
    },
  });
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
