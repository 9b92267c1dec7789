import type { Catalog } from '../../rerun/catalog/catalog';
import { columnOf } from '../../rerun/catalog/columns';
import { GONE, type Type } from '../../rerun/catalog/objects';
import { keyOf, nameOfKey } from '../../rerun/reading/names';

/** The names that people write for PostgreSQL's own. */
const SHOWN: Readonly<Record<string, string>> = {
  bool: 'BOOLEAN',
  bpchar: 'CHAR',
  float4: 'REAL',
  float8: 'DOUBLE PRECISION',
  int2: 'SMALLINT',
  int4: 'INTEGER',
  int8: 'BIGINT',
  serial: 'INTEGER',
  serial4: 'INTEGER',
  smallserial: 'SMALLINT',
  serial2: 'SMALLINT',
  bigserial: 'BIGINT',
  serial8: 'BIGINT',
};

/**
 * A column's type as people write it, from what the catalog keeps of it: `VARCHAR(255)`, `INTEGER`; a serial is the integer
 * that it makes. Types that a statement of the history made have the name that they bear now.
 */
export function shownType(type: string, catalog: Catalog): string {
  if (type.startsWith('type ')) return nameOfType(type.slice(5), catalog) ?? type.slice(5);
  const [, name = type, modifiers = '', brackets = ''] = /^([^([]+)(\([\s\S]*\))?((?:\[\])*)$/.exec(type) ?? [];
  const numbers = [...modifiers.matchAll(/"ival":\{(?:"ival":(-?\d+))?\}/g)].map(([, number = '0']) => number);
  const shown = SHOWN[name] ?? (/^[a-z]+\d*$/.test(name) ? name.toUpperCase() : name);
  return shown + (numbers.length ? `(${numbers.join(', ')})` : '') + brackets;
}

function nameOfType(id: string, catalog: Catalog): string | undefined {
  const key = catalog.findItem('type', (candidate) => (catalog.type(candidate) as Type).id === id);
  return key === undefined ? undefined : `"${nameOfKey(key)}"`;
}

/** The type of a table's column as the catalog knows it, in people's words; undefined where it is not known. */
export function knownColumnType(catalog: Catalog, schema: string, table: string, column: string): string | undefined {
  const relation = catalog.relation(keyOf({ schema, name: table }));
  if (!relation || relation === GONE) return undefined;
  const known = columnOf(relation, column);
  return known && known !== GONE && known.type !== undefined ? shownType(known.type, catalog) : undefined;
}
