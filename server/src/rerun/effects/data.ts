import type {
  DeleteStmt,
  InsertStmt,
  Node,
  RangeVar,
  ResTarget,
  SelectStmt,
  TruncateStmt,
  UpdateStmt,
  WithClause,
} from '@pgsql/types';
import { columnOf, needColumn, setColumnProperty } from '../columns';
import { constantOf, isNull } from '../constants';
import { changesItself, columnReferences, isVolatile, readsClock, walk } from '../expressions';
import { keysTakenOut, passingAgain } from '../filters';
import { display } from '../names';
import { type Column, GONE, type Relation, withElement } from '../objects';
import { type Run, SQLSTATE } from '../run';
import { checkLabel, checkQuery } from '../scope';
import { writesOf } from '../writes';

/** INSERT, UPDATE and DELETE in the WITH of a statement are carried out with it. */
export function writeWithin(run: Run, clause: WithClause | undefined): void {
  for (const { InsertStmt, UpdateStmt, DeleteStmt } of writesOf(clause)) {
    if (InsertStmt) insert(run, InsertStmt);
    if (UpdateStmt) update(run, UpdateStmt);
    if (DeleteStmt) remove(run, DeleteStmt);
  }
}

/** INSERT: what a second run does depends on the keys of the rows. */
export function insert(run: Run, statement: InsertStmt): void {
  writeWithin(run, statement.withClause);
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
  if (isGuarded(select)) return;
  const columns = given.length ? given : [...relation.columns.keys()];
  const values = rowValues(select);
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

/** UPDATE: constants and functions of other columns settle, a function of the column's own old value does not. */
export function update(run: Run, statement: UpdateStmt): void {
  writeWithin(run, statement.withClause);
  const key = run.key(statement.relation);
  const relation = run.relation(key)!;
  const set = targets(statement.targetList);
  for (const { name, val } of set) {
    needColumn(run, key, relation, name ?? '');
    if (val) checkLabel(run, relation, name ?? '', val);
  }
  checkQuery(run, { UpdateStmt: statement });
  for (const { name, val } of set) {
    if (!name || !val) continue;
    if (run.second) {
      judgeAssignment(run, key, relation, statement, name, val);
      judgeMoved(run, key, relation, statement, name, val);
    }
    if (!statement.whereClause && isNull(val) && run.mayHoldRows(key))
      run.lose({ kind: 'values', name: `${display(key)}."${name}"` });
    noteSource(run, key, statement, name, val);
    judgeSources(run, key, statement, name, val);
  }
  for (const { name, val } of set) if (name && val) noteKeysTaken(run, key, name, val);
}

/** Moving values, as in `SET new = old, old = NULL`: a second run reads what the first one left in the old column. */
function judgeMoved(
  run: Run,
  key: string,
  relation: Relation,
  { targetList, whereClause }: UpdateStmt,
  name: string,
  value: Node,
): void {
  if (keepsItself(value, name) || passingAgain(whereClause, name, value) !== 'yes') return;
  const where = columnOf(relation, name) ? { where: { key, column: name } } : {};
  for (const source of new Set(columnReferences(value, false).map((parts) => parts.at(-1) ?? ''))) {
    const column = columnOf(relation, source);
    if (source === name || column === GONE) continue;
    // `noteSource` tells of it.
    if (!('ColumnRef' in value) && column?.properties.get('data') === run.maker) continue;
    const beside = targets(targetList).find((other) => other.name === source)?.val;
    const gives = beside && (losesValues(beside) || readsColumn(beside, name));
    if (gives && passingAgain(whereClause, source, beside) === 'yes')
      run.repeat(
        'old shape',
        `column "${source}" of ${display(key)}, which "${name}" is computed from, does not hold its old values any more`,
        where,
      );
  }
}

/** COALESCE and the like keep what the first run has put there. */
function keepsItself(value: Node, name: string): boolean {
  return readsColumn(value, name) && changesItself(value, name) === false;
}

/** Notes which keys of a JSON an assignment takes out of a column, where it does nothing else to it. */
function noteKeysTaken(run: Run, key: string, name: string, value: Node): void {
  const column = columnOf(run.relation(key)!, name);
  if (!column || column === GONE) return;
  const taken = keysTakenOut(value, name);
  if (taken.length > 0 || column.properties.has('taken'))
    setColumnProperty(run, key, name, 'taken', taken.length > 0 ? JSON.stringify(taken) : '');
}

/** False where a later statement took only such keys out of a column as a value is not computed from. */
function isReadBy(value: Node, column: Column | typeof GONE | undefined): boolean {
  const taken = column && column !== GONE ? column.properties.get('taken') : undefined;
  if (!taken) return true;
  const text = JSON.stringify(value);
  return (JSON.parse(taken) as string[]).some((one) => text.includes(JSON.stringify({ sval: one })));
}

function losesValues(value: Node): boolean {
  return isNull(value) || constantOf(value) !== undefined;
}

function readsColumn(node: Node, name: string): boolean {
  return columnReferences(node).some((parts) => parts.at(-1) === name);
}

/**
 * A second run computes other values where a later statement has written the columns that they are computed from. Which
 * statement had written them is noted in the first run.
 */
function judgeSources(run: Run, key: string, { fromClause, whereClause }: UpdateStmt, name: string, value: Node): void {
  const relation = run.relation(key)!;
  const sources = columnReferences(value).map((parts) => parts.at(-1) ?? '');
  const isOfOneTable = !fromClause?.length && !JSON.stringify(value).includes('"SubLink"');
  if (!isOfOneTable || sources.length === 0 || sources.includes(name)) return;
  const columns = sources.map((source) => columnOf(relation, source));
  const writers = columns.map((column) => (column && column !== GONE && column.properties.get('data')) || '');
  const note = `${run.maker} ${name}`;
  if (!run.second) return run.catalog.setItem('sources', note, { id: JSON.stringify(writers), properties: new Map() });
  const noted = run.catalog.item('sources', note);
  const target = columnOf(relation, name);
  if (!noted || noted === GONE || target === undefined || target === GONE) return;
  if (target.properties.get('data') !== run.maker || passingAgain(whereClause, name, value) !== 'yes') return;
  const before = JSON.parse(noted.id) as string[];
  const isOther = sources.some((source, i) => {
    const writer = writers[i]!;
    if (writer === '' || writer === before[i] || writer.startsWith(run.maker)) return false;
    return isReadBy(value, columns[i]) && !(whereClause && readsColumn(whereClause, source));
  });
  if (isOther)
    run.repeat('old shape', `the values that column "${name}" of ${display(key)} is computed from are others by then`, {
      where: { key, column: name },
    });
}

/**
 * Notes which statement a column's values come from. When a second run reads a column that holds what the same statement
 * made of it before (as the swap by way of a temporary column does), the values are computed from themselves.
 */
function noteSource(run: Run, key: string, { whereClause }: UpdateStmt, name: string, value: Node): void {
  const relation = run.relation(key)!;
  const known = columnOf(relation, name);
  const type = known && known !== GONE ? known.type : undefined;
  const others = columnReferences(value)
    .map((parts) => parts.at(-1) ?? '')
    .filter((column) => column !== name && changesItself(value, column, type) !== false);
  const reads = others.map((column) => columnOf(relation, column));
  const again =
    run.second &&
    !('ColumnRef' in value) &&
    !keepsItself(value, name) &&
    passingAgain(whereClause, name, value) === 'yes' &&
    reads.some((column) => column && column !== GONE && column.properties.get('data') === run.maker);
  if (again && known !== undefined)
    run.repeat(
      'old shape',
      `the values that column "${name}" of ${display(key)} is computed from are its own results by then`,
      { where: { key, column: name } },
    );
  if (known === GONE) return;
  setColumnProperty(run, key, name, 'data', again ? `${run.maker} again` : run.maker);
}

function judgeAssignment(
  run: Run,
  key: string,
  relation: Relation,
  statement: UpdateStmt,
  name: string,
  value: Node,
): void {
  const passing = passingAgain(statement.whereClause, name, value);
  if (passing === 'no') return;
  const self = changesItself(value, name);
  if (self === undefined || passing === 'unknown') run.uncertain = true;
  if (passing === 'unknown') return;
  const known = columnOf(relation, name);
  if (known && known !== GONE && isNull(value) && known.properties.get('null') === 'not null' && run.mayHoldRows(key))
    run.refuse('old shape', SQLSTATE.notNullViolation, `column "${name}" of ${display(key)} takes no NULL any more`);
  const where = known && known !== GONE ? { key, column: name } : undefined;
  if (self)
    run.repeat(
      'done again',
      `column "${name}" of ${display(key)} is computed from its own value once more`,
      where ? { where } : {},
    );
  else if (isVolatile(value))
    run.repeat(
      'done again',
      `column "${name}" of ${display(key)} gets other values than in the first run`,
      where ? { where } : {},
    );
  else if (readsClock(value)) run.uncertain = true;
}

export function remove(run: Run, statement: DeleteStmt): void {
  writeWithin(run, statement.withClause);
  const key = run.key(statement.relation);
  run.relation(key);
  checkQuery(run, { DeleteStmt: statement });
  if (!statement.whereClause) emptied(run, key);
}

export function truncate(run: Run, statement: TruncateStmt): void {
  for (const node of statement.relations ?? []) {
    if (!('RangeVar' in node)) continue;
    const key = run.key(node.RangeVar);
    run.relation(key);
    emptied(run, key);
  }
}

function emptied(run: Run, key: string): void {
  if (run.mayHoldRows(key)) run.lose({ kind: 'rows', name: display(key) });
  run.update(key, { rows: new Set() });
}

function targets(nodes: readonly Node[] | undefined): ResTarget[] {
  return (nodes ?? []).flatMap((node) => ('ResTarget' in node ? [node.ResTarget] : []));
}
