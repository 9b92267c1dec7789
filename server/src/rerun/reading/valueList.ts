import type { A_Expr, Node, SelectStmt, UpdateStmt, WithClause } from '@pgsql/types';
import { constantOf } from './constants';
import type { Mapping } from './mappings';
import { strings } from './names';
import { isColumn } from './references';
import { conjuncts } from './wanted';

/**
 * The mapping of `UPDATE t SET c = m.new FROM (VALUES ('a', 'b'), …) AS m (old, new) WHERE t.c = m.old`, and of a VALUES list
 * in a WITH; undefined for any other UPDATE.
 */
export function listedMapping(value: Node, column: string, statement: UpdateStmt): Mapping | undefined {
  const [alias, becomes] = fieldOf(value);
  const list = alias === undefined ? undefined : valueList(alias, statement);
  const keys = conjuncts(statement.whereClause).flatMap((part) => comparedField(part, column, alias ?? ''));
  const [from, to] = [list?.columns.indexOf(keys[0] ?? '') ?? -1, list?.columns.indexOf(becomes ?? '') ?? -1];
  if (!list || keys.length !== 1 || from < 0 || to < 0) return undefined;
  const named = new Map<string, string>();
  for (const row of list.rows) {
    const [key, given] = [constantOf(row[from]), constantOf(row[to])];
    if (key === undefined || given === undefined) return undefined;
    named.set(key, given);
  }
  return { named, others: 'same', asText: false };
}

/** `m.old` as alias and column, casts aside. */
function fieldOf(node: Node | undefined): readonly (string | undefined)[] {
  if (node && 'TypeCast' in node) return fieldOf(node.TypeCast.arg);
  const fields = node && 'ColumnRef' in node ? strings(node.ColumnRef.fields) : [];
  return fields.length === 2 ? fields : [];
}

/** The column of `alias` that a condition compares the own column with. */
function comparedField(condition: Node, column: string, alias: string): string[] {
  const { kind, name, lexpr, rexpr }: A_Expr = 'A_Expr' in condition ? condition.A_Expr : {};
  if (kind !== 'AEXPR_OP' || strings(name).at(-1) !== '=') return [];
  return [
    [lexpr, rexpr],
    [rexpr, lexpr],
  ].flatMap(([own, other]) => {
    const [table, field] = fieldOf(other);
    return table === alias && field !== undefined && fieldOf(own)[0] !== alias && isColumn(own, column) ? [field] : [];
  });
}

interface ValueList {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Node[])[];
}

function valueList(alias: string, { fromClause, withClause }: UpdateStmt): ValueList | undefined {
  for (const node of fromClause ?? []) {
    if ('RangeSubselect' in node && node.RangeSubselect.alias?.aliasname === alias)
      return listOf(node.RangeSubselect.subquery, node.RangeSubselect.alias.colnames);
    if ('RangeVar' in node && (node.RangeVar.alias?.aliasname ?? node.RangeVar.relname) === alias)
      return withList(node.RangeVar.relname ?? '', withClause);
  }
  return undefined;
}

function withList(name: string, clause: WithClause | undefined): ValueList | undefined {
  for (const node of clause?.ctes ?? [])
    if ('CommonTableExpr' in node && node.CommonTableExpr.ctename === name)
      return listOf(node.CommonTableExpr.ctequery, node.CommonTableExpr.aliascolnames);
  return undefined;
}

function listOf(query: Node | undefined, names: readonly Node[] | undefined): ValueList | undefined {
  const select: SelectStmt | undefined = query && 'SelectStmt' in query ? query.SelectStmt : undefined;
  const rows = select?.valuesLists?.map((row) => ('List' in row ? (row.List.items ?? []) : []));
  if (!rows) return undefined;
  const written = strings(names);
  // Columns without a name are called column1, column2 and so on.
  return { columns: rows[0]?.map((_, i) => written[i] ?? `column${i + 1}`) ?? [], rows };
}
