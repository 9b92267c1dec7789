import type { Declaration } from '../../languages/prisma/declaration';
import { plural } from '../../languages/prisma/names';
import { type RelationEnd, relationsOf } from './relations';
import type { Schema } from './schema';

/** The model that the client calls `clinicalNote`. */
export function modelOfClient(schema: Schema | undefined, name: string | undefined): Declaration | undefined {
  return name === undefined ? undefined : schema?.model(name.charAt(0).toUpperCase() + name.slice(1));
}

/** How the rows of one model are found from those of another: `where: { field: row.from }`. */
export interface Lookup {
  /** The model of the rows, as the client calls it. */
  readonly rows: string | undefined;
  /** The model that is read, as the client calls it. */
  readonly read: string | undefined;
  readonly field: string;
  readonly from: string;
}

/** The relation field of the rows' model that leads to what is looked up, as the schema says. */
export function relationFor(schema: Schema | undefined, lookup: Lookup): string | undefined {
  const rows = modelOfClient(schema, lookup.rows);
  const read = modelOfClient(schema, lookup.read);
  if (!schema || !rows || !read) return undefined;
  const ends = relationsOf(schema, rows).filter(({ target }) => target === read);
  const own = ends.find((end) => joins(end, lookup.from, lookup.field));
  if (own) return own.field.name.text;
  const opposite = relationsOf(schema, read).find(
    (end) => end.target === rows && joins(end, lookup.field, lookup.from),
  );
  return opposite && ends.find(({ keys, name }) => !keys && name?.text === opposite.name?.text)?.field.name.text;
}

/** What such a relation field is called as a rule, for where no schema says: `clientId` is that of `client`. */
export function likelyRelation({ read, field, from }: Lookup): string | undefined {
  if (from.length > 2 && from.endsWith('Id')) return from.slice(0, -2);
  return field.endsWith('Id') && read !== undefined ? plural(read) : undefined;
}

function joins({ keys, references }: RelationEnd, key: string, reference: string): boolean {
  return keys?.length === 1 && keys[0]!.text === key && references[0]?.text === reference;
}
