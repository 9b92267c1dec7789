import type { IndexStmt, Node } from '@pgsql/types';
import { needColumn } from '../columns';
import { display, generatedName, keyOf, nameOfKey, schemaOfKey, strings } from '../names';
import { noteNeeds } from '../needs';
import { GONE, newRelation, type Relation, withElement } from '../objects';
import { columnReferences } from '../references';
import type { Run } from '../run';
import { targetsOfExpression } from '../targets';

/** CREATE INDEX: it stands in its table's schema, and one without a name gets a free one each time. */
export function createIndex(run: Run, statement: IndexStmt): void {
  const table = run.key(statement.relation);
  const relation = run.relation(table)!;
  const keys = indexColumns(statement);
  const inSchema = (name: string) => keyOf({ schema: schemaOfKey(table), name });
  const wanted = inSchema(statement.idxname ?? generatedIndexName(nameOfKey(table), statement));
  // A name that is taken is found before the columns are looked at.
  const known = run.catalog.relation(wanted);
  if (statement.idxname && statement.if_not_exists && known !== undefined && known !== GONE) return;
  for (const column of columnReferences([statement.indexParams, statement.indexIncludingParams, statement.whereClause]))
    needColumn(run, table, relation, column.at(-1) ?? '');
  for (const column of keys) needColumn(run, table, relation, column);
  let key = wanted;
  if (!statement.idxname) {
    for (let n = 1; isThere(run, key); n++) key = `${wanted}${n}`;
    if (key !== wanted)
      run.repeat('done again', `the index is built once more, under the name ${display(key)}`, {
        made: madeBefore(run, relation),
      });
  }
  const made = newRelation(run.maker, { kind: 'index', on: relation.id, keys, unique: statement.unique ?? false });
  if (!run.createRelation(key, made, statement.if_not_exists ?? false)) return;
  const expressions = (statement.indexParams ?? []).map((node) =>
    'IndexElem' in node ? node.IndexElem.expr : undefined,
  );
  noteNeeds(
    run,
    key,
    'index',
    run.maker,
    targetsOfExpression(run, table, [...expressions, statement.whereClause], false),
  );
  run.update(table, { indexes: withElement(run.relation(table)!.indexes, key) });
}

/** The name of the index that the first run of the statement has made. */
function madeBefore(run: Run, { indexes }: Relation): string | undefined {
  const found = [...indexes].find((index) => {
    const value = run.catalog.relation(index);
    return value && value !== GONE && value.kind === 'index' && value.id === run.maker;
  });
  return found && nameOfKey(found);
}

/** The plain columns of an index's key, and those it includes. */
export function indexColumns(statement: IndexStmt): string[] {
  const parameters = [...(statement.indexParams ?? []), ...(statement.indexIncludingParams ?? [])];
  return parameters.flatMap((node) => ('IndexElem' in node && node.IndexElem.name ? [node.IndexElem.name] : []));
}

/** The name that PostgreSQL gives to an index that has none, before it looks whether the name is free. */
export function generatedIndexName(table: string, statement: IndexStmt): string {
  const elements = [...(statement.indexParams ?? []), ...(statement.indexIncludingParams ?? [])];
  return generatedName(table, elementNames(elements), 'idx');
}

/** The names that stand for the columns and expressions of an index in its own name. */
export function elementNames(elements: readonly Node[]): string[] {
  const names: string[] = [];
  for (const node of elements) {
    const base = 'IndexElem' in node ? (node.IndexElem.name ?? expressionName(node.IndexElem.expr)) : 'expr';
    let name = base;
    for (let n = 1; names.includes(name); n++) name = `${base}${n}`;
    names.push(name);
  }
  return names;
}

/** What PostgreSQL calls an expression (`FigureIndexColname`): its function, the column behind a cast, else `expr`. */
function expressionName(node: Node | undefined): string {
  if (!node) return 'expr';
  if ('FuncCall' in node) return strings(node.FuncCall.funcname).at(-1) ?? 'expr';
  if ('ColumnRef' in node) return strings(node.ColumnRef.fields).at(-1) ?? 'expr';
  if ('CoalesceExpr' in node) return 'coalesce';
  if ('MinMaxExpr' in node) return node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest';
  if ('CollateClause' in node) return expressionName(node.CollateClause.arg);
  if ('TypeCast' in node) {
    const inner = expressionName(node.TypeCast.arg);
    return inner === 'expr' ? (strings(node.TypeCast.typeName?.names).at(-1) ?? 'expr') : inner;
  }
  return 'expr';
}

function isThere(run: Run, key: string): boolean {
  const known = run.catalog.relation(key);
  return known !== undefined && known !== GONE;
}
