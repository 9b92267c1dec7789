import type { InsertStmt, Node, RangeVar, SelectStmt, SubLink } from '@pgsql/types';
import { needColumn } from '../catalog/columns';
import { GONE, type Relation, withElement } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { checkQuery } from '../catalog/scope';
import { constantOf } from '../reading/constants';
import { changesItself, isVolatile } from '../reading/expressions';
import { display, strings } from '../reading/names';
import { columnReferences, walk } from '../reading/references';
import { targets, writesOf } from '../reading/writes';

/** INSERT: what a second run does depends on the keys of the rows. */
export function insert(run: Run, statement: InsertStmt): void {
  const key = run.key(statement.relation);
  const relation = run.relation(key)!;
  const columns = targets(statement.cols).map((target) => target.name ?? '');
  for (const column of columns) needColumn(run, key, relation, column);
  checkQuery(run, statement.selectStmt);
  if (run.second && relation.rows.has(run.maker)) judgeRows(run, key, relation, statement, columns);
  run.update(key, { rows: withElement(run.relation(key)!.rows, run.maker) });
}

function judgeRows(run: Run, key: string, relation: Relation, statement: InsertStmt, given: string[]): void {
  const select =
    statement.selectStmt && 'SelectStmt' in statement.selectStmt ? statement.selectStmt.SelectStmt : undefined;
  // DEFAULT VALUES
  if (!select) return run.repeat('rows again', `${display(key)} gets one more row`);
  const columns = given.length ? given : [...relation.columns.keys()];
  const values = rowValues(select);
  if (isGuarded(select) && !asksForOthers(run, key, select, columns)) return;
  // What a WITH has just written may have other keys each time.
  const isKnown = writesOf(statement.withClause).length === 0;
  const fixed = columns.filter((_, i) => isKnown && values.every((row) => !row[i] || !isVolatile(row[i])));
  const keys = uniqueKeys(run, relation).filter((unique) => unique.length > 0);
  const held = keys.find((unique) => unique.every((column) => fixed.includes(column)));
  const conflict = statement.onConflictClause;
  if (readsTable(run, select, key)) {
    run.repeat('rows again', `${display(key)} gets rows made from its own once more, from those of the first run too`);
    return;
  }
  if (held && conflict && isCaught(statement, held, keys, fixed)) return judgeConflict(run, key, statement);
  if (held)
    run.refuse(
      'rows again',
      SQLSTATE.uniqueViolation,
      `the rows are in ${display(key)} already, under the same "${held.join('", "')}"`,
      isCounted(relation, columns) ? { held } : {},
    );
  if (uniqueKeys(run, relation).length === 0 && !relation.closed) {
    // Nothing is known of the table's keys: an `id` that is given is one, as every table of the house has it.
    if (fixed.includes('id') && !conflict)
      run.refuse(
        'rows again',
        SQLSTATE.uniqueViolation,
        `the rows are in ${display(key)} already, under the same "id"`,
      );
    if (fixed.includes('id')) return;
    if (conflict) {
      run.uncertain = true;
      return;
    }
  }
  run.repeat('rows again', `${display(key)} gets the same rows once more, under new keys`);
}

/** Each attempt draws a number for a column that is not given, and keeps it when it fails. */
function isCounted({ columns }: Relation, given: readonly string[]): boolean {
  return [...columns].some(
    ([name, column]) =>
      column !== GONE &&
      !given.includes(name) &&
      (column.properties.get('identity') || column.properties.get('default') === 'nextval'),
  );
}

/** The rows come from all those of the very table that they go to. */
function readsTable(run: Run, select: SelectStmt, key: string): boolean {
  let found = false;
  walk(select.fromClause, (tag, body) => {
    if (tag === 'RangeVar') found ||= run.key(body as RangeVar) === key;
    return undefined;
  });
  return found && !select.whereClause && columnReferences(select.targetList).length > 0;
}

