import type { ColumnDef, Node } from '@pgsql/types';
import { kept } from '../../core/kept';
import type { SqlDocument } from '../../languages/sql/syntax';
import { DEFAULT_SCHEMA, strings } from '../../rerun/reading/names';
import { type PlacedStatement, placedWith } from '../statements/placed';
import { tableKey } from './changes';

/** A column whose type a statement writes. */
export interface WrittenColumn extends ColumnFacts {
  readonly placed: PlacedStatement;
}

/** What its statement alone tells of it, wherever that stands. */
export interface ColumnFacts {
  /** The table as the statement names it, `schema.name`. */
  readonly table: string;
  readonly name: string;
  readonly definition: ColumnDef;
  readonly by: 'create table' | 'add column' | 'alter type';
}

/**
 * Finds the columns that a document makes, or gives another type, in the order of its text, as far as they are wanted.
 * @param isWanted what the statement alone tells.
 * @returns a finder that may be given what more it takes in this document.
 */
export function writtenColumns(
  isWanted: (column: ColumnFacts, node: Node) => boolean,
): (document: SqlDocument, isWantedHere?: (column: ColumnFacts) => boolean) => readonly WrittenColumn[] {
  const wantedOf = kept((node: Node) => columnsOf(node).filter((column) => isWanted(column, node)));
  const holding = placedWith(({ node }) => wantedOf(node).length > 0);
  return (document, isWantedHere = () => true) => {
    const found: WrittenColumn[] = [];
    for (const placed of holding(document))
      for (const column of wantedOf(placed.node)) if (isWantedHere(column)) found.push({ ...column, placed });
    return found;
  };
}

/** Kept with the tree, which each keystroke asks again. */
const columnsOf = kept((node: Node): readonly ColumnFacts[] => {
  if ('CreateStmt' in node) {
    const { relation, tableElts } = node.CreateStmt;
    const table = tableKey(relation, DEFAULT_SCHEMA);
    return (tableElts ?? []).flatMap((element) =>
      'ColumnDef' in element
        ? [{ table, name: element.ColumnDef.colname ?? '', definition: element.ColumnDef, by: 'create table' }]
        : [],
    );
  }
  if (!('AlterTableStmt' in node) || node.AlterTableStmt.objtype === 'OBJECT_TYPE') return [];
  const { relation, cmds } = node.AlterTableStmt;
  const table = tableKey(relation, DEFAULT_SCHEMA);
  return (cmds ?? []).flatMap((command): ColumnFacts[] => {
    if (!('AlterTableCmd' in command)) return [];
    const { subtype, name, def } = command.AlterTableCmd;
    if (!def || !('ColumnDef' in def)) return [];
    const definition = def.ColumnDef;
    if (subtype === 'AT_AddColumn') return [{ table, name: definition.colname ?? '', definition, by: 'add column' }];
    return subtype === 'AT_AlterColumnType' ? [{ table, name: name ?? '', definition, by: 'alter type' }] : [];
  });
});

/** The name of a column's type as PostgreSQL's parser knows it: `int4`, `varchar`, `serial`; a schema of the user's stands before it. */
export const typeName = kept(({ typeName }: ColumnDef): string =>
  strings(typeName?.names)
    .filter((name, i, all) => !(i === 0 && all.length > 1 && name === 'pg_catalog'))
    .join('.'),
);
