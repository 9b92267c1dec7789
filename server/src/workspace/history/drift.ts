import type { AlterTableCmd, ColumnDef, Constraint, CreateEnumStmt, CreateStmt, IndexStmt, Node } from '@pgsql/types';
import { columnOf } from '../../rerun/catalog/columns';
import { columnConstraints, constraintColumns, constraintKind } from '../../rerun/catalog/constraints';
import { type Column, type ConstraintKind, GONE, type Relation } from '../../rerun/catalog/objects';
import type { Run } from '../../rerun/catalog/run';
import { columnFrom } from '../../rerun/effects/create-table';
import { indexColumns } from '../../rerun/reading/indexNames';
import { display, keyOf, listName, nameOfKey, schemaOfKey, strings } from '../../rerun/reading/names';
import { shownType } from './columnTypes';

/** A definition that is ignored because something of its name is there, and in what it differs from that. */
export interface Drift {
  /** What is there, for people: `"users"`, `"department"` of `"users"`. */
  readonly object: string;
  /** Clauses about what is there, without a capital and a full stop; none when both are alike as far as is known. */
  readonly differences: readonly string[];
  /** Which action of an ALTER TABLE it is. */
  readonly part: number;
}

/** Compares what a statement would make with what is there under its name; nothing where nothing is there. */
export function driftsOf(run: Run, node: Node): readonly Drift[] {
  if ('CreateStmt' in node) return tableDrift(run, node.CreateStmt);
  if ('IndexStmt' in node) return indexDrift(run, node.IndexStmt);
  if ('CreateEnumStmt' in node) return enumDrift(run, node.CreateEnumStmt);
  if (!('AlterTableStmt' in node) || node.AlterTableStmt.objtype === 'OBJECT_TYPE') return [];
  const { relation, cmds } = node.AlterTableStmt;
  const key = run.key(relation);
  return (cmds ?? []).flatMap((command, part) =>
    'AlterTableCmd' in command ? columnDrift(run, key, command.AlterTableCmd, part) : [],
  );
}

function there(run: Run, key: string): Relation | undefined {
  const known = run.catalog.relation(key);
  return known === GONE ? undefined : known;
}

/** True for a table whose CREATE TABLE the history holds, so that all its columns and constraints are known. */
function isMade({ id, kind, columns }: Relation): boolean {
  return kind === 'table' && columns.size > 0 && !id.startsWith('before ');
}

function tableDrift(run: Run, statement: CreateStmt): Drift[] {
  const key = run.newKey(statement.relation);
  const table = there(run, key);
  if (!table?.kind) return [];
  const object = display(key);
  if (table.kind !== 'table') return [{ object, differences: [`it is a ${table.kind}`], part: 0 }];
  const differences = (statement.tableElts ?? []).flatMap((node) => {
    if ('Constraint' in node) return constraintDifference(table, node.Constraint);
    if (!('ColumnDef' in node)) return [];
    const { colname = '', constraints } = node.ColumnDef;
    return [
      ...columnDifferences(run, table, node.ColumnDef),
      ...columnConstraints(constraints).flatMap((constraint) => constraintDifference(table, constraint, colname)),
    ];
  });
  return [{ object, differences, part: 0 }];
}

function columnDrift(run: Run, key: string, { subtype, def }: AlterTableCmd, part: number): Drift[] {
  const table = there(run, key);
  if (subtype !== 'AT_AddColumn' || !def || !('ColumnDef' in def) || !table) return [];
  const name = def.ColumnDef.colname ?? '';
  const known = columnOf(table, name);
  if (!known || known === GONE) return [];
  return [{ object: `"${name}" of ${display(key)}`, differences: columnDifferences(run, table, def.ColumnDef), part }];
}

function columnDifferences(run: Run, table: Relation, definition: ColumnDef): string[] {
  const name = definition.colname ?? '';
  const known = columnOf(table, name);
  if (known === undefined && !isMade(table)) return [];
  if (known === undefined || known === GONE) return [`it has no column "${name}"`];
  const wanted = columnFrom(run, definition);
  return [...typeDifference(run, name, known, wanted), ...propertyDifferences(table, name, known, wanted)];
}

function typeDifference(run: Run, name: string, known: Column, wanted: Column): string[] {
  if (known.type === undefined || wanted.type === undefined) return [];
  const [is, should] = [shownType(known.type, run.catalog), shownType(wanted.type, run.catalog)];
  return plain(is) === plain(should) ? [] : [`"${name}" is ${is}, not ${should}`];
}

/** A type's name without quotes and schema, which it can be written with and without. */
function plain(type: string): string {
  return type
    .replaceAll('"', '')
    .replace(/^[^(]*\./, '')
    .toLowerCase();
}

function propertyDifferences(table: Relation, name: string, known: Column, wanted: Column): string[] {
  if (known.maker.startsWith('before ')) return [];
  const isKey = [...table.constraints.values()].some(
    (constraint) => constraint !== GONE && constraint.kind === 'primary key' && constraint.columns.includes(name),
  );
  const mayBeNull =
    wanted.properties.get('null') === 'not null' && known.properties.get('null') !== 'not null' && !isKey;
  const noDefault = !!wanted.properties.get('default') && !known.properties.get('default');
  return [...(mayBeNull ? [`"${name}" may be NULL`] : []), ...(noDefault ? [`"${name}" has no default`] : [])];
}

const KEY_WORDS: Partial<Record<ConstraintKind, string>> = {
  'primary key': 'primary key',
  unique: 'unique key',
  'foreign key': 'foreign key',
};

function constraintDifference(table: Relation, node: Constraint, column?: string): string[] {
  const kind = constraintKind(node);
  const words = kind && KEY_WORDS[kind];
  if (!words || node.indexname || !isMade(table)) return [];
  const columns = constraintColumns(node, column);
  const same = [...table.constraints.values()].filter((known) => known !== GONE && known.kind === kind);
  const isThere = same.some((known) => known !== GONE && sameColumns(known.columns, columns));
  return isThere ? [] : [`it has no ${words} (${columns.join(', ')})`];
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column));
}

function indexDrift(run: Run, statement: IndexStmt): Drift[] {
  if (!statement.idxname) return [];
  const table = run.key(statement.relation);
  const key = keyOf({ schema: schemaOfKey(table), name: statement.idxname });
  const known = there(run, key);
  if (!known?.kind) return [];
  const object = `"${nameOfKey(key)}"`;
  if (known.kind !== 'index') return [{ object, differences: [`it is a ${known.kind}`], part: 0 }];
  const differences: string[] = [];
  const owner = there(run, table);
  const columns = indexColumns(statement);
  if (known.on !== undefined && owner && known.on !== owner.id) differences.push('it is an index of another table');
  else if (known.keys && known.keys.join('\0') !== columns.join('\0'))
    differences.push(`it is over (${known.keys.join(', ')}), not (${columns.join(', ')})`);
  if (known.unique !== undefined && known.unique !== (statement.unique ?? false))
    differences.push(known.unique ? 'it is unique' : 'it is not unique');
  return [{ object, differences, part: 0 }];
}

function enumDrift(run: Run, statement: CreateEnumStmt): Drift[] {
  const key = keyOf(listName(statement.typeName, run.schema));
  const known = run.catalog.type(key);
  if (!known || known === GONE) return [];
  const missing = strings(statement.vals).filter(
    (label) => (known.labels.get(label) ?? (known.labels.size > 0 ? GONE : undefined)) === GONE,
  );
  return [{ object: display(key), differences: missing.map((label) => `it has no label '${label}'`), part: 0 }];
}
