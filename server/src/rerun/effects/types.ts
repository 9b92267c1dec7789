import type {
  AlterEnumStmt,
  AlterTableCmd,
  CompositeTypeStmt,
  CreateDomainStmt,
  CreateEnumStmt,
  CreateRangeStmt,
  Node,
} from '@pgsql/types';
import type { Catalog } from '../catalog/catalog';
import { dropColumn } from '../catalog/columns';
import { neededType, settleDependents } from '../catalog/needs';
import { GONE, madeAgain, newType, type Type, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { display, keyOf, listName, rangeName, strings } from '../reading/names';

/** CREATE TYPE … AS ENUM. */
export function createEnum(run: Run, statement: CreateEnumStmt): void {
  const labels = new Map(strings(statement.vals).map((label) => [label, run.maker]));
  createType(
    run,
    keyOf(listName(statement.typeName, run.schema)),
    newType(run.maker, { kind: 'enum', labels, closed: true }),
  );
}

export function createComposite(run: Run, statement: CompositeTypeStmt): void {
  const members = new Map<string, string>();
  for (const node of statement.coldeflist ?? [])
    if ('ColumnDef' in node) members.set(node.ColumnDef.colname ?? '', run.maker);
  createType(
    run,
    keyOf(rangeName(statement.typevar, run.schema)),
    newType(run.maker, { kind: 'composite', members, closed: true }),
  );
}

export function createDomain(run: Run, statement: CreateDomainStmt): void {
  createType(run, keyOf(listName(statement.domainname, run.schema)), newType(run.maker, { kind: 'domain' }));
}

export function createRange(run: Run, statement: CreateRangeStmt): void {
  createType(run, keyOf(listName(statement.typeName, run.schema)), newType(run.maker, { kind: 'range' }));
}

/** Takes a name in the namespace of types, which tables share. */
export function createType(run: Run, key: string, type: Type): void {
  if (isThere(run.catalog, key) || isTable(run.catalog, key))
    run.refuse('already there', SQLSTATE.duplicateObject, `type ${display(key)} is already there`);
  const stays = run.second && run.catalog.typeById(type.id) !== undefined;
  run.catalog.setType(key, stays ? { ...type, id: madeAgain(type.id) } : type);
}

/** The type that a statement works on, or undefined when it is missing and the statement says IF EXISTS. */
export function typeOf(run: Run, key: string, missingOk = false): Type | undefined {
  const known = run.catalog.type(key);
  if (known && known !== GONE) return known;
  if (known === GONE) {
    if (missingOk) return undefined;
    run.refuse('not there', SQLSTATE.undefinedObject, `type ${display(key)} is not there any more`);
  }
  const assumed = newType(`before ${key}`);
  run.catalog.setType(key, assumed);
  return assumed;
}

/** DROP TYPE and DROP DOMAIN. */
export function dropType(run: Run, key: string, missingOk: boolean, cascade: boolean): void {
  if (run.second && isTable(run.catalog, key) && !isThere(run.catalog, key))
    run.refuse(
      'depended on',
      SQLSTATE.dependentObjects,
      `${display(key)} is a table by then, and its type cannot be dropped`,
    );
  if (run.catalog.type(key) === GONE) {
    if (missingOk) return;
    run.refuse('not there', SQLSTATE.undefinedObject, `type ${display(key)} is not there any more`);
  }
  dropFromColumns(run, key, cascade);
  const known = run.catalog.type(key);
  if (known && known !== GONE) settleDependents(run, neededType(known.id), `type ${display(key)}`, cascade);
  run.catalog.setType(key, GONE);
}

/** The columns of a type that is dropped go with it, or keep it. */
function dropFromColumns(run: Run, key: string, cascade: boolean): void {
  const type = run.catalog.type(key);
  if (!type || type === GONE) return;
  for (const { table, column } of [...run.catalog.columnsOfType(type.id)]) {
    if (cascade) dropColumn(run, table, column, true, true);
    else
      run.refuse(
        'in use',
        SQLSTATE.dependentObjects,
        `type ${display(key)} is that of column "${column}" of ${display(table)} by then`,
      );
  }
}

/** ALTER TYPE … ADD VALUE and RENAME VALUE. */
export function alterEnum(run: Run, statement: AlterEnumStmt): void {
  const key = keyOf(listName(statement.typeName, run.schema));
  const type = typeOf(run, key)!;
  const added = statement.newVal ?? '';
  if (statement.oldVal !== undefined) return renameLabel(run, key, type, statement.oldVal, added);
  const known = type.labels.get(added);
  if (known !== undefined && known !== GONE) {
    if (statement.skipIfNewValExists) return;
    run.refuse('already there', SQLSTATE.duplicateObject, `label '${added}' of type ${display(key)} is already there`);
  }
  run.catalog.setType(key, { ...type, labels: placed(type.labels, added, run.maker, statement) });
}

function placed(labels: Type['labels'], added: string, maker: string, statement: AlterEnumStmt): Type['labels'] {
  const result = new Map<string, string | typeof GONE>();
  for (const [label, value] of labels) {
    if (label === added) continue;
    if (label === statement.newValNeighbor && !statement.newValIsAfter) result.set(added, maker);
    result.set(label, value);
    if (label === statement.newValNeighbor && statement.newValIsAfter) result.set(added, maker);
  }
  return result.has(added) ? result : result.set(added, maker);
}

function renameLabel(run: Run, key: string, type: Type, from: string, to: string): void {
  const known = type.labels.get(from) ?? (type.closed ? GONE : undefined);
  if (known === GONE)
    run.refuse('not there', SQLSTATE.undefinedObject, `label '${from}' of type ${display(key)} is not there any more`);
  const taken = type.labels.get(to);
  if (taken !== undefined && taken !== GONE)
    run.refuse('already there', SQLSTATE.duplicateObject, `label '${to}' of type ${display(key)} is already there`);
  const labels = new Map<string, string | typeof GONE>();
  for (const [label, value] of type.labels) labels.set(label === from ? to : label, value);
  if (!labels.has(to)) labels.set(to, known && known !== GONE ? known : `before ${from}`);
  run.catalog.setType(key, { ...type, labels: labels.set(from, GONE) });
}

/** ALTER TYPE … ADD, DROP and ALTER ATTRIBUTE of a composite type. */
export function alterTypeAttribute(run: Run, key: string, command: AlterTableCmd): void {
  const type = typeOf(run, key)!;
  const adding =
    command.subtype === 'AT_AddColumn' && command.def && 'ColumnDef' in command.def
      ? command.def.ColumnDef.colname
      : undefined;
  const name = adding ?? command.name ?? '';
  const known = type.members.get(name) ?? (type.closed ? GONE : undefined);
  if (adding !== undefined && known !== undefined && known !== GONE)
    run.refuse(
      'already there',
      SQLSTATE.duplicateColumn,
      `attribute "${name}" of type ${display(key)} is already there`,
    );
  if (adding === undefined && known === GONE && !command.missing_ok)
    run.refuse(
      'not there',
      SQLSTATE.undefinedColumn,
      `attribute "${name}" of type ${display(key)} is not there any more`,
    );
  const members = withEntry(type.members, name, command.subtype === 'AT_DropColumn' ? GONE : (known ?? run.maker));
  run.catalog.setType(key, { ...type, members: adding !== undefined ? withEntry(members, name, run.maker) : members });
}

function isThere(catalog: Catalog, key: string): boolean {
  const known = catalog.type(key);
  return known !== undefined && known !== GONE;
}

function isTable(catalog: Catalog, key: string): boolean {
  const known = catalog.relation(key);
  return (
    known !== undefined &&
    known !== GONE &&
    known.kind !== undefined &&
    known.kind !== 'index' &&
    known.kind !== 'sequence'
  );
}

/** The dotted name of a type in a node list. */
export function typeKey(run: Run, names: readonly Node[] | undefined): string {
  return keyOf(listName(names, run.schema));
}
