import type { Field } from './syntax';

/** The types that Prisma knows by itself. */
const SCALARS = new Set(['String', 'Boolean', 'Int', 'BigInt', 'Float', 'Decimal', 'DateTime', 'Json', 'Bytes']);

/** True for a field that is a column of a type of Prisma's own. */
export function isScalar(field: Field): boolean {
  return SCALARS.has(field.type.text);
}
