import type { CreateStatsStmt, CreateTrigStmt, DefineStmt, Node } from '@pgsql/types';
import { needColumn } from '../catalog/columns';
import { memberOf } from '../catalog/members';
import { neededColumn, noteNeeds } from '../catalog/needs';
import { GONE, newRelation, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { checkQuery } from '../catalog/scope';
import { routineCalled, targetsOfExpression, targetsOfQuery } from '../catalog/targets';
import { display, keyOf, listName, nodeName, strings } from '../reading/names';
import { actionsInOrder, alteredRelation, alterTable } from './alter-table';
import { createTable, createTableAs, withoutPlaces } from './create-table';
import { truncate, writeRows, writeWithin } from './data';
import { dropObject } from './drop';
import { noteFilled, sourcesOfRows } from './filledTables';
import { grant } from './grants';
import { createIndex } from './indexes';
import { alterItem, createItem, needItem } from './items';
import { merge } from './merge';
import { rename, setSchema } from './rename';
import { alterRole, createRole } from './roles';
import { createdRoutineKey, createRoutine, routineKey } from './routines';
import { noteAnyWrite } from './rowWrites';
import { alterSequence, createSequence } from './sequences';
import { alterEnum, createComposite, createDomain, createEnum, createRange, typeOf } from './types';
import { createView } from './views';

/** A part of a statement that can fail by itself: an action of ALTER TABLE or an object of DROP. */
export interface Part {
  /** Its place among the parts as written. */
  readonly index: number;
  run(run: Run): void;
}

/** The parts of a statement in the order in which PostgreSQL carries them out; undefined for a kind that is not known. */
export function partsOf(node: Node): Part[] | undefined {
  if ('AlterTableStmt' in node) {
    const statement = node.AlterTableStmt;
    return actionsInOrder(statement).map(({ index, command }) => ({
      index,
      run: (run) => {
        const key = alteredRelation(run, statement);
        if (key !== undefined) alterTable(run, key, command, statement);
      },
    }));
  }
  if ('DropStmt' in node) {
    const statement = node.DropStmt;
    return (statement.objects ?? []).map((object, index) => ({
      index,
      run: (run) => dropObject(run, statement, object),
    }));
  }
  const [tag, body] = Object.entries(node)[0] ?? ['', undefined];
  const effect = EFFECTS[tag as keyof typeof EFFECTS] as ((run: Run, body: unknown) => void) | undefined;
  return effect ? [{ index: 0, run: (run) => effect(run, body) }] : undefined;
}

type Body<Tag extends string> = Extract<Node, Record<Tag, unknown>>[Tag & keyof Extract<Node, Record<Tag, unknown>>];
type Effects = {
  readonly [Tag in Node extends infer N ? (N extends unknown ? keyof N : never) : never]?: (
    run: Run,
    body: Body<Tag & string>,
  ) => void;
};

/** Statements that run twice by nature, and leave nothing that another statement asks for. */
const nothing = (): void => undefined;

const EFFECTS: Effects = {
  CreateStmt: createTable,
  CreateTableAsStmt: createTableAs,
  IndexStmt: createIndex,
  CreateEnumStmt: createEnum,
  CompositeTypeStmt: createComposite,
  CreateDomainStmt: createDomain,
  CreateRangeStmt: createRange,
  AlterEnumStmt: alterEnum,
  RenameStmt: rename,
  AlterObjectSchemaStmt: setSchema,
  InsertStmt: (run, InsertStmt) => writeRows(run, { InsertStmt }),
  UpdateStmt: (run, UpdateStmt) => writeRows(run, { UpdateStmt }),
  DeleteStmt: (run, DeleteStmt) => writeRows(run, { DeleteStmt }),
  TruncateStmt: truncate,
  MergeStmt: merge,
  SelectStmt: (run, statement) => {
    writeWithin(run, statement.withClause);
    checkQuery(run, { SelectStmt: statement });
    if (!statement.intoClause?.rel) return;
    const key = run.newKey(statement.intoClause.rel);
    run.createRelation(key, newRelation(run.maker, { kind: 'table' }), false);
    noteFilled(run, key, sourcesOfRows(run, { ...statement, intoClause: undefined }));
  },
  CopyStmt: (run, statement) => {
    if (statement.relation) run.relation(run.key(statement.relation));
    if (!statement.is_from) return;
    noteAnyWrite(run, run.key(statement.relation));
    run.repeat('rows again', `${display(run.key(statement.relation))} gets the copied rows once more`);
  },
  CreateSeqStmt: createSequence,
  AlterSeqStmt: alterSequence,
  ViewStmt: createView,
  RefreshMatViewStmt: (run, statement) => {
    run.relation(run.key(statement.relation), false, 'materialized view');
  },
  CreateSchemaStmt: (run, statement) => {
    createItem(run, 'OBJECT_SCHEMA', statement.schemaname ?? '', statement.if_not_exists ?? false);
  },
  CreateExtensionStmt: (run, statement) =>
    createItem(run, 'OBJECT_EXTENSION', statement.extname ?? '', statement.if_not_exists ?? false),
  AlterExtensionStmt: nothing,
  CreateFunctionStmt: createRoutine,
  DefineStmt: (run, statement) => {
    const type = statement.kind ?? '';
    createItem(
      run,
      type,
      definedKey(run, statement),
      (statement.replace ?? false) || (statement.if_not_exists ?? false),
    );
  },
  CreateTrigStmt: (run, statement) => {
    const key = run.key(statement.relation);
    createMember(run, key, 'trigger', statement.trigname ?? '', statement.replace ?? false);
    noteMemberNeeds(run, key, `trigger ${statement.trigname}`, targetsOfTrigger(run, key, statement));
  },
  CreatePolicyStmt: (run, statement) => {
    const key = run.key(statement.table);
    createMember(run, key, 'policy', statement.policy_name ?? '', false);
    const on = targetsOfExpression(run, key, [statement.qual, statement.with_check], true);
    noteMemberNeeds(run, key, `policy ${statement.policy_name}`, on);
  },
  AlterPolicyStmt: (run, statement) => {
    const key = run.key(statement.table);
    const part = `policy ${statement.policy_name}`;
    needPolicy(run, key, statement.policy_name ?? '');
    const { qual, with_check: check } = statement;
    if (!qual && !check) return;
    const on = targetsOfExpression(run, key, [qual, check], true);
    // The condition that is not written anew stays.
    const stays = qual && check ? [] : (run.relation(key)!.needs.get(part)?.on ?? []);
    noteMemberNeeds(run, key, part, new Set([...on, ...stays]));
  },
  RuleStmt: (run, statement) => {
    const key = run.key(statement.relation);
    createMember(run, key, 'rule', statement.rulename ?? '', statement.replace ?? false);
    noteMemberNeeds(run, key, `rule ${statement.rulename}`, targetsOfQuery(run, statement.actions));
  },
  CreateEventTrigStmt: (run, statement) => createItem(run, 'OBJECT_EVENT_TRIGGER', statement.trigname ?? '', false),
  AlterEventTrigStmt: (run, statement) =>
    alterItem(run, 'OBJECT_EVENT_TRIGGER', statement.trigname ?? '', 'state', statement.tgenabled ?? ''),
  CreateRoleStmt: createRole,
  AlterRoleStmt: alterRole,
  AlterRoleSetStmt: nothing,
  DropRoleStmt: (run, statement) => {
    for (const node of statement.roles ?? []) {
      const name = 'RoleSpec' in node ? (node.RoleSpec.rolename ?? '') : '';
      const known = run.catalog.item('role', name);
      if (known === GONE && statement.missing_ok) continue;
      alterItem(run, 'OBJECT_ROLE', name, 'dropped', '');
      run.catalog.setItem('role', name, GONE);
    }
  },
  GrantRoleStmt: nothing,
  CreatePublicationStmt: (run, statement) => createItem(run, 'OBJECT_PUBLICATION', statement.pubname ?? '', false),
  AlterPublicationStmt: (run, statement) =>
    alterPublication(run, statement.pubname ?? '', statement.action ?? '', statement.pubobjects),
  CreateSubscriptionStmt: (run, statement) => createItem(run, 'OBJECT_SUBSCRIPTION', statement.subname ?? '', false),
  CreateStatsStmt: (run, statement) => {
    needStatisticsColumns(run, statement);
    createItem(
      run,
      'OBJECT_STATISTIC_EXT',
      keyOf(listName(statement.defnames, run.schema)),
      statement.if_not_exists ?? false,
    );
  },
  CreateCastStmt: (run, statement) =>
    createItem(run, 'OBJECT_CAST', JSON.stringify(withoutPlaces([statement.sourcetype, statement.targettype])), false),
  CreatePLangStmt: (run, statement) =>
    createItem(run, 'OBJECT_LANGUAGE', statement.plname ?? '', statement.replace ?? false),
  CreateFdwStmt: (run, statement) => createItem(run, 'OBJECT_FDW', statement.fdwname ?? '', false),
  CreateForeignServerStmt: (run, statement) =>
    createItem(run, 'OBJECT_FOREIGN_SERVER', statement.servername ?? '', statement.if_not_exists ?? false),
  CreateUserMappingStmt: (run, statement) =>
    createItem(
      run,
      'OBJECT_USER_MAPPING',
      `${statement.user?.rolename} ${statement.servername}`,
      statement.if_not_exists ?? false,
    ),
  CreateForeignTableStmt: (run, statement) => {
    const table = statement.base;
    run.createRelation(
      run.newKey(table?.relation),
      newRelation(run.maker, { kind: 'foreign table' }),
      table?.if_not_exists ?? false,
    );
  },
  AlterDomainStmt: (run, statement) => alterDomain(run, statement),
  CommentStmt: (run, statement) => comment(run, statement.objtype ?? '', statement.object),
  GrantStmt: grant,
  AlterOwnerStmt: (run, statement) => needObject(run, statement.objectType ?? '', statement.object),
  AlterDefaultPrivilegesStmt: nothing,
  AlterFunctionStmt: (run, statement) => {
    if (statement.func) needItem(run, statement.objtype ?? '', routineKey(run, statement.func));
  },
  VariableSetStmt: (run, statement) => {
    if (statement.name !== 'search_path' || statement.kind !== 'VAR_SET_VALUE') return;
    const [first] = statement.args ?? [];
    const name = first && 'A_Const' in first ? first.A_Const.sval?.sval : undefined;
    if (name) run.schema = name;
  },
  VariableShowStmt: nothing,
  TransactionStmt: nothing,
  LockStmt: nothing,
  VacuumStmt: nothing,
  ReindexStmt: nothing,
  ClusterStmt: nothing,
  CheckPointStmt: nothing,
  DiscardStmt: nothing,
  ExplainStmt: nothing,
  NotifyStmt: nothing,
  ListenStmt: nothing,
  UnlistenStmt: nothing,
  ConstraintsSetStmt: nothing,
  LoadStmt: nothing,
};

function definedKey(run: Run, { kind, defnames, args, definition }: DefineStmt): string {
  const name = keyOf(listName(defnames, run.schema));
  if (kind === 'OBJECT_OPERATOR') return `${name}${JSON.stringify(withoutPlaces(definition))}`;
  const [parameters] = kind === 'OBJECT_AGGREGATE' ? (args ?? []) : [];
  return parameters && 'List' in parameters ? createdRoutineKey(run, defnames, parameters.List.items) : name;
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

function needPolicy(run: Run, table: string, name: string): void {
  if (memberOf(run, run.relation(table)!, `policy ${name}`) === GONE)
    run.refuse('not there', SQLSTATE.undefinedObject, `policy "${name}" on ${display(table)} is not there any more`);
}

/** A column that goes takes the statistics over it along. */
function needStatisticsColumns(run: Run, { relations, exprs }: CreateStatsStmt): void {
  const [table] = relations ?? [];
  if (!table || !('RangeVar' in table)) return;
  const key = run.key(table.RangeVar);
  const relation = run.relation(key)!;
  for (const node of exprs ?? [])
    if ('StatsElem' in node && node.StatsElem.name) needColumn(run, key, relation, node.StatsElem.name);
}

/** Ends a second run whose statement gives another owner to what is gone. */
function needObject(run: Run, type: string, object: Node | undefined): void {
  const name = nodeName(object, run.schema);
  if (!object || !name) return;
  if (type === 'OBJECT_TYPE' || type === 'OBJECT_DOMAIN') {
    if (run.catalog.type(keyOf(name)) === GONE) typeOf(run, keyOf(name));
  } else if ('ObjectWithArgs' in object) needItem(run, type, routineKey(run, object.ObjectWithArgs));
  else needItem(run, type, 'List' in object ? keyOf(name) : name.name);
}

function alterPublication(run: Run, name: string, action: string, objects: readonly Node[] | undefined): void {
  for (const node of objects ?? []) {
    const table = 'PublicationObjSpec' in node ? node.PublicationObjSpec.pubtable?.relation : undefined;
    if (!table) continue;
    const key = run.key(table);
    const relation = run.relation(key)!;
    const known = relation.members.get(`publication ${name}`);
    const add = action === 'AP_AddObjects';
    if (add && known !== undefined && known !== GONE)
      run.refuse('already there', SQLSTATE.duplicateObject, `${display(key)} is in publication "${name}" already`);
    if (action === 'AP_DropObjects' && known === GONE)
      run.refuse('not there', SQLSTATE.undefinedObject, `${display(key)} is not in publication "${name}" any more`);
    if (action !== 'AP_SetObjects')
      run.update(key, { members: withEntry(relation.members, `publication ${name}`, add ? run.maker : GONE) });
  }
}

function alterDomain(
  run: Run,
  statement: { subtype?: string; typeName?: Node[]; name?: string; def?: Node; missing_ok?: boolean },
): void {
  const key = keyOf(listName(statement.typeName, run.schema));
  const type = typeOf(run, key)!;
  const added = statement.def && 'Constraint' in statement.def ? statement.def.Constraint.conname : undefined;
  if (statement.subtype === 'C' && added) {
    const known = type.members.get(added);
    if (known !== undefined && known !== GONE)
      run.refuse(
        'already there',
        SQLSTATE.duplicateObject,
        `constraint "${added}" of domain ${display(key)} is already there`,
      );
    run.catalog.setType(key, { ...type, members: withEntry(type.members, added, run.maker) });
  } else if (statement.subtype === 'C' && statement.def) {
    run.repeat('done again', `domain ${display(key)} gets the same constraint once more, under another name`);
  }
  if (statement.subtype === 'X' && statement.name) {
    if (type.members.get(statement.name) === GONE && !statement.missing_ok)
      run.refuse(
        'not there',
        SQLSTATE.undefinedObject,
        `constraint "${statement.name}" of domain ${display(key)} is not there any more`,
      );
    run.catalog.setType(key, { ...type, members: withEntry(type.members, statement.name, GONE) });
  }
}

function comment(run: Run, type: string, object: Node | undefined): void {
  const parts = object && 'List' in object ? strings(object.List.items) : [];
  const range = (names: readonly string[]) =>
    run.key({ relname: names.at(-1) ?? '', ...(names.length > 1 ? { schemaname: names.at(-2) } : {}) });
  if (type === 'OBJECT_COLUMN') {
    const key = range(parts.slice(0, -1));
    const relation = run.relation(key)!;
    needColumn(run, key, relation, parts.at(-1) ?? '');
    return;
  }
  if (/TABLE$|VIEW|INDEX|SEQUENCE/.test(type) && parts.length) {
    run.relation(range(parts));
    return;
  }
  if (type === 'OBJECT_TYPE' || type === 'OBJECT_DOMAIN') {
    const name = nodeName(object, run.schema);
    if (name && run.catalog.type(keyOf(name)) !== undefined) typeOf(run, keyOf(name));
  }
}
