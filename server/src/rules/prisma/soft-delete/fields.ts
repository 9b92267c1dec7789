import { defaultOf, namesIn } from '../../../languages/prisma/attributes';
import type { Declaration } from '../../../languages/prisma/declaration';
import { isScalar } from '../../../languages/prisma/scalars';
import type { Field } from '../../../languages/prisma/syntax';
import { lazyRepair } from '../../../repairs/lazyRepair';
import { changedAttributes } from '../../../repairs/prisma/fieldAttributes';
import { isBoundToType, retype, typeLike } from '../../../repairs/prisma/retype';
import { deletedByName, isInPrimaryKey } from '../../../repairs/prisma/softDeleteFields';
import { relationsOf, relationsOverKey } from '../../../workspace/schema/relations';
import {
  nativeText,
  type Pointee,
  pointeeOf,
  type SoftDeleteField,
  softDeleteFieldsOf,
} from '../../../workspace/schema/softDelete';
import type { PrismaChecking } from '../context';

type FieldCheck = (context: PrismaChecking, model: Declaration, field: Field, actor: Pointee | undefined) => void;

/** What each field of a soft delete is held to: type, optionality, default and relation. */
export const SOFT_DELETE_CHECKS: Readonly<Record<SoftDeleteField, FieldCheck>> = {
  isDeleted(context, model, field) {
    const { report, rewrite } = context;
    if (field.type.text !== 'Boolean' || field.arity === 'list')
      return reportType(context, model, field, 'Boolean', '@default(false)');
    const value = defaultOf(field);
    const isFalse = value?.kind === 'name' && value.text === 'false';
    const attributes = () => changedAttributes(model, field, { add: ['@default(false)'] });
    if (field.arity === 'optional')
      return report({
        at: model.at(field.typeSpan),
        message:
          'isDeleted may be empty, and a row that is neither deleted nor not is missed by every query. Write Boolean @default(false).',
        repairs: [
          lazyRepair('Make isDeleted required', false, () =>
            rewrite().change(model, field, { type: 'Boolean', attributes: attributes() }).edits(),
          ),
        ],
      });
    if (!isFalse)
      report({
        at: model.at(value ?? field.name),
        message: value
          ? `A new row starts with isDeleted ${model.text(value)}. Write @default(false).`
          : 'isDeleted has no default, so every caller must bring one. Add @default(false).',
        repairs: [
          lazyRepair('Write @default(false)', !value, () =>
            rewrite().change(model, field, { attributes: attributes() }).edits(),
          ),
        ],
      });
  },
  deletedAt(context, model, field) {
    const { report, rewrite } = context;
    if (field.type.text !== 'DateTime' || field.arity === 'list') return reportType(context, model, field, 'DateTime?');
    const value = defaultOf(field);
    if (field.arity === 'optional' && !value) return;
    report({
      at: model.at(value ?? field.typeSpan),
      message: 'A row that is not deleted has no time of deletion. Write DateTime? without a default.',
      repairs: isInPrimaryKey(model, field)
        ? []
        : [
            lazyRepair('Write DateTime? without a default', false, () => {
              const attributes = changedAttributes(model, field, { remove: ['default', 'updatedAt'] });
              return rewrite().change(model, field, { type: 'DateTime?', attributes }).edits();
            }),
          ],
    });
  },
  deletedById(context, model, field, actor) {
    const pointee = pointeeOf(context.schema, model, field, actor);
    // An id of a type that nobody knows is being typed.
    if (pointee && isScalar(pointee.field)) checkKeyType(context, model, field, pointee);
    if (field.arity === 'required') reportRequired(context, model, field);
  },
  deletedBy(context, model, field, actor) {
    if (!actor) return;
    if (field.type.text !== actor.model.name || field.arity === 'list')
      return context.report({
        at: model.at(field.typeSpan),
        message: `deletedBy is ${model.text(field.typeSpan)}, not the ${actor.model.name} who deleted the row. Write ${actor.model.name}? with a relation over deletedById, or name the model in "actor" of the configuration.`,
      });
    if (field.arity === 'required') reportRequired(context, model, field);
    reportKeys(context, model, field);
  },
};