/** ON CONFLICT with a key looks at that one alone: rows that are new under it fail under the others. */
function isCaught(
  { onConflictClause }: InsertStmt,
  held: readonly string[],
  keys: readonly (readonly string[])[],
  fixed: readonly string[],
): boolean {
  const elements = onConflictClause?.infer?.indexElems ?? [];
  const target = elements.flatMap((node) => ('IndexElem' in node && node.IndexElem.name ? [node.IndexElem.name] : []));
  const isKnown = keys.some((key) => sameColumns(key, target));
  return !isKnown || sameColumns(held, target) || target.every((column) => fixed.includes(column));
}

function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column));
}

function judgeConflict(run: Run, key: string, statement: InsertStmt): void {
  for (const { name, val } of targets(statement.onConflictClause?.targetList))
    if (name && val && changesItself(val, name))
      run.repeat('done again', `column "${name}" of ${display(key)} is changed once more`);
}

/** `WHERE NOT EXISTS (…)`, `EXCEPT` and a join that looks for what is missing protect an INSERT … SELECT. */
function isGuarded(select: SelectStmt): boolean {
  return (
    select.op === 'SETOP_EXCEPT' ||
    /"EXISTS_SUBLINK"|"ANY_SUBLINK"|IS_NULL/.test(JSON.stringify(select.whereClause ?? ''))
  );
}

/** `SELECT 'a' WHERE NOT EXISTS (SELECT … WHERE name = 'A')`: the rows that it looks for are not those that it puts in. */
function asksForOthers(run: Run, key: string, select: SelectStmt, columns: readonly string[]): boolean {
  const [row = []] = rowValues(select);
  let asksOthers = false;
  walk(select.whereClause, (tag, body) => {
    if (tag !== 'SubLink') return undefined;
    const { subLinkType, subselect } = body as SubLink;
    const inner = subselect && 'SelectStmt' in subselect ? subselect.SelectStmt : undefined;
    const [from, ...others] = inner?.fromClause ?? [];
    if (subLinkType !== 'EXISTS_SUBLINK' || !from || !('RangeVar' in from) || others.length > 0) return false;
    if (run.key(from.RangeVar) !== key) return false;
    asksOthers ||= equalities(inner?.whereClause).some(([column, asked]) => {
      const given = constantOf(row[columns.indexOf(column)]);
      return given !== undefined && given !== asked;
    });
    return false;
  });
  return asksOthers;
}

/** The `column = 'constant'` that a condition asks for, each of them. */
function equalities(condition: Node | undefined): (readonly [column: string, value: string])[] {
  if (condition && 'BoolExpr' in condition && condition.BoolExpr.boolop === 'AND_EXPR')
    return (condition.BoolExpr.args ?? []).flatMap(equalities);
  const { kind, name, lexpr, rexpr } = condition && 'A_Expr' in condition ? condition.A_Expr : {};
  const column = lexpr && 'ColumnRef' in lexpr ? strings(lexpr.ColumnRef.fields).at(-1) : undefined;
  const value = constantOf(rexpr);
  const isEquality = kind === 'AEXPR_OP' && strings(name).at(-1) === '=';
  return isEquality && column !== undefined && value !== undefined ? [[column, value]] : [];
}

function rowValues(select: SelectStmt): (Node | undefined)[][] {
  if (select.valuesLists) return select.valuesLists.map((row) => ('List' in row ? (row.List.items ?? []) : []));
  return [(select.targetList ?? []).map((node) => ('ResTarget' in node ? node.ResTarget.val : undefined))];
}

function uniqueKeys(run: Run, relation: Relation): (readonly string[])[] {
  const keys: (readonly string[])[] = [];
  for (const value of relation.constraints.values())
    if (value !== GONE && (value.kind === 'primary key' || value.kind === 'unique')) keys.push(value.columns);
  for (const index of relation.indexes) {
    const value = run.catalog.relation(index);
    if (value && value !== GONE && value.unique && value.keys) keys.push(value.keys);
  }
  return keys;
}
