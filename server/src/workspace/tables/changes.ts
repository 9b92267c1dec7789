import type {
  AlterTableStmt,
  Constraint,
  CreateStmt,
  DropStmt,
  IndexStmt,
  Node,
  RangeVar,
  RenameStmt,
} from '@pgsql/types';
import { keptWithName } from '../../core/kept';
import { columnConstraints, constraintColumns, constraintKind, constraintName } from '../../rerun/catalog/constraints';
import { generatedIndexName } from '../../rerun/reading/indexNames';
import { DEFAULT_SCHEMA, keyOf, listName, nameOfKey, rangeName, schemaOfKey, strings } from '../../rerun/reading/names';

/** What a statement does to a table's columns, keys and foreign keys. Tables are `schema.name`, indexes too. */
export type TableChange =
  | {
      readonly kind: 'create';
      readonly table: string;
      readonly columns: readonly string[];
      /** Columns come from elsewhere too: LIKE, INHERITS, OF, AS. */
      readonly open: boolean;
    }
  | { readonly kind: 'drop'; readonly table: string }
  | { readonly kind: 'rename'; readonly table: string; readonly to: string }
  | { readonly kind: 'add column' | 'drop column'; readonly table: string; readonly column: string }
  | { readonly kind: 'rename column'; readonly table: string; readonly column: string; readonly to: string }
  /** An index, unique constraint or primary key: the columns that it leads with and that rows can be found by. */
  | { readonly kind: 'key'; readonly table: string; readonly name: string; readonly columns: readonly string[] }
  | { readonly kind: 'drop index'; readonly index: string }
  | {
      readonly kind: 'foreign key';
      readonly table: string;
      readonly name: string;
      readonly columns: readonly string[];
      readonly target: string;
      /** Where the tree has the constraint, and which action of an ALTER TABLE it is. */
      readonly location: number | undefined;
    }
  | { readonly kind: 'drop constraint'; readonly table: string; readonly name: string }
  | { readonly kind: 'rename constraint'; readonly table: string; readonly name: string; readonly to: string };

/**
 * The changes that one statement makes to tables, in order.
 * @param schema where names without a schema are looked for.
 */
export function tableChanges(node: Node, schema: string = DEFAULT_SCHEMA): readonly TableChange[] {
  return keptChanges(node, schema);
}

/** Kept with the tree, which each keystroke asks again. */
const keptChanges = keptWithName((node: Node, schema): readonly TableChange[] => {
  if ('CreateStmt' in node) return created(node.CreateStmt, schema);
  if ('AlterTableStmt' in node) return altered(node.AlterTableStmt, schema);
  if ('IndexStmt' in node) return [indexed(node.IndexStmt, schema)];
  if ('DropStmt' in node) return dropped(node.DropStmt, schema);
  if ('RenameStmt' in node) return renamed(node.RenameStmt, schema);
  if ('CreateTableAsStmt' in node) return copied(node.CreateTableAsStmt.into?.rel, schema);
  if ('AlterObjectSchemaStmt' in node && node.AlterObjectSchemaStmt.objectType === 'OBJECT_TABLE') {
    const { relation, newschema } = node.AlterObjectSchemaStmt;
    const table = tableKey(relation, schema);
    return [{ kind: 'rename', table, to: keyOf({ schema: newschema ?? schema, name: nameOfKey(table) }) }];
  }
  return [];
});

/** The table that a statement names; temporary ones are kept apart. */
export function tableKey(range: RangeVar | undefined, schema: string): string {
  return keyOf(rangeName(range, range?.relpersistence === 't' ? 'pg_temp' : schema));
}

function created(statement: CreateStmt, schema: string): TableChange[] {
  const table = tableKey(statement.relation, schema);
  const elements = statement.tableElts ?? [];
  const columns = elements.flatMap((node) => ('ColumnDef' in node ? [node.ColumnDef.colname ?? ''] : []));
  const open =
    elements.some((node) => 'TableLikeClause' in node) || !!statement.inhRelations?.length || !!statement.ofTypename;
  return [{ kind: 'create', table, columns, open }, ...elements.flatMap((node) => elementKeys(node, table, schema))];
}

function copied(range: RangeVar | undefined, schema: string): TableChange[] {
  return range ? [{ kind: 'create', table: tableKey(range, schema), columns: [], open: true }] : [];
}

