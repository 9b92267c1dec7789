import type { CreateTrigStmt, RuleStmt } from '@pgsql/types';
import { GONE, type Relation, withEntry } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { keyOf, listName } from '../reading/names';

/** What writes rows, as rules name it. */
export type WriteEvent = 'CMD_INSERT' | 'CMD_UPDATE' | 'CMD_DELETE';

/** The bits of `pg_trigger.tgtype`. */
const EVENTS: Readonly<Record<WriteEvent, number>> = { CMD_INSERT: 4, CMD_DELETE: 8, CMD_UPDATE: 16 };
const BEFORE = 2;

/** Notes a rule that does something else in place of a write. */
export function noteRule(run: Run, key: string, { rulename, event, instead }: RuleStmt): void {
  if (instead && event && event in EVENTS) note(run, key, `rule ${rulename}`, `${event}`);
}

/** Notes a trigger whose function is asked about each row before it is written. */
export function noteTrigger(
  run: Run,
  key: string,
  { trigname, funcname, timing, events = 0, row }: CreateTrigStmt,
): void {
  if (!row || timing !== BEFORE) return;
  const written = Object.entries(EVENTS).flatMap(([event, bit]) => (events & bit ? [event] : []));
  note(run, key, `trigger ${trigname}`, [...written, `${keyOf(listName(funcname, run.schema))}()`].join(' '));
}

function note(run: Run, key: string, member: string, what: string): void {
  const { properties } = run.relation(key)!;
  run.update(key, { properties: withEntry(properties, INTERCEPTS + member, what) });
}

const INTERCEPTS = 'intercepts ';

/** The property of a routine whose body has `RETURN NULL`: as a trigger it may leave rows out. */
export const LEAVES_OUT = 'leaves out';

/** True when a rule or a trigger may keep a write from being done as it is written: only the rows tell what becomes of it. */
export function isIntercepted(run: Run, key: string, event: WriteEvent): boolean {
  const relation = run.catalog.relation(key);
  if (!relation || relation === GONE) return false;
  for (const [property, what] of relation.properties)
    if (property.startsWith(INTERCEPTS) && isInForce(run, relation, property.slice(INTERCEPTS.length), what, event))
      return true;
  return false;
}

function isInForce(run: Run, { members }: Relation, member: string, what: string, event: WriteEvent): boolean {
  const [written, routine] = [what.split(' '), what.slice(what.lastIndexOf(' ') + 1)];
  if (!written.includes(event) || (members.get(member) ?? GONE) === GONE) return false;
  if (member.startsWith('rule ')) return true;
  const known = run.catalog.item('routine', routine);
  return known !== undefined && known !== GONE && known.properties.has(LEAVES_OUT);
}
