import { shownItem } from '../reading/itemNames';
import { display } from '../reading/names';
import { GONE, type Need, type Relation, ROUTINE_KIND, withEntry } from './objects';
import { type Run, SQLSTATE } from './run';

/** How a need names a relation. */
export function neededRelation(id: string): string {
  return `relation ${id}`;
}

export function neededColumn(relation: string, column: string): string {
  return `column ${relation} ${column}`;
}

export function neededRoutine(id: string): string {
  return `routine ${id}`;
}

export function neededType(id: string): string {
  return `type ${id}`;
}

/** A view, or a part of a table, that stands on something. */
export interface Dependent {
  readonly table: string;
  readonly part: string;
}

/** Notes what a part of a relation stands on from here on. */
export function noteNeeds(run: Run, key: string, part: string, of: string, on: ReadonlySet<string>): void {
  const relation = run.catalog.relation(key);
  if (!relation || relation === GONE || (on.size === 0 && !relation.needs.has(part))) return;
  run.update(key, { needs: withEntry(relation.needs, part, { of, on }) });
}

/** What is there and stands on something, in an order that does not depend on what was typed before. */
export function dependentsOn(run: Run, target: string): Dependent[] {
  const found: Dependent[] = [];
  for (const [table, relation] of run.catalog.relationsNeeding(target))
    for (const [part, need] of relation.needs)
      if (need.on.has(target) && isThere(relation, part, need)) found.push({ table, part });
  const nameOf = ({ table, part }: Dependent) => `${table} ${part}`;
  return found.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function isThere(relation: Relation, part: string, { of }: Need): boolean {
  const name = part.slice(part.indexOf(' ') + 1);
  switch (part.slice(0, part.length - name.length).trimEnd()) {
    case 'constraint': {
      const constraint = relation.constraints.get(name);
      return constraint !== undefined && constraint !== GONE && constraint.maker === of;
    }
    case 'column': {
      const column = relation.columns.get(name);
      return column !== undefined && column !== GONE && (column.properties.get('default') ?? '') === of;
    }
    case '':
      return true;
    default:
      return relation.members.get(part) === of;
  }
}

/**
 * What stands on something that is dropped refuses the second run, or goes along.
 * @param what the thing that is dropped, in words.
 * @param isOwn what needs no CASCADE to go along.
 */
export function settleDependents(
  run: Run,
  target: string,
  what: string,
  cascade: boolean,
  isOwn: (dependent: Dependent) => boolean = () => false,
): void {
  const refuse = (user: string) =>
    run.refuse('in use', SQLSTATE.dependentObjects, `${what} is needed by ${user} by then`);
  for (const dependent of dependentsOn(run, target)) {
    if (isOwn(dependent)) continue;
    if (cascade) remove(run, dependent);
    else refuse(describeDependent(run, dependent));
  }
  const items = [...run.catalog.itemsNeeding(target)].sort((a, b) =>
    `${a.kind} ${a.key}` < `${b.kind} ${b.key}` ? -1 : 1,
  );
  for (const { kind, key, item } of items) {
    if (cascade) run.catalog.setItem(kind, key, GONE);
    else refuse(shownItem(kind === 'routine' ? (item.properties.get(ROUTINE_KIND) ?? 'function') : kind, key));
  }
}

/** A dependent in words. */
export function describeDependent(run: Run, { table, part }: Dependent): string {
  const [kind = '', ...words] = part.split(' ');
  const relation = run.catalog.relation(table);
  if (words.length === 0) return `${(relation && relation !== GONE && relation.kind) || kind} ${display(table)}`;
  return `${kind} "${words.join(' ')}" of ${display(table)}`;
}

function remove(run: Run, { table, part }: Dependent): void {
  const relation = run.catalog.relation(table);
  if (!relation || relation === GONE) return;
  const name = part.slice(part.indexOf(' ') + 1);
  if (part === name) {
    settleDependents(run, neededRelation(relation.id), '', true);
    for (const index of relation.indexes) run.catalog.setRelation(index, GONE);
    run.catalog.setRelation(table, GONE);
  } else if (part.startsWith('constraint ')) {
    run.update(table, { constraints: withEntry(relation.constraints, name, GONE) });
  } else if (part.startsWith('column ')) {
    const column = relation.columns.get(name);
    if (!column || column === GONE) return;
    const kept = { ...column, properties: withEntry(column.properties, 'default', '') };
    run.update(table, {
      columns: relation.columns.with(name, column.properties.get('generated') === 'always' ? GONE : kept),
    });
  } else run.update(table, { members: withEntry(relation.members, part, GONE) });
}
