import type { InsertStmt, Node, SelectStmt, SubLink, WithClause } from '@pgsql/types';
import { needColumn } from '../catalog/columns';
import { GONE, type Relation, withElement } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { checkQuery } from '../catalog/scope';
import { constantOf } from '../reading/constants';
import { changesItself } from '../reading/expressions';
import { passingAgain } from '../reading/filters';
import { isDefault, isOtherRow, rowsOf, rowValues } from '../reading/insertedRows';
import { display, isTemporary } from '../reading/names';
import { columnReferences, tableReferences, walk } from '../reading/references';
import { rowQueryOf } from '../reading/rowQuery';
import { equalities } from '../reading/wanted';
import { targets } from '../reading/writes';
import { judgeWaitingRows, noteFilled, noteRows } from './filledTables';
import { columnsGiven, heldKey, isCaught, mayBeNull, takesNoNull, uniqueKeys } from './heldKeys';
import { emptyVariable, isNew, isUnknown } from './newValues';
import { haveLeft } from './partitions';
import { findsNothing } from './passing';
import { isReseeded, noteReseeded } from './reseeding';
import { areOther, looksForMissing, noteSources, readsTables } from './rowSources';
import { insertValues } from './shifts';

/** INSERT: what a second run does depends on the keys of the rows. */
export function insert(run: Run, statement: InsertStmt): void {
  const key = run.key(statement.relation);
  const relation = run.relation(key)!;
  const columns = targets(statement.cols).map((target) => target.name ?? '');
  for (const column of columns) needColumn(run, key, relation, column);
  checkQuery(run, statement.selectStmt);
  const sources = rowQueryOf(statement).tables.map((table) => run.key(table));
  judgeWaitingRows(run, key, sources);
  if (run.second && relation.rows.has(run.maker)) judgeRows(run, key, relation, statement, columns);
  const { rows } = run.relation(key)!;
  if (rows.has(run.maker)) return;
  run.update(key, { rows: withElement(rows, run.maker) });
  noteRows(run, key);
  noteFilled(run, key, sources);
  // What is temporary is gone before anything asks for it again.
  if (!isTemporary(key)) noteSources(run, rowQueryOf(statement));
  if (statement.onConflictClause?.action !== 'ONCONFLICT_UPDATE') noteValues(run, key, statement, columns);
  const select = rowsOf(statement);
  if (select && !run.second) noteReseeded(run, key, columns, () => rowValues(select));
}

function noteValues(run: Run, key: string, statement: InsertStmt, columns: readonly string[]): void {
  const select = rowsOf(statement);
  if (!select) return;
  for (const [i, name] of columns.entries()) insertValues(run, key, name, () => rowValues(select).map((row) => row[i]));
}

