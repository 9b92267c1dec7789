import type { Configuration } from '../../core/configuration';
import type { Repair, Report } from '../../core/finding';
import type { Reporting, Rule, RuleDefinition, RuleOptions } from '../../core/rule';
import type { Declaration } from '../../languages/prisma/declaration';
import { type PhiList, phiListAt, phiListFor } from '../../workspace/phi/list';
import { nearestSchema } from '../../workspace/schema/nearest';
import type { Schema } from '../../workspace/schema/schema';
import type { Contexts } from '../contexts';
import type { BlockContext, PrismaContext } from '../prisma/context';
import { BlockReports } from '../prisma/context/blockReports';
import { reportAsOfNow, type TypeScriptContext } from '../typescript/context';

/** What a check of the file that holds the encryption list sees. */
export interface ListContext {
  readonly configuration: Configuration;
  readonly list: PhiList;
  /** The schema that the list goes with; undefined where the workspace has none. */
  readonly schema?: Schema;
}

/** The encryption list that goes with a schema. */
interface WithList {
  readonly list: PhiList;
  /** A repair of the list's file, made of edits of its tree; undefined while that file is half-typed there. */
  inList(repair: Repair): Repair | undefined;
}

/** What a check of a schema file sees that an encryption list goes with. */
export type SchemaContext = PrismaContext & WithList;

/** What a check of one model of such a file sees. */
export type ModelContext = BlockContext & WithList;

interface PhiDefinition<O extends RuleOptions> extends Omit<RuleDefinition<never, O>, 'check'> {
  checkList?(context: ListContext & Reporting<O>): void;
  checkSchema?(context: SchemaContext & Reporting<O>): void;
  checkModel?(context: ModelContext & Reporting<O>, model: Declaration): void;
}

/** Makes a rule over the encryption list, over the schema that it goes with or its models, or over both. */
export function phiRule<O extends RuleOptions>(definition: PhiDefinition<O>): Rule<Contexts> {
  const { checkList, checkModel, options, ...meta } = definition;
  const checkSchema = checkModel ? overModels(checkModel) : definition.checkSchema;
  return {
    ...meta,
    options: options ?? {},
    checks: {
      // The options that a check declares are the ones that the linter hands it: RuleOptions erases only their names.
      ...(checkList && { typescript: (context) => runOnList(context as TypeScriptContext & Reporting<O>, checkList) }),
      ...(checkSchema && { prisma: (context) => runOnSchema(context as PrismaContext & Reporting<O>, checkSchema) }),
    },
  };
}

function overModels<O extends RuleOptions>(check: (context: ModelContext & Reporting<O>, model: Declaration) => void) {
  const reports = new BlockReports(check);
  return (context: SchemaContext & Reporting<O>) => reports.run(context, context.models, context.list);
}

function runOnList<O extends RuleOptions>(
  context: TypeScriptContext & Reporting<O>,
  check: (context: ListContext & Reporting<O>) => void,
): void {
  const { workspace, path, configuration, options } = context;
  const list = phiListAt(workspace, path);
  if (!list) return;
  const schema = nearestSchema(workspace, path);
  const report = (found: Report) => reportAsOfNow(context, found, (span) => list.now(span));
  check({ configuration, list, options, report, ...(schema && { schema }) });
}

function runOnSchema<O extends RuleOptions>(
  context: PrismaContext & Reporting<O>,
  check: (context: SchemaContext & Reporting<O>) => void,
): void {
  const list = phiListFor(context.workspace, context.schema);
  if (!list) return;
  const inList = (repair: Repair) => {
    const edits = list.editsFromElsewhere(repair.edits);
    return edits && { ...repair, edits };
  };
  check({ ...context, list, inList });
}
