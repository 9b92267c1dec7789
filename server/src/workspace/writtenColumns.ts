import type { ColumnDef } from '@pgsql/types';
import type { SqlDocument } from '../languages/sql/syntax';
import { DEFAULT_SCHEMA, strings } from '../rerun/names';
import { type PlacedStatement, placedStatements } from './placedStatements';
import { tableKey } from './tableChanges';

/** A column whose type a statement writes. */
export interface WrittenColumn {
  readonly placed: PlacedStatement;
  /** The table as the statement names it, `schema.name`. */
  readonly table: string;
  readonly name: string;
  readonly definition: ColumnDef;
  readonly by: 'create table' | 'add column' | 'alter type';
}

/** The columns that a document makes, or gives another type, in the order of its text. */
export function writtenColumns(document: SqlDocument): readonly WrittenColumn[] {
  return placedStatements(document).flatMap(columnsOf);
}

function columnsOf(placed: PlacedStatement): WrittenColumn[] {
  const { node } = placed;
  if ('CreateStmt' in node) {
    const { relation, tableElts } = node.CreateStmt;
    const table = tableKey(relation, DEFAULT_SCHEMA);
    return (tableElts ?? []).flatMap((element) =>
      'ColumnDef' in element
        ? [{ placed, table, name: element.ColumnDef.colname ?? '', definition: element.ColumnDef, by: 'create table' }]
        : [],
    );
  }
  if (!('AlterTableStmt' in node) || node.AlterTableStmt.objtype === 'OBJECT_TYPE') return [];
  const { relation, cmds } = node.AlterTableStmt;
  const table = tableKey(relation, DEFAULT_SCHEMA);
  return (cmds ?? []).flatMap((command): WrittenColumn[] => {
    if (!('AlterTableCmd' in command)) return [];
    const { subtype, name, def } = command.AlterTableCmd;
    if (!def || !('ColumnDef' in def)) return [];
    const definition = def.ColumnDef;
    if (subtype === 'AT_AddColumn')
      return [{ placed, table, name: definition.colname ?? '', definition, by: 'add column' }];
    return subtype === 'AT_AlterColumnType' ? [{ placed, table, name: name ?? '', definition, by: 'alter type' }] : [];
  });
}

/** The name of a column's type as PostgreSQL's parser knows it: `int4`, `varchar`, `serial`; a schema of the user's stands before it. */
export function typeName({ typeName }: ColumnDef): string {
  return strings(typeName?.names)
    .filter((name, i, all) => !(i === 0 && all.length > 1 && name === 'pg_catalog'))
    .join('.');
}
