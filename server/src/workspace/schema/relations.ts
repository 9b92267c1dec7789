import type { Declaration } from '../../languages/prisma/declaration';
import { namesReferenced, type RelationField, relationFieldsOf } from '../../languages/prisma/relationFields';
import type { Field } from '../../languages/prisma/syntax';
import type { Schema } from './schema';

/** One end of a relation, with the model that holds it and the one that it leads to. */
export interface RelationEnd extends RelationField {
  readonly model: Declaration;
  readonly target: Declaration;
}

/** The ends of relations that a model holds; lines that are half typed are left out. */
export function relationsOf(schema: Schema, model: Declaration): readonly RelationEnd[] {
  return relationFieldsOf(model).flatMap((end) => {
    const target = schema.model(end.field.type.text);
    return target ? [{ ...end, model, target }] : [];
  });
}

/** The relations whose foreign key a field of the model is part of. */
export function relationsOverKey(schema: Schema, model: Declaration, field: Field): readonly RelationEnd[] {
  return relationsOf(schema, model).filter(({ keys }) => keys?.some(({ text }) => text === field.name.text));
}

/** The relations, in the whole schema, whose foreign key points to a field. */
export function relationsTo(schema: Schema, model: Declaration, field: Field): readonly RelationEnd[] {
  const ends: RelationEnd[] = [];
  for (const other of schema.models())
    for (const end of relationsOf(schema, other))
      if (end.target === model && end.references.some(({ text }) => text === field.name.text)) ends.push(end);
  return ends;
}

/** True when a foreign key of the schema points to a field. */
export function isReferenced(schema: Schema, model: Declaration, field: Field): boolean {
  return schema.lookUp(referencedFields, `${model.name}.${field.name.text}`) === true;
}

/** What the foreign keys of a schema point to, as `Model.field`. */
function referencedFields(schema: Schema): ReadonlyMap<string, true> {
  const names = new Map<string, true>();
  for (const model of schema.models()) for (const name of namesReferenced(model)) names.set(name, true);
  return names;
}
