import type { CreateStatsStmt, Node } from '@pgsql/types';
import { needColumn } from '../catalog/columns';
import { GONE, newRelation, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { checkQuery } from '../catalog/scope';
import { display, keyOf, listName } from '../reading/names';
import { actionsInOrder, alteredRelation, alterTable } from './alter-table';
import { changeOwner, comment } from './comment-owner';
import { createTable, createTableAs } from './create-table';
import { truncate, writeRows, writeWithin } from './data';
import { createCast, define } from './definitions';
import { dropObject } from './drop';
import { noteFilled, sourcesOfRows } from './filledTables';
import { grant } from './grants';
import { createIndex } from './indexes';
import { alterItem, createItem, needItem } from './items';
import { alterPolicy, createPolicy, createRule, createTrigger } from './members';
import { merge } from './merge';
import { alterPublication, createPublication } from './publications';
import { rename, setSchema } from './rename';
import {
  alterDefaultPrivileges,
  alterRole,
  clearOwned,
  createRole,
  dropRole,
  grantRole,
  needRoles,
  own,
} from './roles';
import { createRoutine, routineKey } from './routines';
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
  CreateSchemaStmt: (run, { schemaname, authrole, if_not_exists: ifNotExists = false }) => {
    const key = schemaname ?? authrole?.rolename ?? '';
    createItem(run, 'OBJECT_SCHEMA', key, ifNotExists);
    own(run, authrole, { type: 'OBJECT_SCHEMA', key });
  },
  CreateExtensionStmt: (run, statement) =>
    createItem(run, 'OBJECT_EXTENSION', statement.extname ?? '', statement.if_not_exists ?? false),
  AlterExtensionStmt: nothing,
  CreateFunctionStmt: createRoutine,
  DefineStmt: define,
  CreateTrigStmt: createTrigger,
  CreatePolicyStmt: createPolicy,
  AlterPolicyStmt: alterPolicy,
  RuleStmt: createRule,
  CreateEventTrigStmt: (run, statement) => createItem(run, 'OBJECT_EVENT_TRIGGER', statement.trigname ?? '', false),
  AlterEventTrigStmt: (run, statement) =>
    alterItem(run, 'OBJECT_EVENT_TRIGGER', statement.trigname ?? '', 'state', statement.tgenabled ?? ''),
  CreateRoleStmt: createRole,
  AlterRoleStmt: alterRole,
  AlterRoleSetStmt: (run, { role }) => needRoles(run, role?.rolename === undefined ? [] : [role.rolename]),
  DropRoleStmt: dropRole,
  GrantRoleStmt: grantRole,
  ReassignOwnedStmt: clearOwned,
  DropOwnedStmt: (run, statement) => {
    clearOwned(run, statement);
    run.uncertain = true;
  },
  CreatePublicationStmt: createPublication,
  AlterPublicationStmt: alterPublication,
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
  CreateCastStmt: createCast,
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
  CommentStmt: comment,
  GrantStmt: grant,
  AlterOwnerStmt: changeOwner,
  AlterDefaultPrivilegesStmt: alterDefaultPrivileges,
  AlterFunctionStmt: (run, statement) => {
    const { func, objtype = '' } = statement;
    if (func) needItem(run, objtype, routineKey(run, func, objtype));
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

/** A column that goes takes the statistics over it along. */
function needStatisticsColumns(run: Run, { relations, exprs }: CreateStatsStmt): void {
  const [table] = relations ?? [];
  if (!table || !('RangeVar' in table)) return;
  const key = run.key(table.RangeVar);
  const relation = run.relation(key)!;
  for (const node of exprs ?? [])
    if ('StatsElem' in node && node.StatsElem.name) needColumn(run, key, relation, node.StatsElem.name);
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
