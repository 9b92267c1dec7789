import type { Alias, Node, RangeFunction, RangeSubselect, SelectStmt } from '@pgsql/types';
import type { BlockExpression } from '../syntax';
import { constantsIn, constantValue, type Scope } from './constants';

/** A row by the names of its columns, in their order. */
export type Row = ReadonlyMap<string, string>;

/** The rows that a query over constants gives: `unnest` of an array, or VALUES in FROM. */
export function constantRows({ node }: BlockExpression, scope: Scope): readonly Row[] | undefined {
  const select = node && 'SelectStmt' in node ? node.SelectStmt : undefined;
  if (!select || !isPlain(select)) return undefined;
  const [from, ...others] = select.fromClause ?? [];
  if (others.length > 0) return undefined;
  if (from) return projected(select, sourceRows(from, scope));
  const [target, ...more] = select.targetList ?? [];
  if (!target || !('ResTarget' in target) || more.length > 0) return undefined;
  return column(target.ResTarget.name ?? 'unnest', constantsIn(target.ResTarget.val, scope));
}

/** The tables of the application of which a query gives all rows; undefined where it picks, or reads anything else. */
export function tablesGiven({ node }: BlockExpression): readonly string[] | undefined {
  const { whereClause, limitCount, larg, fromClause = [] } = node && 'SelectStmt' in node ? node.SelectStmt : {};
  const tables = fromClause.flatMap(tablesIn);
  return whereClause || limitCount || larg || tables.length === 0 || tables.includes(undefined)
    ? undefined
    : tables.filter((name) => name !== undefined);
}

function tablesIn(from: Node): readonly (string | undefined)[] {
  if ('JoinExpr' in from)
    return [from.JoinExpr.larg, from.JoinExpr.rarg].flatMap((side) => (side ? tablesIn(side) : [undefined]));
  const { schemaname = '', relname } = 'RangeVar' in from ? from.RangeVar : {};
  const isCatalog = /^(pg_catalog|information_schema)$/.test(schemaname) || relname?.startsWith('pg_');
  return [isCatalog ? undefined : relname];
}

/** Nothing picks, orders or groups the rows. */
function isPlain({
  whereClause,
  groupClause,
  havingClause,
  distinctClause,
  limitCount,
  limitOffset,
  larg,
}: SelectStmt) {
  return !(whereClause || groupClause || havingClause || distinctClause || limitCount || limitOffset || larg);
}

function column(name: string, values: readonly string[] | undefined): readonly Row[] | undefined {
  return values?.map((value) => new Map([[name, value]]));
}

function sourceRows(from: Node, scope: Scope): readonly Row[] | undefined {
  if ('RangeFunction' in from) return functionRows(from.RangeFunction, scope);
  return 'RangeSubselect' in from ? valueRows(from.RangeSubselect, scope) : undefined;
}

/** `unnest(ARRAY['a', 'b']) AS t(x)`: a function's only column goes by the name of the function's alias. */
function functionRows({ functions, alias }: RangeFunction, scope: Scope): readonly Row[] | undefined {
  const [only, ...others] = functions ?? [];
  const call = only && 'List' in only ? only.List.items?.[0] : undefined;
  if (others.length > 0 || !call) return undefined;
  return column(columnNames(alias)[0] ?? alias?.aliasname ?? 'unnest', constantsIn(call, scope));
}

/** `(VALUES ('a', 'x'), ('b', 'y')) AS t(c, d)` */
function valueRows({ subquery, alias }: RangeSubselect, scope: Scope): readonly Row[] | undefined {
  const lists = subquery && 'SelectStmt' in subquery ? subquery.SelectStmt.valuesLists : undefined;
  const names = columnNames(alias);
  const rows = lists?.map((list) => {
    const values = ('List' in list ? (list.List.items ?? []) : []).map((value) => constantValue(value, scope));
    return values.every((value) => value !== undefined)
      ? new Map(values.map((value, i) => [names[i] ?? `column${i + 1}`, value]))
      : undefined;
  });
  return rows?.every((row) => row !== undefined) ? rows : undefined;
}

function columnNames(alias: Alias | undefined): readonly string[] {
  return (alias?.colnames ?? []).flatMap((name) => ('String' in name ? [name.String.sval ?? ''] : []));
}

/** The columns that the query chooses of its source. */
function projected({ targetList }: SelectStmt, rows: readonly Row[] | undefined): readonly Row[] | undefined {
  const projection = (targetList ?? []).map((target) => {
    const { name, val } = 'ResTarget' in target ? target.ResTarget : {};
    const last = val && 'ColumnRef' in val ? val.ColumnRef.fields?.at(-1) : undefined;
    if (last && 'A_Star' in last) return 'all';
    return last && 'String' in last ? { from: last.String.sval ?? '', to: name ?? last.String.sval ?? '' } : undefined;
  });
  if (!rows || projection.length === 0) return undefined;
  const found = rows.map((row) => {
    const chosen = new Map<string, string>();
    for (const part of projection) {
      if (part === 'all') for (const [name, value] of row) chosen.set(name, value);
      else if (part && row.has(part.from)) chosen.set(part.to, row.get(part.from)!);
      else return undefined;
    }
    return chosen;
  });
  return found.every((row) => row !== undefined) ? found : undefined;
}
