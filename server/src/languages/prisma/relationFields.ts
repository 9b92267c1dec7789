import { argumentOf, attributeOf, namesIn, stringArgument } from './attributes';
import { keptByBlock } from './blockFacts';
import { isScalar } from './scalars';
import type { Attribute, Field, Leaf } from './syntax';

/** A field that may be one end of a relation, as its own model writes it: its type is none of Prisma's own. */
export interface RelationField {
  readonly field: Field;
  readonly attribute?: Attribute;
  readonly name?: Leaf;
  /** The foreign key's fields, on the end that holds it; undefined on the other end. */
  readonly keys?: readonly Leaf[];
  /** The fields that the foreign key points to. */
  readonly references: readonly Leaf[];
}

/** The fields of a model that may be ends of relations; lines that are half typed are left out. */
export const relationFieldsOf = keptByBlock(({ fields }): readonly RelationField[] =>
  fields
    .filter((field) => !field.broken && !isScalar(field))
    .map((field) => {
      const attribute = attributeOf(field, 'relation');
      return {
        field,
        attribute,
        name: stringArgument(attribute),
        keys: namesIn(argumentOf(attribute, 'fields')),
        references: namesIn(argumentOf(attribute, 'references')) ?? [],
      };
    }),
);

/** The same by the name of their type. */
export const relationFieldsByType = keptByBlock((_, block): ReadonlyMap<string, readonly RelationField[]> => {
  const byType = new Map<string, RelationField[]>();
  for (const end of relationFieldsOf({ block })) {
    const type = end.field.type.text;
    byType.set(type, [...(byType.get(type) ?? []), end]);
  }
  return byType;
});

/** A relation that holds a foreign key. */
export type ForeignKey = RelationField & { readonly keys: readonly Leaf[] };

/** The foreign keys of a model. */
export const foreignKeysOf = keptByBlock((_, block) =>
  relationFieldsOf({ block }).filter((end): end is ForeignKey => end.keys !== undefined && end.keys.length > 0),
);

/** The fields that are part of foreign keys. */
export const foreignKeyNames = keptByBlock(
  (_, block): ReadonlySet<string> =>
    new Set(foreignKeysOf({ block }).flatMap(({ keys }) => keys.map(({ text }) => text))),
);

/** What the foreign keys point to, as `Model.field`. */
export const namesReferenced = keptByBlock((_, block): readonly string[] =>
  foreignKeysOf({ block }).flatMap(({ field, references }) =>
    references.map(({ text }) => `${field.type.text}.${text}`),
  ),
);
