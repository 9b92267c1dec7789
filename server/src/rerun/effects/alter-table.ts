import type { AlterTableCmd, AlterTableStmt, AlterTableType, ColumnDef, Node } from '@pgsql/types';
import {
  addColumn,
  columnOf,
  computedFrom,
  dependsOnColumn,
  dropColumn,
  dropOwnSequence,
  needColumn,
  setColumnProperty,
} from '../catalog/columns';
import { addConstraint, constraintOf, dropConstraint } from '../catalog/constraints';
import { memberOf } from '../catalog/members';
import { describeDependent } from '../catalog/needs';
import { dropNotNull } from '../catalog/notNull';
import { type Column, GONE, type Relation, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { checkExpression } from '../catalog/scope';
import { isVolatile } from '../reading/expressions';
import { display, keyOf } from '../reading/names';
import { readsColumn } from '../reading/references';
import { dependsOnOldValue, isWithoutComparison, isWithoutFunction } from '../reading/using';
import {
  attachColumn,
  columnFrom,
  needType,
  noteDefaultNeeds,
  ownSequence,
  serialType,
  typeReference,
  withoutPlaces,
} from './create-table';
import { RELATION_KINDS } from './object-kinds';
import { inherit, partition } from './partitions';
import { own } from './roles';
import { alterTypeAttribute } from './types';

/** One action of ALTER TABLE and its place among the actions as written. */
export interface Action {
  readonly index: number;
  readonly command: AlterTableCmd;
}

/** The pass of everything that is taken away, DROP DEFAULT included. */
const DROPS = 0;

/** PostgreSQL carries out the actions of one ALTER TABLE in passes: drops first, then types, columns, attributes, constraints. */
const PASS: Partial<Record<AlterTableType, number>> = {
  AT_DropColumn: DROPS,
  AT_DropConstraint: DROPS,
  AT_DropNotNull: DROPS,
  AT_DropExpression: DROPS,
  AT_DropIdentity: DROPS,
  AT_AlterColumnType: 1,
  AT_AddColumn: 2,
  AT_AddIdentity: 3,
  AT_SetNotNull: 4,
  AT_ColumnDefault: 5,
  AT_AddConstraint: 6,
};

/** The actions of an ALTER TABLE in the order in which PostgreSQL carries them out. */
export function actionsInOrder(statement: AlterTableStmt): Action[] {
  const actions = (statement.cmds ?? []).flatMap((node, index) =>
    'AlterTableCmd' in node ? [{ index, command: node.AlterTableCmd }] : [],
  );
  return actions.sort((a, b) => pass(a) - pass(b) || a.index - b.index);
}

function pass({ command }: Action): number {
  if (command.subtype === 'AT_ColumnDefault' && !command.def) return DROPS;
  const given = PASS[command.subtype ?? 'AT_AddColumn'] ?? 5;
  const constraint = command.def && 'Constraint' in command.def ? command.def.Constraint : undefined;
  return constraint?.contype === 'CONSTR_FOREIGN' || constraint?.contype === 'CONSTR_CHECK' ? given + 1 : given;
}

/**
 * The relation that an ALTER TABLE works on, or undefined when it is missing and the statement says IF EXISTS.
 */
export function alteredRelation(run: Run, statement: AlterTableStmt): string | undefined {
  const key = run.key(statement.relation);
  if (statement.objtype === 'OBJECT_TYPE') return key;
  return run.relation(key, statement.missing_ok, RELATION_KINDS[statement.objtype ?? '']) ? key : undefined;
}

/** Carries out one action. */
export function alterTable(run: Run, key: string, command: AlterTableCmd, statement: AlterTableStmt): void {
  if (statement.objtype === 'OBJECT_TYPE') return alterTypeAttribute(run, key, command);
  const name = command.name ?? '';
  switch (command.subtype) {
    case 'AT_AddColumn':
      return addColumnAction(run, key, command);
    case 'AT_DropColumn':
      return dropColumn(run, key, name, command.missing_ok ?? false, command.behavior === 'DROP_CASCADE');
    case 'AT_AlterColumnType':
      return alterType(run, key, name, command);
    case 'AT_ColumnDefault':
      return setDefault(run, key, name, command);
    case 'AT_SetNotNull':
      return setColumnProperty(run, key, name, 'null', 'not null');
    case 'AT_DropNotNull':
      return dropNotNull(run, key, name);
    case 'AT_AddIdentity':
      return addIdentity(run, key, name);
    case 'AT_DropIdentity':
      return dropFeature(run, key, name, 'identity', command.missing_ok ?? false);
    case 'AT_DropExpression':
      return dropFeature(run, key, name, 'generated', command.missing_ok ?? false);
    case 'AT_SetIdentity':
    case 'AT_SetStatistics':
    case 'AT_SetStorage':
    case 'AT_SetCompression':
    case 'AT_SetOptions':
    case 'AT_ResetOptions':
      return setColumnProperty(run, key, name, command.subtype, JSON.stringify(withoutPlaces(command.def ?? '')));
    case 'AT_AddConstraint':
      if (command.def && 'Constraint' in command.def) addConstraint(run, key, command.def.Constraint);
      return;
    case 'AT_DropConstraint':
      return dropConstraint(run, key, name, command.missing_ok ?? false, command.behavior === 'DROP_CASCADE');
    case 'AT_ValidateConstraint':
    case 'AT_AlterConstraint':
      return needConstraint(run, key, name);
    case 'AT_AttachPartition':
    case 'AT_DetachPartition':
      return partition(run, key, command);
    case 'AT_AddInherit':
    case 'AT_DropInherit':
      return inherit(run, key, command);
    case 'AT_EnableTrig':
    case 'AT_DisableTrig':
      return needMember(run, key, `trigger ${name}`, 'trigger', name);
    case 'AT_ChangeOwner':
      return own(run, command.newowner, { relation: key });
    default:
      run.update(key, {
        properties: withEntry(
          run.relation(key)!.properties,
          setting(command),
          JSON.stringify(withoutPlaces(command.def ?? name)),
        ),
      });
  }
}

/** Actions that set the same thing to different values share a name here, so that the last one counts. */
function setting(command: AlterTableCmd): string {
  return (command.subtype ?? '').replace(/^AT_(Enable|Disable|Force|NoForce)/, (_, word: string) =>
    word.endsWith('orce') ? 'force ' : 'state ',
  );
}

function addColumnAction(run: Run, key: string, command: AlterTableCmd): void {
  if (!command.def || !('ColumnDef' in command.def)) return;
  const definition = command.def.ColumnDef;
  const column = columnFrom(run, definition);
  if (!addColumn(run, key, definition.colname ?? '', column, command.missing_ok ?? false)) return;
  needType(run, definition.typeName?.names);
  refuseMissingValue(run, key, definition, column);
  attachColumn(run, key, definition);
}

/** A second run that gets as far as adding the column meets the rows that came in between. */
function refuseMissingValue(run: Run, key: string, definition: ColumnDef, column: Column): void {
  if (column.properties.get('null') !== 'not null') return;
  if (column.properties.has('default') || column.properties.has('identity') || column.properties.has('generated'))
    return;
  if (!run.mayHoldRows(key)) return;
  run.refuse(
    'old shape',
    SQLSTATE.notNullViolation,
    `column "${definition.colname}" of ${display(key)} would be added again without a value for the rows that are there by then`,
  );
}

function alterType(run: Run, key: string, name: string, command: AlterTableCmd): void {
  const relation = run.relation(key)!;
  needColumn(run, key, relation, name);
  const definition = command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
  if (!definition) return;
  needType(run, definition.typeName?.names);
  const known = columnOf(relation, name);
  const old: Column = known && known !== GONE ? known : { maker: `before ${name}`, properties: new Map() };
  run.noteFormer(key, name, old.type);
  if (definition.raw_default) checkExpression(run, key, definition.raw_default);
  refuseUsed(run, key, relation, name);
  const type = serialType(definition) ? 'serial' : typeReference(run, definition.typeName);
  if (definition.raw_default) judgeUsing(run, key, name, definition.raw_default, type);
  run.update(key, {
    columns: relation.columns.with(name, { ...old, type, properties: withEntry(old.properties, 'type', type) }),
  });
}

/** PostgreSQL gives no other type, not even the same one again, to what a view, policy, trigger or generated column reads. */
function refuseUsed(run: Run, key: string, relation: Relation, name: string): void {
  const [first] = dependsOnColumn(run, relation, name);
  const [computed] = computedFrom(relation, name);
  const user = first ? describeDependent(run, first) : computed && `column "${computed}" of ${display(key)}`;
  if (user)
    run.refuse(
      'old shape',
      SQLSTATE.featureNotSupported,
      `the type of "${name}" of ${display(key)} cannot be changed while ${user} uses it`,
    );
}

function judgeUsing(run: Run, key: string, name: string, using: Node, type: string): void {
  if (isWithoutFunction(using, name, columnTypeNow(run, key, name)))
    run.refuse(
      'old shape',
      SQLSTATE.undefinedFunction,
      `the USING expression calls a function that takes no value of the type that "${name}" has by then`,
    );
  if (isWithoutComparison(using, name, columnTypeNow(run, key, name)))
    run.refuse(
      'old shape',
      SQLSTATE.undefinedFunction,
      `the USING expression compares a number with "${name}", which has another type by then`,
    );
  if (dependsOnOldValue(using, name, isText(run, type), type))
    run.repeat(
      type.startsWith('type ') ? 'done again' : 'old shape',
      `the USING expression is applied to "${name}" once more, which by then holds the new values`,
      { overwrites: true },
    );
  if (readsColumn(using, name)) return;
  if (run.mayHoldRows(key)) run.lose({ kind: 'values', name: `${display(key)}."${name}"` });
  if (isVolatile(using))
    run.repeat('done again', `the USING expression gives "${name}" other values than in the first run`);
}

function columnTypeNow(run: Run, key: string, name: string): string {
  const column = columnOf(run.relation(key)!, name);
  return (column && column !== GONE && column.type) || '';
}

/** Whether functions of text take a column of this type as it is. */
function isText(run: Run, type: string): boolean {
  if (type.startsWith('type ')) return run.catalog.typeById(type.slice(5))?.kind === 'domain';
  return /^(text|varchar|bpchar|citext|name)\b(?!.*\[\])/.test(type);
}

function setDefault(run: Run, key: string, name: string, command: AlterTableCmd): void {
  if (isIdentity(run, key, name))
    run.refuse(
      'already there',
      SQLSTATE.syntaxError,
      `column "${name}" of ${display(key)} is an identity column by then, which has no default`,
    );
  setColumnProperty(run, key, name, 'default', command.def ? JSON.stringify(withoutPlaces(command.def)) : '');
  noteDefaultNeeds(run, key, name, command.def);
}

function isIdentity(run: Run, key: string, name: string): boolean {
  const known = columnOf(run.relation(key)!, name);
  return known !== undefined && known !== GONE && Boolean(known.properties.get('identity'));
}

function addIdentity(run: Run, key: string, name: string): void {
  const relation = run.relation(key)!;
  needColumn(run, key, relation, name);
  if (isIdentity(run, key, name))
    run.refuse(
      'already there',
      SQLSTATE.objectNotInPrerequisiteState,
      `column "${name}" of ${display(key)} is an identity column already`,
    );
  setColumnProperty(run, key, name, 'identity', 'd');
  ownSequence(run, key, name);
}

function dropFeature(run: Run, key: string, name: string, feature: 'identity' | 'generated', missingOk: boolean): void {
  const relation = run.relation(key)!;
  needColumn(run, key, relation, name);
  const known = columnOf(relation, name);
  if (known && known !== GONE && isWithout(known, feature) && !missingOk)
    run.refuse(
      'not there',
      SQLSTATE.objectNotInPrerequisiteState,
      `column "${name}" of ${display(key)} is no ${feature} column any more`,
    );
  setColumnProperty(run, key, name, feature, '');
  if (feature === 'generated') setColumnProperty(run, key, name, 'reads', '');
  if (feature === 'identity') dropOwnSequence(run, key, name);
}

/** A column that a statement of the history makes has what that statement says, and nothing else. */
function isWithout({ maker, properties }: Column, feature: string): boolean {
  return (properties.get(feature) ?? (maker.startsWith('before ') ? undefined : '')) === '';
}

/** Ends a second run whose statement names a constraint that is gone. */
export function needConstraint(run: Run, key: string, name: string): void {
  const relation = run.relation(key)!;
  if (constraintOf(relation, name) !== GONE) return;
  run.refuse('not there', SQLSTATE.undefinedObject, `constraint "${name}" of ${display(key)} is not there any more`);
  const assumed = { maker: `before ${name}`, kind: 'check' as const, columns: [] };
  run.update(key, { constraints: withEntry(relation.constraints, name, assumed) });
}

/** Ends a second run whose statement names a trigger, policy or rule that is gone. */
export function needMember(run: Run, key: string, member: string, kind: string, name: string): void {
  if (memberOf(run, run.relation(key)!, member) === GONE)
    run.refuse('not there', SQLSTATE.undefinedObject, `${kind} "${name}" on ${display(key)} is not there any more`);
}

/** The key of the index that a constraint or an index statement names. */
export function indexKey(table: string, name: string): string {
  return keyOf({ schema: table.slice(0, table.indexOf('.')), name });
}
