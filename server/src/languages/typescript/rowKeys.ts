import type { Node } from '@babel/types';
import { keyName } from './constants';
import { propertyOf } from './prismaReads';
import type { RepeatedRead } from './repeatedReads';
import { bare, memberName } from './tree';

/** What one row is looked up by: `where: { id: appointment.clientId }`. */
export interface RowKey {
  /** The field of the model that is read: `id`. */
  readonly field: string;
  /** The field of the row that the loop is at: `clientId`; undefined when the element itself is the key. */
  readonly from?: string;
}

/** The one key that a repeated read looks up by, or undefined when it asks for more or for something else. */
export function rowKey({ read, repetition }: RepeatedRead): RowKey | undefined {
  const where = propertyOf(read.argument, 'where');
  if (where?.type !== 'ObjectExpression' || where.properties.length !== 1) return undefined;
  const [property] = where.properties;
  if (property?.type !== 'ObjectProperty' || property.computed) return undefined;
  const field = keyName(property.key);
  if (field === undefined) return undefined;
  const value = bare(property.value);
  const { element } = repetition;
  if (element?.type === 'Identifier') {
    if (isNamed(value, element.name)) return { field };
    const from = memberName(value);
    const object = from !== undefined && 'object' in value ? value.object : undefined;
    return object && from !== undefined && isNamed(bare(object), element.name) ? { field, from } : undefined;
  }
  const from = value.type === 'Identifier' ? takenOut(element, value.name) : undefined;
  return from === undefined ? undefined : { field, from };
}

/** The key that a pattern takes a name out of: `{ clientId: id }` takes `id` out of `clientId`. */
function takenOut(pattern: Node | undefined, name: string): string | undefined {
  if (pattern?.type !== 'ObjectPattern') return undefined;
  for (const property of pattern.properties)
    if (property.type === 'ObjectProperty' && isNamed(property.value, name)) return keyName(property.key);
  return undefined;
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}
