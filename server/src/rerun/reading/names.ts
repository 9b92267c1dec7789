import type { Node, RangeVar } from '@pgsql/types';

/** A name with its schema as PostgreSQL would resolve it; the parser has folded both parts already. */
export interface QualifiedName {
  readonly schema: string;
  readonly name: string;
}

/** Where unqualified names go unless the file sets `search_path`; Prisma's default. */
export const DEFAULT_SCHEMA = 'public';

/** Where PostgreSQL keeps temporary relations; searched before everything else. */
export const TEMPORARY_SCHEMA = 'pg_temp';

/** One string for a qualified name, unique within its namespace. */
export function keyOf({ schema, name }: QualifiedName): string {
  return `${schema}.${name}`;
}

/** The key of the same object under another name. */
export function renamedKey(key: string, name: string): string {
  return `${schemaOfKey(key)}.${name}`;
}

export function schemaOfKey(key: string): string {
  return key.slice(0, key.indexOf('.'));
}

/** True for the key of what goes with the connection. */
export function isTemporary(key: string): boolean {
  return schemaOfKey(key) === TEMPORARY_SCHEMA;
}

export function nameOfKey(key: string): string {
  return key.slice(key.indexOf('.') + 1);
}

/** The name of a table, view, index or sequence as a statement writes it. */
export function rangeName(range: RangeVar | undefined, schema: string): QualifiedName {
  return { schema: range?.schemaname ?? schema, name: range?.relname ?? '' };
}

/** The strings of a list of String nodes. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  const result: string[] = [];
  for (const node of nodes ?? []) if ('String' in node) result.push(node.String.sval ?? '');
  return result;
}

/** A dotted name (`schema.name` or `name`) given as String nodes. */
export function listName(nodes: readonly Node[] | undefined, schema: string): QualifiedName {
  const parts = strings(nodes);
  return { schema: parts.length > 1 ? parts[parts.length - 2]! : schema, name: parts[parts.length - 1] ?? '' };
}

/** The dotted name in one node of DROP, COMMENT or RENAME, however the parser wraps it; undefined when it has none. */
export function nodeName(node: Node | undefined, schema: string): QualifiedName | undefined {
  if (!node) return undefined;
  if ('List' in node) return listName(node.List.items, schema);
  if ('TypeName' in node) return listName(node.TypeName.names, schema);
  if ('String' in node) return { schema, name: node.String.sval ?? '' };
  if ('RangeVar' in node) return rangeName(node.RangeVar, schema);
  if ('ObjectWithArgs' in node) return listName(node.ObjectWithArgs.objname, schema);
  return undefined;
}

/** How a name is shown to people: its schema only where it is not the usual one. */
export function display(key: string): string {
  return schemaOfKey(key) === DEFAULT_SCHEMA ? `"${nameOfKey(key)}"` : `"${schemaOfKey(key)}"."${nameOfKey(key)}"`;
}

/** The name that PostgreSQL gives to an object that has none (`makeObjectName`): parts joined by `_`, cut to 63 bytes. */
export function generatedName(table: string, columns: readonly string[], label: string): string {
  const encoder = new TextEncoder();
  const bytes = (text: string) => encoder.encode(text).length;
  let first = table;
  let second = columns.join('_');
  const available = 63 - bytes(label) - 1 - (second ? 1 : 0);
  while (bytes(first) + bytes(second) > available) {
    if (bytes(first) > bytes(second)) first = first.slice(0, -1);
    else second = second.slice(0, -1);
  }
  return second ? `${first}_${second}_${label}` : `${first}_${label}`;
}
