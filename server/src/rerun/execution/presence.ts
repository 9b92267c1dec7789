import { columnOf } from '../catalog/columns';
import { constraintOf, primaryKeyOf } from '../catalog/constraints';
import { GONE, LOGIN, NO_LOGIN, type Relation } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { keyOf, nameOfKey, schemaOfKey } from '../reading/names';
import type { Probe } from '../reading/probes';
import { baseType } from '../reading/typeNames';
import { twinOf } from './twins';

/** Whether what a probe asks for is there; undefined when that is not known. */
export function presence(run: Run, probe: Probe): boolean | undefined {
  if (probe.isVoid) return false;
  const known = find(run, probe);
  if (isThere(known)) return probe.isNarrow ? undefined : true;
  if (elsewhere(run, probe) !== undefined) return asksMore(probe) ? undefined : true;
  return known === GONE ? false : undefined;
}

/** What answers a probe in another schema than the one that is meant, where there is nothing of the kind. */
export function elsewhere(run: Run, probe: Probe): string | undefined {
  return probe.anySchema && !isThere(find(run, probe)) ? twinOf(run.catalog, probe, probe.schema) : undefined;
}

function isThere(known: unknown): boolean {
  return known !== undefined && known !== GONE;
}

function asksMore(probe: Probe): boolean {
  return probe.isNarrow === true || (probe.kind === 'column' && probe.type !== undefined);
}

function find(run: Run, probe: Probe): unknown {
  const { catalog } = run;
  switch (probe.kind) {
    case 'relation': {
      const relation = relationOf(run, probe.key);
      const isKind =
        !relation || relation === GONE || !relation.kind || !probe.kinds?.every((kind) => kind !== relation.kind);
      return isKind ? relation : GONE;
    }
    case 'column': {
      const type = catalog.type(probe.table);
      if (type && type !== GONE && type.kind !== 'enum')
        return type.members.get(probe.column) ?? (type.closed ? GONE : undefined);
      const column = member(relationOf(run, probe.table), (relation) => columnOf(relation, probe.column));
      if (probe.type === undefined || column === undefined || column === GONE) return column;
      return sameType(run, (column as { type?: string }).type, probe.type);
    }
    case 'constraint':
      return probe.table === undefined
        ? inAnyTable(run, probe, catalog.tablesWithConstraint(probe.name), ({ constraints }) =>
            constraints.get(probe.name),
          )
        : member(relationOf(run, probe.table), (relation) => constraintOf(relation, probe.name));
    case 'primary key':
      return member(relationOf(run, probe.table), (relation) => primaryKeyOf(probe.table, relation));
    case 'type':
      return typeOrTable(run, probe.key);
    case 'label':
      return probe.type === undefined
        ? undefined
        : member(catalog.type(probe.type), (type) => type.labels.get(probe.label) ?? (type.closed ? GONE : undefined));
    case 'member': {
      const name = `${probe.member} ${probe.name}`;
      return probe.table === undefined
        ? inAnyTable(run, probe, catalog.tablesWithMember(name), ({ members }) => members.get(name))
        : member(relationOf(run, probe.table), ({ members }) => members.get(name));
    }
    case 'parent':
      return member(catalog.relation(probe.child), (relation) =>
        probe.parent === undefined ? anyParent(relation) : relation.properties.get(`parent ${probe.parent}`),
      );
    case 'routine': {
      const [routine, ...others] = catalog.routinesNamed(probe.key);
      if (probe.sole && others.length > 0) return GONE;
      return routine ?? (catalog.isRoutineGone(probe.key) ? GONE : catalog.item(...unplaced(probe)));
    }
    case 'item': {
      const item = catalog.item(probe.item, probe.name);
      return probe.login && item && item !== GONE && item.properties.get(LOGIN) === NO_LOGIN ? GONE : item;
    }
  }
}

/** What stands only in another letter case is not there: names in conditions are compared as they are. */
function relationOf({ catalog }: Run, key: string): Relation | typeof GONE | undefined {
  return catalog.relation(key) ?? (catalog.otherCase(key) === undefined ? undefined : GONE);
}

function member<Owner>(owner: Owner | typeof GONE | undefined, get: (owner: Owner) => unknown): unknown {
  return owner === undefined || owner === GONE ? owner : get(owner);
}

function typeOrTable(run: Run, key: string): unknown {
  const type = run.catalog.type(key);
  if (type !== undefined && type !== GONE) return type;
  const relation = run.catalog.relation(key);
  return relation && relation !== GONE && relation.kind === 'table' ? relation : type;
}

/** A constraint, trigger, policy or rule of which the table is not told. */
function inAnyTable(
  run: Run,
  probe: Probe,
  tables: Iterable<readonly [key: string, relation: Relation]>,
  get: (relation: Relation) => unknown,
): unknown {
  let gone = false;
  for (const [key, relation] of tables) {
    if (!probe.anySchema && schemaOfKey(key) !== probe.schema) continue;
    const known = get(relation);
    if (isThere(known)) return known;
    gone ||= known === GONE;
  }
  return gone ? GONE : run.catalog.item(...unplaced(probe));
}

/** Where it is noted that something is there, or is not, of which the guard does not tell the table or the signature. */
export function unplaced(probe: Probe): readonly [kind: string, name: string] {
  const [kind, name] =
    probe.kind === 'member'
      ? [probe.member, probe.name]
      : probe.kind === 'routine'
        ? ['routine of any kind', nameOfKey(probe.key)]
        : ['constraint', probe.kind === 'constraint' ? probe.name : ''];
  return [kind, probe.anySchema ? name : keyOf({ schema: probe.schema, name })];
}

/** There may be parents that no statement has told of, unless the file has made the relation without any. */
function anyParent({ properties, closed }: Relation): unknown {
  const parents = [...properties].flatMap(([name, value]) => (name.startsWith('parent ') ? [value] : []));
  return parents.find((value) => value !== GONE) ?? (parents.length > 0 || closed ? GONE : undefined);
}

/** Whether a column of one type passes a test for another; an enum is called by its name, or `USER-DEFINED`. */
function sameType(run: Run, has: string | undefined, wanted: string): unknown {
  if (has === undefined) return undefined;
  const right = canonical(wanted);
  if (has.startsWith('type ')) {
    const [key, type] = run.catalog.namedType(has.slice(5)) ?? [];
    if (!key || type?.kind !== 'enum') return undefined;
    return right === 'user-defined' || canonical(nameOfKey(key)) === right ? has : GONE;
  }
  const left = canonical(has);
  if (right === 'user-defined') return BUILT_IN.test(left) ? GONE : undefined;
  if (right === 'array') return left.endsWith('[]') ? has : GONE;
  return left === right ? has : GONE;
}

const BUILT_IN = /^(?:text|varchar|bpchar|int[248]|numeric|float[48]|bool|uuid|jsonb?|date|time(?:stamp)?(?:tz)?)$/;

function canonical(type: string): string {
  const name = type.toLowerCase().replaceAll('"', '');
  // `udt_name` and `typname` write an array as `_text`.
  return baseType(name.startsWith('_') ? `${name.slice(1)}[]` : name);
}
