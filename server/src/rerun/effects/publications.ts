import type { AlterPublicationStmt, CreatePublicationStmt, Node } from '@pgsql/types';
import { GONE, newItem, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { display } from '../reading/names';
import { createItem, needItem } from './items';

/** CREATE PUBLICATION, with the tables and schemas that are in it from the start. */
export function createPublication(run: Run, { pubname = '', pubobjects }: CreatePublicationStmt): void {
  createItem(run, 'OBJECT_PUBLICATION', pubname, false);
  for (const object of pubobjects ?? []) publish(run, pubname, object, true);
}

/** ALTER PUBLICATION … ADD, DROP and SET. */
export function alterPublication(run: Run, { pubname = '', action, pubobjects = [] }: AlterPublicationStmt): void {
  needItem(run, 'OBJECT_PUBLICATION', pubname);
  if (action === 'AP_SetObjects' && pubobjects.length > 0) emptyPublication(run, pubname);
  for (const object of pubobjects) publish(run, pubname, object, action !== 'AP_DropObjects');
}

/** Takes all tables and schemas out of a publication. */
export function emptyPublication(run: Run, name: string): void {
  const member = memberOf(name);
  for (const [key, { members }] of [...run.catalog.tablesWithMember(member)])
    if (members.has(member)) run.update(key, { members: withEntry(members, member, GONE) });
  const publication = run.catalog.item('publication', name);
  if (!publication || publication === GONE) return;
  const properties = new Map(
    [...publication.properties].map(([property, value]) => [property, property.startsWith(SCHEMA) ? GONE : value]),
  );
  if (properties.size > 0) run.catalog.setItem('publication', name, { ...publication, properties });
}

/** What is in a publication stays in it under its new name. */
export function renamePublication(run: Run, from: string, to: string): void {
  const [old, renamed] = [memberOf(from), memberOf(to)];
  for (const [key, { members }] of [...run.catalog.tablesWithMember(old)]) {
    const known = members.get(old);
    if (known !== undefined) run.update(key, { members: withEntry(withEntry(members, old, GONE), renamed, known) });
  }
}

/** What a publication's property for a schema begins with. */
const SCHEMA = 'schema ';

/** Puts a table or a schema into a publication, or takes it out. */
function publish(run: Run, name: string, object: Node, isAdded: boolean): void {
  if (!('PublicationObjSpec' in object)) return;
  const { pubtable, pubobjtype, name: schema } = object.PublicationObjSpec;
  if (pubtable?.relation) {
    const key = run.key(pubtable.relation);
    const { members } = run.relation(key)!;
    refuse(run, name, display(key), members.get(memberOf(name)), isAdded);
    run.update(key, { members: withEntry(members, memberOf(name), isAdded ? run.maker : GONE) });
  } else if (pubobjtype === 'PUBLICATIONOBJ_TABLES_IN_SCHEMA' && schema !== undefined) {
    const known = run.catalog.item('publication', name);
    const publication = known && known !== GONE ? known : newItem(`before ${name}`);
    const property = SCHEMA + schema;
    refuse(run, name, `schema "${schema}"`, publication.properties.get(property), isAdded);
    const properties = withEntry(publication.properties, property, isAdded ? run.maker : GONE);
    run.catalog.setItem('publication', name, { ...publication, properties });
  }
}

function refuse(run: Run, name: string, shown: string, known: string | undefined, isAdded: boolean): void {
  if (isAdded && known !== undefined && known !== GONE)
    run.refuse('already there', SQLSTATE.duplicateObject, `${shown} is in publication "${name}" already`);
  if (!isAdded && known === GONE)
    run.refuse('not there', SQLSTATE.undefinedObject, `${shown} is not in publication "${name}" any more`);
}

/** What a table's members call its place in a publication. */
function memberOf(name: string): string {
  return `publication ${name}`;
}
