import { attributeOf, nativeTypeOf } from '../languages/prisma/attributes';
import type { Declaration } from '../languages/prisma/declaration';
import type { Field } from '../languages/prisma/syntax';
import type { Schema } from './schema';
import { isIgnored } from './schemaModels';
import { relationsOf } from './schemaRelations';

/** The fields of a soft delete, in the house's order. */
export const SOFT_DELETE_FIELDS = ['isDeleted', 'deletedAt', 'deletedById', 'deletedBy'] as const;

export type SoftDeleteField = (typeof SOFT_DELETE_FIELDS)[number];

/** Which of a model's fields are the soft delete's, whatever their types; `deleted_at` counts as `deletedAt`. */
export function softDeleteFieldsOf(model: Declaration): ReadonlyMap<SoftDeleteField, Field> {
  const found = new Map<SoftDeleteField, Field>();
  for (const wanted of SOFT_DELETE_FIELDS) {
    const field = model.fieldLike(wanted);
    if (field) found.set(wanted, field);
  }
  return found;
}

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
  for (const { keys, references, target } of relationsOf(schema, model)) {
    const place = keys?.findIndex(({ text }) => text === key.name.text) ?? -1;
    const field = place < 0 ? undefined : target.field(references[place]?.text ?? '');
    if (field) return { model: target, field };
  }
  return actor;
}

/** The native type of a field as it is written, `@db.Uuid`, or the empty string. */
export function nativeText({ model, field }: Pointee): string {
  const native = nativeTypeOf(field);
  return native ? model.text(native) : '';
}