function judgeRows(run: Run, key: string, relation: Relation, statement: InsertStmt, given: string[]): void {
  const select = rowsOf(statement);
  // DEFAULT VALUES
  if (!select) return run.repeat('rows again', `${display(key)} gets one more row`);
  const columns = columnsGiven(relation, select, given);
  const values = rowValues(select);
  if (readsNothing(run, select, statement.withClause)) return;
  if (looksForMissing(run, key, statement) && !asksForOthers(run, key, select, columns)) return;
  if (areOther(run, rowQueryOf(statement)) || haveLeft(run, key)) {
    run.uncertain = true;
    return;
  }
  if (values.some((row) => row.some((value) => isUnknown(run, value)))) {
    run.uncertain = true;
    return;
  }
  refuseNull(run, key, relation, columns, values);
  const { fixed, keys, held } = heldKey(run, relation, statement, columns, values);
  const filled = columns.filter((_, i) => !values.every((row) => isDefault(row[i])));
  const conflict = statement.onConflictClause;
  const isHeld = held !== undefined && conflict !== undefined && isCaught(statement, held, keys, fixed);
  const isNamed = (column: string) => constantOf(values[0]?.[columns.indexOf(column)]) !== undefined;
  if (readsTable(run, select, key) && !(isHeld && held.every(isNamed))) {
    run.repeat('rows again', `${display(key)} gets rows made from its own once more, from those of the first run too`);
    return;
  }
  if (isHeld) {
    run.givesNone = conflict.action === 'ONCONFLICT_NOTHING';
    return judgeConflict(run, key, statement, columns, values);
  }
  if (held && isReseeded(run)) {
    if (isCounted(relation, filled))
      run.repeat('rows again', `${display(key)} gets the same rows once more, under new keys`);
    return;
  }
  if (held)
    run.refuse(
      'rows again',
      SQLSTATE.uniqueViolation,
      `the rows are in ${display(key)} already, under the same "${held.join('", "')}"`,
      {
        ...(isCounted(relation, filled) && { held }),
        ...(mayBeNull(relation, held, columns, values) && { nullable: true }),
      },
    );
  if (uniqueKeys(run, relation).length === 0 && !relation.closed && !relation.presumed) {
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
  // Behind a stop the sources still have the rows that the rest of the file may take out of them.
  run.repeat('rows again', `${display(key)} gets the same rows once more, under new keys`, {
    overwrites: readsTables(statement),
  });
}

/** A variable that nothing has been put into, as no row was put in, for a column that takes no NULL. */
function refuseNull(
  run: Run,
  key: string,
  relation: Relation,
  columns: readonly string[],
  values: readonly (readonly (Node | undefined)[])[],
): void {
  for (const [i, name] of columns.entries()) {
    const variable = values.map((row) => emptyVariable(run, row[i])).find((found) => found !== undefined);
    if (variable !== undefined && takesNoNull(relation, name))
      run.refuse(
        'old shape',
        SQLSTATE.notNullViolation,
        `"${variable}" is NULL by then, since no row is put in for it, and column "${name}" of ${display(key)} takes none`,
      );
  }
}

/** The rows come from a statement of the WITH that finds or puts in none the second time. */
function readsNothing(run: Run, { fromClause, op }: SelectStmt, clause: WithClause | undefined): boolean {
  const names = joined(fromClause ?? []);
  if (op && op !== 'SETOP_NONE') return false;
  return (clause?.ctes ?? []).some((node) => {
    const { ctename = '', ctequery } = 'CommonTableExpr' in node ? node.CommonTableExpr : {};
    if (!ctequery || !names.includes(ctename)) return false;
    if ('UpdateStmt' in ctequery) return findsNothing(run, ctequery.UpdateStmt);
    return 'DeleteStmt' in ctequery || ('InsertStmt' in ctequery && givesNothing(run, ctequery.InsertStmt));
  });
}

/** The tables that each row of a FROM needs a row of. */
function joined(from: readonly Node[]): readonly string[] {
  return from.flatMap((node): readonly string[] => {
    if ('RangeVar' in node) return node.RangeVar.schemaname ? [] : [node.RangeVar.relname ?? ''];
    const { jointype, larg, rarg } = 'JoinExpr' in node ? node.JoinExpr : {};
    if (!larg || !rarg) return [];
    return jointype === 'JOIN_INNER' ? joined([larg, rarg]) : jointype === 'JOIN_LEFT' ? joined([larg]) : [];
  });
}

function givesNothing(run: Run, statement: InsertStmt): boolean {
  const relation = run.relation(run.key(statement.relation))!;
  const select = rowsOf(statement);
  if (!select || statement.onConflictClause?.action !== 'ONCONFLICT_NOTHING') return false;
  const given = targets(statement.cols).map((target) => target.name ?? '');
  const columns = columnsGiven(relation, select, given);
  const { fixed, keys, held } = heldKey(run, relation, statement, columns, rowValues(select));
  return held !== undefined && isCaught(statement, held, keys, fixed);
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
  const isRead = tableReferences(select.fromClause).some((table) => run.key(table) === key);
  return isRead && !select.whereClause && !select.havingClause && columnReferences(select.targetList).length > 0;
}

function judgeConflict(
  run: Run,
  key: string,
  { onConflictClause }: InsertStmt,
  columns: readonly string[],
  values: readonly (readonly (Node | undefined)[])[],
): void {
  for (const { name, val } of targets(onConflictClause?.targetList)) {
    if (!name || !val) continue;
    const given = excluded(val);
    const isOther =
      isNew(run, val) || (given !== undefined && values.some((row) => isNew(run, row[columns.indexOf(given)])));
    if (isOther || changesItself(val, name)) {
      const passing = passingAgain(onConflictClause?.whereClause, name, val);
      if (passing === 'yes') run.repeat('done again', `column "${name}" of ${display(key)} is changed once more`);
      else if (passing === 'unknown') run.uncertain = true;
    }
  }
}

/** The column that `EXCLUDED.c` takes its value from. */
function excluded(value: Node): string | undefined {
  const [table, column] = 'ColumnRef' in value ? (columnReferences(value)[0] ?? []) : [];
  return table === 'excluded' ? column : undefined;
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
    asksOthers ||= isOtherRow(row, columns, equalities(inner?.whereClause));
    return false;
  });
  return asksOthers;
}
