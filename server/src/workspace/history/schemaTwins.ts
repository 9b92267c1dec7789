import type { Catalog } from '../../rerun/catalog/catalog';
import { columnOf } from '../../rerun/catalog/columns';
import { GONE, type Relation, type Type } from '../../rerun/catalog/objects';
import { nameOfKey, schemaOfKey } from '../../rerun/reading/names';
import type { Probe } from '../../rerun/reading/probes';

/**
 * What satisfies a guard that names no schema, although it stands in another one than is meant.
 * @param own the schema that is meant.
 * @returns the key of the other table or type; undefined where the catalog knows of none.
 */
export function twinOf(catalog: Catalog, probe: Probe, own: string): string | undefined {
  const relation = (name: string | undefined, test: (relation: Relation) => boolean) =>
    catalog.findItem('relation', (key) => {
      if (schemaOfKey(key) === own || schemaOfKey(key) === 'pg_temp') return false;
      return (name === undefined || nameOfKey(key) === name) && test(catalog.relation(key) as Relation);
    });
  switch (probe.kind) {
    case 'relation':
      return relation(nameOfKey(probe.key), ({ kind }) => !kind || !probe.relationKind || kind === probe.relationKind);
    case 'column':
      return relation(nameOfKey(probe.table), (table) => (columnOf(table, probe.column) ?? GONE) !== GONE);
    case 'constraint':
      return relation(tableName(probe), ({ constraints }) => (constraints.get(probe.name) ?? GONE) !== GONE);
    case 'member':
      return relation(
        tableName(probe),
        ({ members }) => (members.get(`${probe.member} ${probe.name}`) ?? GONE) !== GONE,
      );
    case 'type':
      return type(catalog, nameOfKey(probe.key), own) ?? relation(nameOfKey(probe.key), ({ kind }) => kind === 'table');
    case 'label':
      return probe.type === undefined ? undefined : type(catalog, nameOfKey(probe.type), own, probe.label);
    default:
      return undefined;
  }
}

function tableName({ table }: { readonly table?: string }): string | undefined {
  return table === undefined ? undefined : nameOfKey(table);
}

function type(catalog: Catalog, name: string, own: string, label?: string): string | undefined {
  return catalog.findItem('type', (key) => {
    if (schemaOfKey(key) === own || nameOfKey(key) !== name) return false;
    return label === undefined || ((catalog.type(key) as Type).labels.get(label) ?? GONE) !== GONE;
  });
}
