import type { Node, RangeVar } from '@pgsql/types';
import type { Statement } from '../../languages/sql/syntax';
import { columnReferences } from './references';
import { isSameTable, rowQueryOf, sourcesOf } from './rowQuery';
import { targets } from './writes';

/**
 * The last statement that keeps one before it from doing the same once more: behind an INSERT … SELECT it takes rows out of a
 * table that the rows came from, or changes them; behind an UPDATE it does so too, or gives its rows what the WHERE does not
 * ask for.
 */
export function lastTaker(statements: readonly Statement[], index: number): number | undefined {
  const node = nodeOf(statements[index]);
  const takes = node && takerOf(node);
  if (!takes) return undefined;
  const found = statements.findLastIndex((statement, i) => i > index && takes(nodeOf(statement)));
  return found < 0 ? undefined : found;
}

function takerOf(node: Node): ((other: Node | undefined) => boolean) | undefined {
  if ('InsertStmt' in node) {
    const { tables } = rowQueryOf(node.InsertStmt);
    return (other) => changedTables(other).some((range) => tables.some((table) => isSameTable(table, range)));
  }
  if (!('UpdateStmt' in node)) return undefined;
  const { relation, whereClause } = node.UpdateStmt;
  const { tables } = sourcesOf(node.UpdateStmt);
  const asked = new Set(columnReferences(whereClause).map((path) => path.at(-1)));
  return (other) => {
    const update = other && 'UpdateStmt' in other ? other.UpdateStmt : undefined;
    const isMarked =
      isSameTable(update?.relation, relation) && targets(update?.targetList).some(({ name }) => asked.has(name));
    return isMarked || changedTables(other).some((range) => tables.some((table) => isSameTable(table, range)));
  };
}

/** The first statement before an INSERT … SELECT that fills a table that its rows come from. */
export function firstFiller(statements: readonly Statement[], index: number): number | undefined {
  const insert = nodeOf(statements[index]);
  if (!insert || !('InsertStmt' in insert)) return undefined;
  const { tables } = rowQueryOf(insert.InsertStmt);
  const found = statements.findIndex((statement, i) => {
    const filled = filledTable(nodeOf(statement));
    return i < index && filled !== undefined && tables.some((table) => isSameTable(table, filled));
  });
  return found < 0 ? undefined : found;
}

function filledTable(node: Node | undefined): RangeVar | undefined {
  if (!node) return undefined;
  if ('CreateTableAsStmt' in node) return node.CreateTableAsStmt.into?.rel;
  if ('SelectStmt' in node) return node.SelectStmt.intoClause?.rel;
  return 'CreateStmt' in node ? node.CreateStmt.relation : undefined;
}

function nodeOf(statement: Statement | undefined): Node | undefined {
  const parse = statement?.syntax.parse;
  return parse?.kind === 'tree' ? parse.node : undefined;
}

function changedTables(node: Node | undefined): readonly (RangeVar | undefined)[] {
  if (!node) return [];
  if ('DeleteStmt' in node) return [node.DeleteStmt.relation];
  if ('UpdateStmt' in node) return [node.UpdateStmt.relation];
  const { relations = [] } = 'TruncateStmt' in node ? node.TruncateStmt : {};
  return relations.map((relation) => ('RangeVar' in relation ? relation.RangeVar : undefined));
}
