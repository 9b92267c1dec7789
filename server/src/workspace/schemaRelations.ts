import { argumentOf, attributeOf, namesIn, stringArgument } from '../languages/prisma/attributes';
import { keptByBlock } from '../languages/prisma/blockFacts';
import type { Declaration } from '../languages/prisma/declaration';
import type { Attribute, Field, Leaf } from '../languages/prisma/syntax';
import type { Schema } from './schema';

/** A field whose type is a model: one end of a relation. */
export interface RelationEnd {
  readonly model: Declaration;
  readonly field: Field;
  readonly target: Declaration;
  readonly attribute?: Attribute;
  readonly name?: Leaf;
  /** The foreign key's fields, on the end that holds it; undefined on the other end. */
  readonly keys?: readonly Leaf[];
  /** The fields that the foreign key points to. */
  readonly references: readonly Leaf[];
}

type Ends = ReadonlyMap<Declaration, readonly RelationEnd[]>;

/** Per schema and model: the ends in their order, and by the model that they lead to. */
interface ModelEnds {
  readonly all: readonly RelationEnd[];
  readonly byTarget: Ends;
}

const kept = new WeakMap<Schema, Map<Declaration, ModelEnds>>();

/** The ends of relations that a model holds; lines that are half typed are left out. */
export function relationsOf(schema: Schema, model: Declaration): readonly RelationEnd[] {
  return endsOf(schema, model).all;
}

/** The ends that a model holds, by the model that they lead to. */
export function relationsByTarget(schema: Schema, model: Declaration): Ends {
  return endsOf(schema, model).byTarget;
}

function endsOf(schema: Schema, model: Declaration): ModelEnds {
  const known = kept.get(schema) ?? new Map<Declaration, ModelEnds>();
  kept.set(schema, known);
  let ends = known.get(model);
  if (!ends) {
    ends = readEnds(schema, model);
    known.set(model, ends);
  }
  return ends;
}

function readEnds(schema: Schema, model: Declaration): ModelEnds {
  const all: RelationEnd[] = [];
  const byTarget = new Map<Declaration, RelationEnd[]>();
  for (const field of model.fields) {
    const target = field.broken ? undefined : schema.model(field.type.text);
    if (!target) continue;
    const end = { model, field, target, ...partsOf(field) };
    all.push(end);
    const others = byTarget.get(target);
    if (others) others.push(end);
    else byTarget.set(target, [end]);
  }
  return { all, byTarget };
}

type Parts = Pick<RelationEnd, 'attribute' | 'name' | 'keys' | 'references'>;

const keptParts = new WeakMap<Field, Parts>();

/** What a field alone says of its relation. */
function partsOf(field: Field): Parts {
  let parts = keptParts.get(field);
  if (!parts) {
    const attribute = attributeOf(field, 'relation');
    parts = {
      attribute,
      name: stringArgument(attribute),
      keys: namesIn(argumentOf(attribute, 'fields')),
      references: namesIn(argumentOf(attribute, 'references')) ?? [],
    };
    keptParts.set(field, parts);
  }
  return parts;
}

/** A relation as the model that holds its foreign key writes it, whether or not the schema has the other model. */
export interface ForeignKey {
  readonly field: Field;
  readonly keys: readonly Leaf[];
}

/** The foreign keys of a model; lines that are half typed are left out. */
export const foreignKeysOf = keptByBlock(({ fields }): readonly ForeignKey[] =>
  fields.flatMap((field) => {
    const { keys } = partsOf(field);
    return keys && !field.broken ? [{ field, keys }] : [];
  }),
);

/** True when a field is part of a foreign key. */
export function isForeignKey(model: Declaration, field: Field): boolean {
  return foreignKeyNames(model).has(field.name.text);
}

const foreignKeyNames = keptByBlock(
  (_, block) => new Set(foreignKeysOf({ block }).flatMap(({ keys }) => keys.map(({ text }) => text))),
);

/** The relations whose foreign key a field of the model is part of. */
export function relationsOverKey(schema: Schema, model: Declaration, field: Field): readonly RelationEnd[] {
  return relationsOf(schema, model).filter(({ keys }) => keys?.some(({ text }) => text === field.name.text));
}

/** The relations, in the whole schema, whose foreign key points to a field. */
export function relationsTo(schema: Schema, field: Field): readonly RelationEnd[] {
  let targets = pointedTo.get(schema);
  if (!targets) {
    targets = readTargets(schema);
    pointedTo.set(schema, targets);
  }
  return targets.get(field) ?? [];
}

const pointedTo = new WeakMap<Schema, ReadonlyMap<Field, readonly RelationEnd[]>>();

function readTargets(schema: Schema): ReadonlyMap<Field, readonly RelationEnd[]> {
  const targets = new Map<Field, RelationEnd[]>();
  for (const model of schema.models())
    for (const end of relationsOf(schema, model))
      for (const { text } of end.references) {
        const field = end.target.field(text);
        if (field) targets.set(field, [...(targets.get(field) ?? []), end]);
      }
  return targets;
}
