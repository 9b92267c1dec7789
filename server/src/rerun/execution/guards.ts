import { columnOf } from '../catalog/columns';
import { constraintOf } from '../catalog/constraints';
import { GONE, newItem, newRelation, newType, type Relation, withEntry } from '../catalog/objects';
import type { Run } from '../catalog/run';
import type { Condition } from '../reading/conditions';
import { nameOfKey } from '../reading/names';
import type { Probe } from '../reading/probes';
import { baseType } from '../reading/typeNames';

/** Whether a condition holds in the run's catalog; undefined when that is not known. */
export function evaluate(run: Run, condition: Condition): boolean | undefined {
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'rows':
    case 'opaque':
      return undefined;
    case 'not': {
      const inner = evaluate(run, condition.of);
      return inner === undefined ? undefined : !inner;
    }
    case 'probe':
      return presence(run, condition.probe);
    default: {
      const decisive = condition.kind === 'or';
      const values = condition.of.map((part) => evaluate(run, part));
      if (values.includes(decisive)) return decisive;
      return values.includes(undefined) ? undefined : !decisive;
    }
  }
}

/** Notes in the first run's catalog that a condition held, as far as that says anything about objects. */
export function assume(run: Run, condition: Condition, holds: boolean): void {
  if (condition.kind === 'not') return assume(run, condition.of, !holds);
  if (condition.kind === 'probe') {
    // What is known of it already is more than that it is there.
    if (presence(run, condition.probe) !== holds) note(run, condition.probe, holds);
    return;
  }
  if (condition.kind === 'and' && holds) for (const part of condition.of) assume(run, part, true);
  if (condition.kind === 'or' && !holds) for (const part of condition.of) assume(run, part, false);
}

function presence(run: Run, probe: Probe): boolean | undefined {
  const known = find(run, probe);
  return known === undefined ? undefined : known !== GONE;
}

function find(run: Run, probe: Probe): unknown {
  const { catalog } = run;
  switch (probe.kind) {
    case 'relation': {
      const relation = relationOf(run, probe.key);
      if (relation && relation !== GONE && probe.relationKind && relation.kind && relation.kind !== probe.relationKind)
        return GONE;
      return relation;
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
        ? anyConstraint(run, probe.name)
        : member(relationOf(run, probe.table), (relation) => constraintOf(relation, probe.name));
    case 'type':
      return typeOrTable(run, probe.key);
    case 'label':
      return probe.type === undefined
        ? undefined
        : member(catalog.type(probe.type), (type) => type.labels.get(probe.label) ?? (type.closed ? GONE : undefined));
    case 'member':
      return probe.table === undefined
        ? undefined
        : member(relationOf(run, probe.table), (relation) => relation.members.get(`${probe.member} ${probe.name}`));
    case 'parent':
      return member(catalog.relation(probe.child), (relation) =>
        probe.parent === undefined ? anyParent(relation) : relation.properties.get(`parent ${probe.parent}`),
      );
    case 'item':
      return catalog.item(probe.item, probe.name);
  }
}

/** What stands only in another letter case is not there: names in conditions are compared as they are. */
function relationOf({ catalog }: Run, key: string): Relation | typeof GONE | undefined {
  return catalog.relation(key) ?? (catalog.otherCase(key) === undefined ? undefined : GONE);
}

/** The table that a condition means, where it writes its name in another letter case. */
export function meantTable(run: Run, condition: Condition): string | undefined {
  if (condition.kind === 'not') return meantTable(run, condition.of);
  if (condition.kind !== 'probe') return undefined;
  const key = 'table' in condition.probe ? condition.probe.table : 'key' in condition.probe ? condition.probe.key : '';
  return key && run.catalog.relation(key) === undefined ? run.catalog.otherCase(key) : undefined;
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

/** There may be parents that no statement has told of, unless the file has made the relation without any. */
function anyParent({ properties, closed }: Relation): unknown {
  const parents = [...properties].flatMap(([name, value]) => (name.startsWith('parent ') ? [value] : []));
  return parents.find((value) => value !== GONE) ?? (parents.length > 0 || closed ? GONE : undefined);
}

function anyConstraint(run: Run, name: string): unknown {
  let gone = false;
  for (const [, relation] of run.catalog.tablesWithConstraint(name)) {
    const known = relation.constraints.get(name);
    if (known && known !== GONE) return known;
    gone ||= known === GONE;
  }
  return gone ? GONE : run.catalog.item('constraint', name);
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

function note(run: Run, probe: Probe, there: boolean): void {
  const { catalog } = run;
  switch (probe.kind) {
    case 'relation':
      return catalog.setRelation(
        probe.key,
        there ? newRelation(`before ${probe.key}`, probe.relationKind ? { kind: probe.relationKind } : {}) : GONE,
      );
    case 'column': {
      if (probe.type !== undefined || probe.table === '') return;
      const relation = run.relation(probe.table)!;
      const value = there ? { maker: `before ${probe.column}`, properties: new Map() } : GONE;
      return run.update(probe.table, { columns: withEntry(relation.columns, probe.column, value) });
    }
    case 'constraint': {
      if (probe.table === undefined) return catalog.setItem('constraint', probe.name, there ? newItem('before') : GONE);
      const relation = run.relation(probe.table)!;
      const value = there ? { maker: `before ${probe.name}`, kind: 'check' as const, columns: [] } : GONE;
      return run.update(probe.table, { constraints: withEntry(relation.constraints, probe.name, value) });
    }
    case 'type':
      return catalog.setType(probe.key, there ? newType(`before ${probe.key}`) : GONE);
    case 'label': {
      if (probe.type === undefined) return;
      const known = catalog.type(probe.type);
      const type = known && known !== GONE ? known : newType(`before ${probe.type}`);
      return catalog.setType(probe.type, {
        ...type,
        labels: withEntry(type.labels, probe.label, there ? `before ${probe.label}` : GONE),
      });
    }
    case 'member': {
      if (probe.table === undefined) return;
      const relation = run.relation(probe.table)!;
      return run.update(probe.table, {
        members: withEntry(relation.members, `${probe.member} ${probe.name}`, there ? 'before' : GONE),
      });
    }
    case 'parent': {
      if (probe.parent === undefined) return;
      const relation = run.relation(probe.child)!;
      return run.update(probe.child, {
        properties: withEntry(relation.properties, `parent ${probe.parent}`, there ? 'there' : GONE),
      });
    }
    case 'item':
      return catalog.setItem(probe.item, probe.name, there ? newItem(`before ${probe.name}`) : GONE);
  }
}
