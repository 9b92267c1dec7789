import { attributeOf } from '../../languages/prisma/attributes';
import type { Declaration } from '../../languages/prisma/declaration';
import { snakeCase, wordsOf } from '../../languages/prisma/names';
import { isScalar } from '../../languages/prisma/scalars';
import type { NewField } from './schemaRewrite';

/** A new column as the model writes its others: with `@map("created_at")` where they have it. */
export function inStyleOf(model: Declaration, [name, type, attributes]: NewField): NewField {
  if (!mapsColumns(model)) return [name, type, attributes];
  const map = `@map("${snakeCase(name)}")`;
  const native = attributes.indexOf('@db.');
  if (native < 0) return [name, type, attributes === '' ? map : `${attributes} ${map}`];
  return [name, type, `${attributes.slice(0, native)}${map} ${attributes.slice(native)}`];
}

/** True when more than half of the columns whose names have several words are mapped. */
function mapsColumns(model: Declaration): boolean {
  const columns = model.fields.filter((field) => isScalar(field) && wordsOf(field.name.text).length > 1);
  return columns.filter((field) => attributeOf(field, 'map')).length * 2 > columns.length;
}
