import { attributeOf, nativeTypeOf } from '../../languages/prisma/attributes';
import { keptByBlock } from '../../languages/prisma/blockFacts';
import type { Declaration } from '../../languages/prisma/declaration';
import { foreignKeysOf } from '../../languages/prisma/relationFields';
import type { Field } from '../../languages/prisma/syntax';
import { isIgnored } from './models';
import type { Schema } from './schema';

/** The fields of a soft delete, in the house's order. */
export const SOFT_DELETE_FIELDS = ['isDeleted', 'deletedAt', 'deletedById', 'deletedBy'] as const;

export type SoftDeleteField = (typeof SOFT_DELETE_FIELDS)[number];

/** Which of a model's fields are the soft delete's, whatever their types; `deleted_at` counts as `deletedAt`. */
export const softDeleteFieldsOf = keptByBlock((facts): ReadonlyMap<SoftDeleteField, Field> => {
  const found = new Map<SoftDeleteField, Field>();
  for (const wanted of SOFT_DELETE_FIELDS) {
    const field = facts.fieldLike(wanted);
    if (field) found.set(wanted, field);
  }
  return found;
});

/** A field that a foreign key points to. */
export interface Pointee {
  readonly model: Declaration;
  readonly field: Field;
}

/** The model of those who delete, and its id; undefined where the schema has none that a relation can point to. */
export function actorOf(schema: Schema, name: string): Pointee | undefined {
  const model = schema.model(name);
  const field = model?.fields.find((candidate) => attributeOf(candidate, 'id'));
  return model && field && !field.broken && !isIgnored(model) ? { model, field } : undefined;
}

/** The field that a model's `deletedById` points to: the one its relation names, or else the actor's id. */
export function pointeeOf(
  schema: Schema,
  model: Declaration,
  key: Field,
  actor: Pointee | undefined,
): Pointee | undefined {
  for (const { keys, references, field: relation } of foreignKeysOf(model)) {
    const place = keys.findIndex(({ text }) => text === key.name.text);
    const target = place < 0 ? undefined : schema.model(relation.type.text);
    const field = target?.field(references[place]?.text ?? '');
    if (target && field) return { model: target, field };
  }
  return actor;
}

/** The native type of a field as it is written, `@db.Uuid`, or the empty string. */
export function nativeText({ model, field }: Pointee): string {
  const native = nativeTypeOf(field);
  return native ? model.text(native) : '';
}