/** The keys that a column's own clauses or a constraint make. */
function elementKeys(node: Node, table: string, schema: string): TableChange[] {
  if ('Constraint' in node) return constraintKey(node.Constraint, table, schema);
  if (!('ColumnDef' in node)) return [];
  const { colname, constraints } = node.ColumnDef;
  return columnConstraints(constraints).flatMap((constraint) => constraintKey(constraint, table, schema, colname));
}

function constraintKey(node: Constraint, table: string, schema: string, column?: string): TableChange[] {
  const kind = constraintKind(node);
  if (!kind) return [];
  const name = constraintName(node, kind, nameOfKey(table), column);
  const columns = constraintColumns(node, column);
  if (kind === 'primary key' || kind === 'unique') return node.indexname ? [] : [{ kind: 'key', table, name, columns }];
  if (kind !== 'foreign key') return [];
  const target = tableKey(node.pktable, schema);
  return [{ kind: 'foreign key', table, name, columns, target, location: node.location }];
}

function altered(statement: AlterTableStmt, schema: string): TableChange[] {
  if (statement.objtype === 'OBJECT_TYPE') return [];
  const table = tableKey(statement.relation, schema);
  return (statement.cmds ?? []).flatMap((node): TableChange[] => {
    const command = 'AlterTableCmd' in node ? node.AlterTableCmd : {};
    const { def, name = '' } = command;
    switch (command.subtype) {
      case 'AT_AddColumn': {
        const column = def && 'ColumnDef' in def ? (def.ColumnDef.colname ?? '') : '';
        return [{ kind: 'add column', table, column }, ...(def ? elementKeys(def, table, schema) : [])];
      }
      case 'AT_AddConstraint':
        return def ? elementKeys(def, table, schema) : [];
      case 'AT_DropColumn':
        return [{ kind: 'drop column', table, column: name }];
      case 'AT_DropConstraint':
        return [{ kind: 'drop constraint', table, name }];
      default:
        return [];
    }
  });
}

function indexed(statement: IndexStmt, schema: string): TableChange {
  const table = tableKey(statement.relation, schema);
  const name = statement.idxname ?? generatedIndexName(nameOfKey(table), statement);
  return { kind: 'key', table, name, columns: lookupColumns(statement) };
}

/** The plain columns that an index leads with; none where it leaves rows out or is of a kind that serves other questions. */
function lookupColumns({ indexParams, whereClause, accessMethod = 'btree' }: IndexStmt): string[] {
  if (accessMethod !== 'btree' && accessMethod !== 'hash') return [];
  const columns: string[] = [];
  for (const node of indexParams ?? []) {
    const name = 'IndexElem' in node ? node.IndexElem.name : undefined;
    if (name === undefined) break;
    columns.push(name);
  }
  return whereClause && !leavesOutNullsOnly(whereClause, columns) ? [] : columns;
}

/** `WHERE column IS NOT NULL` leaves out rows that no foreign key leads from. */
function leavesOutNullsOnly(where: Node, columns: readonly string[]): boolean {
  if (!('NullTest' in where) || where.NullTest.nulltesttype !== 'IS_NOT_NULL') return false;
  const { arg } = where.NullTest;
  return !!arg && 'ColumnRef' in arg && columns[0] === strings(arg.ColumnRef.fields).at(-1);
}

function dropped({ removeType, objects }: DropStmt, schema: string): TableChange[] {
  return (objects ?? []).flatMap((node): TableChange[] => {
    if (!('List' in node)) return [];
    const key = keyOf(listName(node.List.items, schema));
    if (removeType === 'OBJECT_TABLE') return [{ kind: 'drop', table: key }];
    return removeType === 'OBJECT_INDEX' ? [{ kind: 'drop index', index: key }] : [];
  });
}

function renamed(statement: RenameStmt, schema: string): TableChange[] {
  const { renameType, relation, subname = '', newname: to = '' } = statement;
  if (!relation) return [];
  const table = tableKey(relation, schema);
  if (renameType === 'OBJECT_TABLE')
    return [{ kind: 'rename', table, to: keyOf({ schema: schemaOfKey(table), name: to }) }];
  if (renameType === 'OBJECT_COLUMN') return [{ kind: 'rename column', table, column: subname, to }];
  return renameType === 'OBJECT_TABCONSTRAINT' ? [{ kind: 'rename constraint', table, name: subname, to }] : [];
}