/** @param wanted the type as it is to be in the end, with its question mark */
function reportType(context: PrismaChecking, model: Declaration, field: Field, wanted: string, add = ''): void {
  const { report, rewrite, schema } = context;
  const type = wanted.replace('?', '');
  const possible = field.arity !== 'list' && !isBoundToType(model, field) && !schema.model(field.type.text);
  report({
    at: model.at(field.typeSpan),
    message: `${field.name.text} is kept as ${model.text(field.typeSpan)}. Write ${`${wanted} ${add}`.trim()}.`,
    repairs: possible
      ? [
          lazyRepair(`Make ${field.name.text} a ${type}`, false, () => {
            const changes = rewrite();
            retype(changes, schema, model, field, { type, add: add ? [add] : [], remove: ['default'] });
            return changes.edits();
          }),
        ]
      : [],
  });
}

function checkKeyType(context: PrismaChecking, model: Declaration, field: Field, pointee: Pointee): void {
  const { report, rewrite } = context;
  const type = pointee.field.type.text;
  const target = `${pointee.model.name}.${pointee.field.name.text}`;
  const native = nativeText(pointee);
  const own = nativeText({ model, field });
  const wanted = [typeLike({ ...field, arity: 'optional' }, type), native].join(' ').trim();
  const change = () => {
    const attributes = changedAttributes(model, field, {
      add: native ? [native] : [],
      remove: own ? [own.slice(1).split('(')[0]!] : [],
    });
    return rewrite()
      .change(model, field, { type: typeLike(field, type), attributes })
      .edits();
  };
  if (field.type.text !== type)
    report({
      at: model.at(field.typeSpan),
      message: `deletedById is kept as ${field.type.text}, but ${target}, which it points to, as ${type}. Write ${wanted}.`,
      repairs: isBoundToType(model, field) || defaultOf(field) ? [] : [lazyRepair(`Write ${wanted}`, false, change)],
    });
  else if (own !== native)
    report({
      at: model.at(field.attributes.find(({ name }) => name.text.startsWith('db.')) ?? field.typeSpan),
      message: `deletedById has ${own || 'no native type'}, but ${target}, which it points to, has ${native || 'none'}. Write ${wanted}.`,
      repairs: [lazyRepair(`Write ${wanted}`, true, change)],
    });
}

/** The key and its relation are optional together, or Prisma refuses both. */
function reportRequired({ report, rewrite, schema }: PrismaChecking, model: Declaration, field: Field): void {
  const pair = [...softDeleteFieldsOf(model)].filter(
    ([name, { arity, broken }]) => name.startsWith('deletedBy') && arity === 'required' && !broken,
  );
  const shared = pair.some(([, other]) => isInPrimaryKey(model, other));
  const relations = relationsOverKey(schema, model, field);
  report({
    at: model.at(field.typeSpan),
    message: `${field.name.text} is required, but nobody has deleted a row that is not deleted. Write ${typeLike({ ...field, arity: 'optional' }, field.type.text)}.`,
    repairs:
      shared || relations.length > 1
        ? []
        : [
            lazyRepair(`Make ${pair.map(([name]) => name).join(' and ')} optional`, true, () => {
              const changes = rewrite();
              for (const [, other] of pair) changes.change(model, other, { type: `${other.type.text}?` });
              return changes.edits();
            }),
          ],
  });
}

function reportKeys({ report, schema }: PrismaChecking, model: Declaration, field: Field): void {
  const end = relationsOf(schema, model).find((relation) => relation.field === field);
  const key = softDeleteFieldsOf(model).get('deletedById')?.name.text;
  if (!end || !key || (end.keys?.length === 1 && end.keys[0]!.text === key)) return;
  const fields = end.attribute?.arguments.find(({ name }) => name?.text === 'fields')?.value;
  if (fields && !namesIn(fields)) return;
  report({
    at: model.at(fields ?? field.name),
    message: `deletedBy is not kept in ${key}. Write @relation("${deletedByName(model)}", fields: [${key}], references: [id]).`,
  });
}
