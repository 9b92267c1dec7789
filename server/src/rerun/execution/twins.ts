import type { Catalog } from '../catalog/catalog';
import { columnOf } from '../catalog/columns';
import { primaryKeyOf } from '../catalog/constraints';
import { GONE, type Relation, type Type } from '../catalog/objects';
import { nameOfKey, schemaOfKey, TEMPORARY_SCHEMA } from '../reading/names';
import type { Probe } from '../reading/probes';

/**
 * What satisfies a guard that names no schema, although it stands in another one than is meant.
 * @param own the schema that is meant.
 * @returns the key of the other table, type or routine; undefined where the catalog knows of none.
 */
export function twinOf(catalog: Catalog, probe: Probe, own: string): string | undefined {
  const isTwin = (key: string) => schemaOfKey(key) !== own && schemaOfKey(key) !== TEMPORARY_SCHEMA;
  const relation = (
    candidates: Iterable<readonly [string, Relation]>,
    test: (relation: Relation) => boolean,
  ): string | undefined => firstOf(candidates, (key, value) => isTwin(key) && test(value));
  const type = (name: string, test: (type: Type) => boolean): string | undefined =>
    firstOf(catalog.typesNamed(name), (key, value) => isTwin(key) && test(value));
  switch (probe.kind) {
    case 'relation':
      return relation(
        catalog.relationsNamed(nameOfKey(probe.key)),
        ({ kind }) => !kind || !probe.kinds || probe.kinds.includes(kind),
      );
    case 'column':
      return relation(
        catalog.relationsNamed(nameOfKey(probe.table)),
        (table) => (columnOf(table, probe.column) ?? GONE) !== GONE,
      );
    case 'constraint':
      return relation(
        tables(catalog, probe.table) ?? catalog.tablesWithConstraint(probe.name),
        ({ constraints }) => (constraints.get(probe.name) ?? GONE) !== GONE,
      );
    case 'primary key':
      return relation(
        catalog.relationsNamed(nameOfKey(probe.table)),
        (table) => (primaryKeyOf(probe.table, table) ?? GONE) !== GONE,
      );
    case 'member': {
      const member = `${probe.member} ${probe.name}`;
      return relation(
        tables(catalog, probe.table) ?? catalog.tablesWithMember(member),
        ({ members }) => (members.get(member) ?? GONE) !== GONE,
      );
    }
    case 'type': {
      const name = nameOfKey(probe.key);
      return type(name, () => true) ?? relation(catalog.relationsNamed(name), ({ kind }) => kind === 'table');
    }
    case 'label':
      return probe.type === undefined
        ? undefined
        : type(nameOfKey(probe.type), ({ labels }) => (labels.get(probe.label) ?? GONE) !== GONE);
    case 'routine':
      return firstOf(catalog.routinesOfAnySchema(nameOfKey(probe.key)), isTwin);
    default:
      return undefined;
  }
}

function tables(catalog: Catalog, table: string | undefined): Iterable<readonly [string, Relation]> | undefined {
  return table === undefined ? undefined : catalog.relationsNamed(nameOfKey(table));
}

function firstOf<V>(
  candidates: Iterable<readonly [string, V]>,
  test: (key: string, value: V) => boolean,
): string | undefined {
  for (const [key, value] of candidates) if (test(key, value)) return key;
  return undefined;
}
