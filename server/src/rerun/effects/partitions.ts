import type { AlterTableCmd, RangeVar } from '@pgsql/types';
import { GONE, newItem, type Relation, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { display, keyOf, TEMPORARY_SCHEMA } from '../reading/names';

/** ATTACH PARTITION and DETACH PARTITION, of an index too. */
export function partition(run: Run, key: string, command: AlterTableCmd): void {
  const child = command.def && 'PartitionCmd' in command.def ? command.def.PartitionCmd.name : undefined;
  const isAttached = command.subtype === 'AT_AttachPartition';
  setParent(run, run.key(child), key, isAttached, 'partition');
  if (run.second) noteLeft(run, run.key(child), key, isAttached);
}

/** INHERIT and NO INHERIT. */
export function inherit(run: Run, key: string, command: AlterTableCmd): void {
  const parent = command.def && 'RangeVar' in command.def ? (command.def.RangeVar as RangeVar) : undefined;
  setParent(run, key, run.key(parent), command.subtype === 'AT_AddInherit', 'child');
}

function setParent(run: Run, child: string, parent: string, attach: boolean, word: string): void {
  const relation: Relation = run.relation(child)!;
  run.relation(parent);
  const known = relation.properties.get(`parent ${parent}`);
  // An index that is attached to the very index already stays as it is.
  if (attach && known === 'there' && relation.kind === 'index') return;
  if (attach && known === 'there')
    run.refuse(
      'already there',
      SQLSTATE.wrongObjectType,
      `${display(child)} is a ${word} of ${display(parent)} already`,
    );
  if (!attach && known === GONE)
    run.refuse('not there', SQLSTATE.undefinedTable, `${display(child)} is no ${word} of ${display(parent)} any more`);
  run.update(child, { properties: withEntry(relation.properties, `parent ${parent}`, attach ? 'there' : GONE) });
}

/**
 * True where a second run has taken partitions from a table, and the rows that the first run has put in through it may have
 * left with any of them.
 */
export function haveLeft(run: Run, table: string): boolean {
  return leftFrom(run, table).length > 0;
}

function noteLeft(run: Run, child: string, parent: string, isAttached: boolean): void {
  const others = leftFrom(run, parent).filter((other) => other !== child);
  const left = isAttached ? others : [...others, child];
  run.catalog.setItem('left', leftKey(parent), newItem(JSON.stringify(left)));
}

function leftFrom(run: Run, table: string): readonly string[] {
  const known = run.second ? run.catalog.item('left', leftKey(table)) : undefined;
  return known && known !== GONE ? (JSON.parse(known.id) as string[]) : [];
}

/** As a name of the temporary schema: what only a run knows is nothing that it leaves. */
function leftKey(table: string): string {
  return keyOf({ schema: TEMPORARY_SCHEMA, name: table });
}
