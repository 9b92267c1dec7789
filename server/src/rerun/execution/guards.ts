import { primaryKeyName } from '../catalog/constraints';
import { GONE, newItem, newRelation, newType, type RelationKind, withEntry } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { rowsFound } from '../effects/rowWrites';
import type { Condition } from '../reading/conditions';
import type { Probe } from '../reading/probes';
import { elsewhere, presence, unplaced } from './presence';

/** Whether a condition holds in the run's catalog; undefined when that is not known. */
export function evaluate(run: Run, condition: Condition): boolean | undefined {
  switch (condition.kind) {
    case 'constant':
      return condition.value;
    case 'rows': {
      const found = run.second ? rowsFound(run, condition.table, condition.where) : undefined;
      return found === 'some' || found === 'none' ? found === 'some' : undefined;
    }
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

/** What answers a condition in another schema than the one that is meant. */
export function twinOfCondition(run: Run, condition: Condition): string | undefined {
  if (condition.kind === 'probe') return elsewhere(run, condition.probe);
  if (condition.kind === 'not') return twinOfCondition(run, condition.of);
  if (condition.kind !== 'and' && condition.kind !== 'or') return undefined;
  for (const part of condition.of) {
    const twin = twinOfCondition(run, part);
    if (twin !== undefined) return twin;
  }
  return undefined;
}

/** The table that a condition means, where it writes its name in another letter case. */
export function meantTable(run: Run, condition: Condition): string | undefined {
  if (condition.kind === 'not') return meantTable(run, condition.of);
  if (condition.kind !== 'probe') return undefined;
  const key = 'table' in condition.probe ? condition.probe.table : 'key' in condition.probe ? condition.probe.key : '';
  return key && run.catalog.relation(key) === undefined ? run.catalog.otherCase(key) : undefined;
}

function note(run: Run, probe: Probe, there: boolean): void {
  const { catalog } = run;
  // That nothing passes all tests does not say that it is not there.
  if (probe.isNarrow && !there) return;
  switch (probe.kind) {
    case 'relation': {
      const [kind] = (probe.kinds ?? []) as readonly RelationKind[];
      return catalog.setRelation(probe.key, there ? newRelation(`before ${probe.key}`, kind ? { kind } : {}) : GONE);
    }
    case 'column': {
      if (probe.type !== undefined || probe.table === '') return;
      const relation = run.relation(probe.table)!;
      const value = there ? { maker: `before ${probe.column}`, properties: new Map() } : GONE;
      return run.update(probe.table, { columns: relation.columns.with(probe.column, value) });
    }
    case 'constraint': {
      if (probe.table === undefined) return noteUnplaced(run, probe, there);
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
      if (probe.table === undefined) return noteUnplaced(run, probe, there);
      const relation = run.relation(probe.table)!;
      return run.update(probe.table, {
        members: withEntry(relation.members, `${probe.member} ${probe.name}`, there ? 'before' : GONE),
      });
    }
    case 'primary key': {
      if (there) return;
      const relation = run.relation(probe.table)!;
      return run.update(probe.table, {
        constraints: withEntry(relation.constraints, primaryKeyName(probe.table), GONE),
      });
    }
    case 'routine':
      return noteUnplaced(run, probe, there);
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

function noteUnplaced({ catalog }: Run, probe: Probe, there: boolean): void {
  const [kind, name] = unplaced(probe);
  catalog.setItem(kind, name, there ? newItem('before') : GONE);
}
