import type { Declaration } from '../../languages/prisma/declaration';
import type { RowLine } from './table';

/** What is to be done to the attributes of a field or enum value. */
export interface AttributeChange {
  /** Attributes as they are to be written, `@default(now())`; one of the same name is replaced where it stands. */
  readonly add?: readonly string[];
  /** Names of attributes to take out. */
  readonly remove?: readonly string[];
}

/** The attributes of a line after a change, in the order in which Prisma's formatter puts those that are new. */
export function changedAttributes(declaration: Declaration, line: RowLine, { add = [], remove = [] }: AttributeChange) {
  const texts = line.attributes
    .filter(({ name }) => !remove.includes(name.text))
    .map((attribute) => declaration.text(attribute));
  for (const added of add) {
    const same = texts.findIndex((text) => nameOf(text) === nameOf(added));
    if (same >= 0) texts[same] = added;
    else {
      const next = texts.findIndex((text) => rankOf(text) > rankOf(added));
      texts.splice(next < 0 ? texts.length : next, 0, added);
    }
  }
  return texts;
}

/** The order of Prisma's formatter. */
const ORDER = ['id', 'unique', 'default', 'updatedAt', 'map', 'relation', 'db', 'ignore'];

function rankOf(text: string): number {
  const rank = ORDER.indexOf(nameOf(text).split('.')[0]!);
  return rank < 0 ? ORDER.length : rank;
}

function nameOf(text: string): string {
  return /^@([\p{L}\p{N}_.-]*)/u.exec(text)?.[1] ?? '';
}
