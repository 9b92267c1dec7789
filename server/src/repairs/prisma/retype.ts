import { argumentOf, nativeTypeOf } from '../../languages/prisma/attributes';
import type { Declaration } from '../../languages/prisma/declaration';
import type { Field } from '../../languages/prisma/syntax';
import { relationsTo } from '../../workspace/schema/relations';
import type { Schema } from '../../workspace/schema/schema';
import { type AttributeChange, changedAttributes } from './fieldAttributes';
import type { SchemaRewrite } from './schemaRewrite';

/** A new type for a field; `?` or `[]` stay as they are. The old native type goes in any case. */
export interface NewType extends AttributeChange {
  readonly type: string;
}

/** The type of a field with the `?` or `[]` that it has. */
export function typeLike(field: Field, type: string): string {
  return type + { required: '', optional: '?', list: '[]' }[field.arity];
}

/** Changes the type of a field, and of all foreign keys of the schema that point to it, and to these in turn. */
export function retype(
  rewrite: SchemaRewrite,
  schema: Schema,
  model: Declaration,
  field: Field,
  { type, add, remove = [] }: NewType,
): void {
  const seen = new Set<Field>([field]);
  changeType(rewrite, model, field, type, { add, remove });
  const follow = (owner: Declaration, target: Field): void => {
    for (const end of relationsTo(schema, owner, target)) {
      const place = end.references.findIndex(({ text }) => text === target.name.text);
      const key = end.keys?.[place] && end.model.field(end.keys[place].text);
      if (!key || key.broken || seen.has(key)) continue;
      seen.add(key);
      changeType(rewrite, end.model, key, type, { remove: ['default'] });
      follow(end.model, key);
    }
  };
  follow(model, field);
}

function changeType(
  rewrite: SchemaRewrite,
  model: Declaration,
  field: Field,
  type: string,
  change: AttributeChange,
): void {
  const native = nativeTypeOf(field)?.name.text;
  const remove = [...(change.remove ?? []), ...(native ? [native] : [])];
  rewrite.change(model, field, {
    type: typeLike(field, type),
    attributes: changedAttributes(model, field, { add: change.add, remove }),
  });
}

/** True when an index of the model fits the field's type only: it names an operator class, a method or a condition. */
export function isBoundToType(model: Declaration, field: Field): boolean {
  return model.attributes.some(({ attribute }) => {
    const list = argumentOf(attribute, 'fields', 0);
    const items = list?.kind === 'list' ? list.items : [];
    const item = items.find(
      (entry) => (entry.kind === 'call' ? entry.name.text : entry.kind === 'name' && entry.text) === field.name.text,
    );
    if (!item) return false;
    const operators = item.kind === 'call' && item.arguments.some(({ name }) => name?.text === 'ops');
    const special = argumentOf(attribute, 'type') ?? argumentOf(attribute, 'where');
    return operators || special !== undefined || attribute.name.text === 'fulltext';
  });
}
