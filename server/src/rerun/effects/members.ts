import type { AlterPolicyStmt, CreatePolicyStmt, CreateTrigStmt, RuleStmt } from '@pgsql/types';
import { memberOf } from '../catalog/members';
import { neededColumn, noteNeeds } from '../catalog/needs';
import { GONE, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { routineCalled, targetsOfExpression, targetsOfQuery } from '../catalog/targets';
import { display, strings } from '../reading/names';
import { noteRule, noteTrigger } from './interceptions';
import { hold, needRoles, rolesIn } from './roles';

export function createTrigger(run: Run, statement: CreateTrigStmt): void {
  const key = run.key(statement.relation);
  createMember(run, key, 'trigger', statement.trigname ?? '', statement.replace ?? false);
  noteTrigger(run, key, statement);
  noteMemberNeeds(run, key, `trigger ${statement.trigname}`, targetsOfTrigger(run, key, statement));
}

export function createPolicy(run: Run, statement: CreatePolicyStmt): void {
  const key = run.key(statement.table);
  createMember(run, key, 'policy', statement.policy_name ?? '', false);
  noteRoles(run, key, statement);
  const on = targetsOfExpression(run, key, [statement.qual, statement.with_check], true);
  noteMemberNeeds(run, key, `policy ${statement.policy_name}`, on);
}

export function alterPolicy(run: Run, statement: AlterPolicyStmt): void {
  const key = run.key(statement.table);
  const part = `policy ${statement.policy_name}`;
  needMember(run, key, 'policy', statement.policy_name ?? '');
  noteRoles(run, key, statement);
  const { qual, with_check: check } = statement;
  if (!qual && !check) return;
  const on = targetsOfExpression(run, key, [qual, check], true);
  // The condition that is not written anew stays.
  const stays = qual && check ? [] : (run.relation(key)!.needs.get(part)?.on ?? []);
  noteMemberNeeds(run, key, part, new Set([...on, ...stays]));
}

function noteRoles(run: Run, key: string, { policy_name: name, roles }: CreatePolicyStmt | AlterPolicyStmt): void {
  const named = rolesIn(roles);
  needRoles(run, named);
  hold(run, named, { verb: 'stands in', relation: key, member: `policy ${name}` });
}

export function createRule(run: Run, statement: RuleStmt): void {
  const key = run.key(statement.relation);
  createMember(run, key, 'rule', statement.rulename ?? '', statement.replace ?? false);
  noteRule(run, key, statement);
  noteMemberNeeds(run, key, `rule ${statement.rulename}`, targetsOfQuery(run, statement.actions));
}

function createMember(run: Run, table: string, kind: string, name: string, replace: boolean): void {
  const relation = run.relation(table)!;
  const known = relation.members.get(`${kind} ${name}`);
  if (known !== undefined && known !== GONE) {
    if (replace) return;
    run.refuse('already there', SQLSTATE.duplicateObject, `${kind} "${name}" on ${display(table)} is already there`);
  }
  run.update(table, { members: withEntry(relation.members, `${kind} ${name}`, run.maker) });
}

function noteMemberNeeds(run: Run, key: string, part: string, on: ReadonlySet<string>): void {
  const maker = run.relation(key)!.members.get(part);
  if (maker !== undefined && maker !== GONE) noteNeeds(run, key, part, maker, on);
}

function targetsOfTrigger(run: Run, key: string, statement: CreateTrigStmt): ReadonlySet<string> {
  const targets = new Set(targetsOfExpression(run, key, statement.whenClause, true));
  const routine = routineCalled(run, statement.funcname, 0);
  if (routine !== undefined) targets.add(routine);
  for (const column of strings(statement.columns)) targets.add(neededColumn(run.relation(key)!.id, column));
  return targets;
}

/** Ends a second run whose statement names a trigger, policy or rule that is gone. */
export function needMember(run: Run, table: string, kind: string, name: string): void {
  if (memberOf(run, run.relation(table)!, `${kind} ${name}`) === GONE)
    run.refuse('not there', SQLSTATE.undefinedObject, `${kind} "${name}" on ${display(table)} is not there any more`);
}
