import type { Node, ResTarget, SelectStmt, ViewStmt } from '@pgsql/types';
import { noteNeeds } from '../catalog/needs';
import { type Columns, GONE, newRelation, type Relation, withEntry } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { checkQuery, sourcesOf } from '../catalog/scope';
import { targetsOfQuery } from '../catalog/targets';
import { display, strings } from '../reading/names';
import { isStar } from '../reading/references';

/** CREATE VIEW: one that is replaced keeps its columns, and can get more behind them. */
export function createView(run: Run, statement: ViewStmt): void {
  const key = run.newKey(statement.view);
  const known = run.catalog.relation(key);
  const columns = outputColumns(run, statement);
  checkQuery(run, statement.query);
  if (statement.replace && known && known !== GONE) {
    refuseOtherColumns(run, key, known, columns);
    const properties = withEntry(known.properties, OUTPUT, JSON.stringify(columns ?? []));
    run.update(key, { properties, columns: columnsOf(run, known, columns) });
  } else {
    const view = newRelation(run.maker, { kind: 'view' });
    const properties = new Map([[OUTPUT, JSON.stringify(columns ?? [])]]);
    run.createRelation(key, { ...view, properties, columns: columnsOf(run, view, columns) }, false);
  }
  noteNeeds(run, key, 'view', '', targetsOfQuery(run, statement.query));
}

/** The columns of a view with those that its query gives, which a replaced one has already or gets. */
function columnsOf(run: Run, view: Relation, names: readonly string[] = []): Columns {
  let { columns } = view;
  for (const name of names) {
    const known = columns.get(name);
    if (name !== '' && (known === undefined || known === GONE))
      columns = columns.with(name, { maker: run.maker, properties: new Map() });
  }
  return columns;
}

/** The property that holds the names of a view's columns, an empty one for what is not known; empty when nothing is. */
const OUTPUT = 'output';

function refuseOtherColumns(run: Run, key: string, view: Relation, columns: readonly string[] | undefined): void {
  const old = JSON.parse(view.properties.get(OUTPUT) ?? '[]') as string[];
  if (!columns || old.length === 0) return;
  const index = old.findIndex((name, i) => name !== '' && columns[i] !== '' && columns[i] !== name);
  const column = old.find((name) => name !== '' && !columns.includes(name));
  if (index >= 0)
    run.refuse(
      'old shape',
      SQLSTATE.invalidTableDefinition,
      columns.length < old.length
        ? `view ${display(key)} has column "${old[index]}" by then, which replacing it cannot take away`
        : `view ${display(key)} has column "${old[index]}" where this names "${columns[index]}"`,
      column !== undefined && !columns.includes('') ? { overtaken: { key, column } } : {},
    );
}

/** Notes that a column of a view is called otherwise. */
export function renameOutput(run: Run, key: string, from: string, to: string): void {
  const relation = run.catalog.relation(key);
  const output = relation && relation !== GONE ? relation.properties.get(OUTPUT) : undefined;
  if (!relation || relation === GONE || output === undefined) return;
  const names = (JSON.parse(output) as string[]).map((name) => (name === from ? to : name));
  run.update(key, { properties: withEntry(relation.properties, OUTPUT, JSON.stringify(names)) });
}

/** The names of a view's columns; undefined when not even their number is known. */
function outputColumns(run: Run, { query, aliases }: ViewStmt): readonly string[] | undefined {
  const names: string[] = [];
  const select = query && 'SelectStmt' in query ? leftmost(query.SelectStmt) : undefined;
  if (!select) return undefined;
  for (const node of select.targetList ?? []) {
    if (!('ResTarget' in node)) return undefined;
    const given = namesOf(run, select, node.ResTarget);
    if (!given) return undefined;
    names.push(...given);
  }
  return [...strings(aliases), ...names.slice(strings(aliases).length)];
}

/** The columns of UNION and its kin are called as those of its first query. */
function leftmost(select: SelectStmt): SelectStmt {
  return select.larg ? leftmost(select.larg) : select;
}

function namesOf(run: Run, select: SelectStmt, { name, val }: ResTarget): readonly string[] | undefined {
  if (name) return [name];
  if (val && 'ColumnRef' in val && isStar(val.ColumnRef))
    return columnsOfStar(run, select, strings(val.ColumnRef.fields));
  return [val ? nameOf(val) : ''];
}

function columnsOfStar(run: Run, select: SelectStmt, qualifier: readonly string[]): readonly string[] | undefined {
  const names: string[] = [];
  const { ranges, plain } = sourcesOf(run, { SelectStmt: { ...select, targetList: [] } });
  const wanted = qualifier.length > 0 ? ranges.filter(([alias]) => alias === qualifier.at(-1)) : ranges;
  // A join may give a column that both sides have once.
  if (!plain || wanted.length === 0 || (qualifier.length === 0 && wanted.length > 1)) return undefined;
  for (const [, key] of wanted) {
    const relation = run.catalog.relation(key);
    if (!relation || relation === GONE || !relation.closed) return undefined;
    for (const [column, value] of relation.columns) if (value !== GONE) names.push(column);
  }
  return names;
}

/** What PostgreSQL calls an expression without an alias (`FigureColname`), where that is plain. */
function nameOf(node: Node): string {
  if ('ColumnRef' in node) return strings(node.ColumnRef.fields).at(-1) ?? '';
  if ('FuncCall' in node) return strings(node.FuncCall.funcname).at(-1) ?? '';
  if ('CoalesceExpr' in node) return 'coalesce';
  if ('TypeCast' in node && node.TypeCast.arg && 'ColumnRef' in node.TypeCast.arg) return nameOf(node.TypeCast.arg);
  return '';
}
