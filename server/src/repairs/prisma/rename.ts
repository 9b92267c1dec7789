import type { Edit } from '../../core/edit';
import { argumentOf, attributeOf, defaultOf, namesIn } from '../../languages/prisma/attributes';
import type { Declaration } from '../../languages/prisma/declaration';
import type { Attribute, EnumValue, Field, Leaf } from '../../languages/prisma/syntax';
import { relationsOf } from '../../workspace/schema/relations';
import type { Schema } from '../../workspace/schema/schema';
import { addBlockAttribute } from './blockAttributes';
import { changedAttributes } from './fieldAttributes';
import type { SchemaRewrite } from './schemaRewrite';
import type { RowLine } from './table';

/** Renames a model wherever the schema names it; its table keeps its name. */
export function renameModel(rewrite: SchemaRewrite, schema: Schema, model: Declaration, name: string): readonly Edit[] {
  rewrite.replace(model, model.block.name, name);
  for (const other of schema.declarations())
    for (const field of other.fields)
      if (field.type.text === model.name)
        rewrite.change(other, field, { type: name + other.text({ start: field.type.end, end: field.typeSpan.end }) });
  if (!model.attribute('map')) addBlockAttribute(rewrite, model, 'map', `@@map("${model.name}")`);
  return rewrite.edits();
}

/** Renames a field wherever the schema names it; its column, where it is one, keeps its name. */
export function renameField(
  rewrite: SchemaRewrite,
  schema: Schema,
  model: Declaration,
  field: Field,
  name: string,
): readonly Edit[] {
  const isRelation = schema.model(field.type.text) !== undefined;
  const add = isRelation || attributeOf(field, 'map') ? [] : [`@map("${field.name.text}")`];
  rewrite.change(model, field, { name, attributes: changedAttributes(model, field, { add }) });
  for (const other of schema.models())
    for (const end of relationsOf(schema, other)) {
      const keys = other === model ? named(end.keys, field) : [];
      const references = end.target === model ? named(end.references, field) : [];
      if (end.attribute) renameWithin(rewrite, other, end.field, end.attribute, [...keys, ...references], name);
    }
  for (const { attribute } of model.attributes) renameInIndex(rewrite, model, attribute, field, name);
  return rewrite.edits();
}

/** Renames a value of an enum and the defaults that name it; the database keeps the old one. */
export function renameValue(
  rewrite: SchemaRewrite,
  schema: Schema,
  block: Declaration,
  value: EnumValue,
  name: string,
): readonly Edit[] {
  const add = attributeOf(value, 'map') ? [] : [`@map("${value.name.text}")`];
  rewrite.change(block, value, { name, attributes: changedAttributes(block, value, { add }) });
  for (const model of schema.declarations())
    for (const field of model.fields) {
      if (field.type.text !== block.name) continue;
      const attribute = attributeOf(field, 'default');
      const uses = named(namesIn(defaultOf(field)), value);
      if (attribute) renameWithin(rewrite, model, field, attribute, uses, name);
    }
  return rewrite.edits();
}

function named(leaves: readonly Leaf[] | undefined, { name }: { readonly name: Leaf }): readonly Leaf[] {
  return leaves?.filter(({ text }) => text === name.text) ?? [];
}

/** Rewrites names within an attribute of a line, whose other cells may be changing too. */
function renameWithin(
  rewrite: SchemaRewrite,
  declaration: Declaration,
  line: RowLine,
  attribute: Attribute,
  leaves: readonly Leaf[],
  name: string,
): void {
  if (leaves.length === 0) return;
  const old = declaration.text(attribute);
  const attributes = rewrite.changeOf(declaration, line)?.attributes ?? changedAttributes(declaration, line, {});
  const changed = leaves
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end }) => {
      return text.slice(0, start - attribute.start) + name + text.slice(end - attribute.start);
    }, old);
  rewrite.change(declaration, line, { attributes: attributes.map((text) => (text === old ? changed : text)) });
}

function renameInIndex(
  rewrite: SchemaRewrite,
  model: Declaration,
  attribute: Attribute,
  field: Field,
  name: string,
): void {
  const leaves = named(namesIn(argumentOf(attribute, 'fields', 0)), field);
  const condition = argumentOf(attribute, 'where');
  const conditions = condition?.kind === 'object' ? condition.entries.flatMap((entry) => entry.name ?? []) : [];
  for (const leaf of [...leaves, ...named(conditions, field)]) rewrite.replace(model, leaf, name);
}
