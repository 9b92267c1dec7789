import { attributeOf, nativeTypeOf } from '../../languages/prisma/attributes';
import type { Declaration } from '../../languages/prisma/declaration';
import type { Field } from '../../languages/prisma/syntax';
import { type Key, keysOf } from '../schema/models';
import { relationsOf } from '../schema/relations';
import type { Schema } from '../schema/schema';

/** Native types of String that take no ciphertext. */
const NO_TEXT = /^db\.(?:Uuid|Inet|Bit|VarBit|Xml)$/;

/** Why a field cannot hold ciphertext, as the rest of a sentence that begins with its name; undefined when it can. */
export function whyNotText(schema: Schema, model: Declaration, field: Field): string | undefined {
  const type = field.type.text;
  if (schema.enumeration(type)) return `is of the enum ${type}, which takes none but its own values`;
  if (schema.model(type)) return 'is a relation and no column';
  if (type !== 'String') return `is ${type}, and ciphertext is text`;
  const native = nativeTypeOf(field)?.name.text;
  if (native && NO_TEXT.test(native)) return `is kept as ${native.slice(3)}, which takes no ciphertext`;
  if (isId(model, field)) return 'is the id, which other rows point to and the database may write itself';
  const relation = relationsOf(schema, model).find(({ keys }) => keys?.some(({ text }) => text === field.name.text));
  return relation && `is the foreign key of \`${relation.field.name.text}\`, which must equal the id that it points to`;
}

/** True for a field that the middleware can encrypt with no harm to the database. */
export function isEncryptable(schema: Schema, model: Declaration, field: Field): boolean {
  return !field.broken && whyNotText(schema, model, field) === undefined;
}

/** True for a field that a unique key holds, alone or with others. */
export function isUnique(model: Declaration, field: Field): boolean {
  return attributeOf(field, 'unique') !== undefined || hasKey(model, field, 'unique');
}

/** True for a field that rows are looked up or sorted by: it stands in a unique key or an index. */
export function isSearchable(model: Declaration, field: Field): boolean {
  return isUnique(model, field) || hasKey(model, field, 'index');
}

function isId(model: Declaration, field: Field): boolean {
  return hasKey(model, field, 'id');
}

function hasKey(model: Declaration, field: Field, kind: Key['kind']): boolean {
  return keysOf(model).some((key) => key.kind === kind && key.columns.includes(field.name.text));
}
