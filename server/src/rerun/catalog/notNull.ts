import { display } from '../reading/names';
import { columnOf, setColumnProperty } from './columns';
import { GONE, type Relation, withEntry } from './objects';
import { type Run, SQLSTATE } from './run';

/**
 * ADD CONSTRAINT … NOT NULL. A column has one such constraint at most: to ask for it again, by its own name or by none,
 * does nothing.
 * @param given the name that the statement writes.
 * @param freeName gives the name that it gets.
 */
export function addNotNull(
  run: Run,
  key: string,
  column: string,
  given: string | undefined,
  freeName: () => string,
): void {
  const relation = run.relation(key)!;
  const known = notNullOf(relation, column);
  if (known !== undefined) {
    if (given && given !== known)
      run.refuse(
        'already there',
        SQLSTATE.objectNotInPrerequisiteState,
        `column "${column}" of ${display(key)} has a NOT NULL constraint already, "${known}"`,
      );
    return;
  }
  // What made it NOT NULL without a name has given the constraint one that is not known.
  if (isNotNull(relation, column)) return;
  const taken = given === undefined ? undefined : relation.constraints.get(given);
  if (taken && taken !== GONE)
    run.refuse('already there', SQLSTATE.duplicateObject, `constraint "${given}" of ${display(key)} is already there`);
  const value = { maker: run.maker, kind: 'not null' as const, columns: [column] };
  run.update(key, { constraints: withEntry(relation.constraints, freeName(), value) });
  setColumnProperty(run, key, column, 'null', 'not null');
}

/** Takes NOT NULL away from a column, with the constraint that says it. */
export function dropNotNull(run: Run, key: string, column: string): void {
  setColumnProperty(run, key, column, 'null', '');
  const relation = run.relation(key)!;
  const name = notNullOf(relation, column);
  if (name !== undefined) run.update(key, { constraints: withEntry(relation.constraints, name, GONE) });
}

function notNullOf({ constraints }: Relation, column: string): string | undefined {
  for (const [name, value] of constraints)
    if (value !== GONE && value.kind === 'not null' && value.columns[0] === column) return name;
  return undefined;
}

function isNotNull(relation: Relation, column: string): boolean {
  const known = columnOf(relation, column);
  return known !== undefined && known !== GONE && known.properties.get('null') === 'not null';
}
