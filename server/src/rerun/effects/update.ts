import type { Node, UpdateStmt } from '@pgsql/types';
import { columnOf, needColumn, setColumnProperty } from '../catalog/columns';
import { type Column, GONE, type Relation } from '../catalog/objects';
import { type Run, SQLSTATE } from '../catalog/run';
import { checkLabel, checkQuery } from '../catalog/scope';
import { constantOf, isNull } from '../reading/constants';
import { changesElements, derivedFrom, readsBesideWindows } from '../reading/derived';
import { changesItself, isVolatile, readsClock } from '../reading/expressions';
import { keysTakenOut, passingAgain } from '../reading/filters';
import { fileOfMaker } from '../reading/makers';
import { settles } from '../reading/mappings';
import { display } from '../reading/names';
import { columnReferences, isColumn, readsColumn, tableReferences } from '../reading/references';
import { sourcesOf } from '../reading/rowQuery';
import { listedMapping } from '../reading/valueList';
import { targets } from '../reading/writes';
import { isFilledAnew } from './filledTables';
import { isNew } from './newValues';
import { passesAgain } from './passing';
import { areOther, noteSources } from './rowSources';
import { shiftValues } from './shifts';

/** UPDATE: constants and functions of other columns settle, a function of the column's own old value does not. */
export function update(run: Run, statement: UpdateStmt): void {
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
    const empties = isNull(val) && isOfAllValues(relation, statement.whereClause, name);
    if (empties && run.mayHoldRows(key)) run.lose({ kind: 'values', name: `${display(key)}."${name}"` });
    if (run.second) noteCopied(run, key, statement, name, val);
    noteSource(run, key, statement, name, val);
    judgeSources(run, key, relation, statement, name, val);
  }
  if (!run.second) noteSources(run, sourcesOf(statement));
  for (const { name, val } of set) if (name && val) noteKeysTaken(run, key, name, val);
  for (const { name, val } of set) if (name && val) shiftValues(run, key, statement, name, val);
}

/** Moving values, as in `SET new = old, old = NULL`: a second run reads what the first one left in the old column. */
function judgeMoved(run: Run, key: string, relation: Relation, statement: UpdateStmt, name: string, value: Node): void {
  const { targetList, whereClause } = statement;
  if (keepsItself(value, name) || passesAgain(run, statement, name, value) !== 'yes') return;
  const where = columnOf(relation, name) ? { where: { key, column: name } } : {};
  const overwrites = holdsResults(run, relation, name);
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
        { ...where, overwrites },
      );
  }
}

/** `SET new = old::type` saves the values of a column that is dropped behind it. */
function noteCopied(run: Run, key: string, { whereClause }: UpdateStmt, name: string, value: Node): void {
  const source = columnReferences(value)[0]?.at(-1);
  if (source === undefined || source === name || !isColumn(value, source)) return;
  if (isOfAllValues(run.relation(key)!, whereClause, source)) run.noteCopied(key, source);
}

/** A WHERE that asks for nothing but that a value is there, of the column itself or of one that always has one. */
function isOfAllValues(relation: Relation, condition: Node | undefined, column: string): boolean {
  if (!condition) return true;
  if (!('NullTest' in condition) || condition.NullTest.nulltesttype !== 'IS_NOT_NULL') return false;
  const { arg } = condition.NullTest;
  const asked = columnReferences(arg)[0]?.at(-1);
  if (!arg || asked === undefined || !isColumn(arg, asked)) return false;
  const known = columnOf(relation, asked);
  return asked === column || (known !== undefined && known !== GONE && known.properties.get('null') === 'not null');
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

/**
 * A second run computes other values where a later statement has written the columns that they are computed from. Which
 * statement had written them is noted in the first run.
 * @param was the table before the statement.
 */
function judgeSources(run: Run, key: string, was: Relation, statement: UpdateStmt, name: string, value: Node): void {
  const { fromClause, whereClause } = statement;
  const relation = run.relation(key)!;
  const sources = columnReferences(value).map((parts) => parts.at(-1) ?? '');
  const isOfOneTable = !fromClause?.length && !JSON.stringify(value).includes('"SubLink"');
  if (!isOfOneTable || sources.length === 0 || sources.includes(name)) return;
  const columns = sources.map((source) => columnOf(relation, source));
  const origins = columns.map(originOf);
  const note = `${run.maker} ${name}`;
  if (!run.second) return run.catalog.setItem('sources', note, { id: JSON.stringify(origins), properties: new Map() });
  const noted = run.catalog.item('sources', note);
  const target = columnOf(relation, name);
  if (!noted || noted === GONE || target === undefined || target === GONE) return;
  if (target.properties.get('data') !== run.maker || passesAgain(run, statement, name, value) !== 'yes') return;
  const before = JSON.parse(noted.id) as Origin[];
  const overwrites = holdsResults(run, was, name);
  const isOther = sources.some((source, i) => {
    const [[maker, writer], [makerBefore, writerBefore]] = [origins[i]!, before[i]!];
    const isWritten = writer !== '' && writer !== writerBefore && !writer.startsWith(run.maker);
    const isAnother = overwrites && maker !== '' && makerBefore !== '' && maker !== makerBefore;
    if (!isWritten && !isAnother) return false;
    return isReadBy(value, columns[i]) && !(whereClause && readsColumn(whereClause, source));
  });
  if (isOther)
    run.repeat('old shape', `the values that column "${name}" of ${display(key)} is computed from are others by then`, {
      where: { key, column: name },
      overwrites,
    });
}

/** A column that is made anew holds nothing yet. */
function holdsResults(run: Run, relation: Relation, name: string): boolean {
  return originOf(columnOf(relation, name))[1].startsWith(run.maker);
}

/** Which statements made a column and wrote its values, where that is known. */
type Origin = readonly [maker: string, writer: string];

function originOf(column: Column | typeof GONE | undefined): Origin {
  return column && column !== GONE ? [column.maker, column.properties.get('data') ?? ''] : ['', ''];
}

/**
 * Notes which statement a column's values come from. When a second run reads a column that holds what the same statement
 * made of it before (as the swap by way of a temporary column does), the values are computed from themselves.
 */
function noteSource(run: Run, key: string, statement: UpdateStmt, name: string, value: Node): void {
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
    passesAgain(run, statement, name, value) === 'yes' &&
    reads.some((column) => column && column !== GONE && column.properties.get('data') === run.maker);
  if (again && known !== undefined)
    run.repeat(
      'old shape',
      `the values that column "${name}" of ${display(key)} is computed from are its own results by then`,
      { where: { key, column: name }, overwrites: holdsResults(run, relation, name) },
    );
  if (known === GONE) return;
  setColumnProperty(run, key, name, 'data', again ? `${run.maker} again` : writerOf(run, statement));
}

/** Who wrote the values. All that write constants alone count as one: to run one of them again tells nothing new. */
function writerOf(run: Run, { targetList }: UpdateStmt): string {
  const isConstant = targets(targetList).every(({ val }) => val && losesValues(val));
  return isConstant ? `${fileOfMaker(run.maker)}#constants` : run.maker;
}

function judgeAssignment(
  run: Run,
  key: string,
  relation: Relation,
  statement: UpdateStmt,
  name: string,
  value: Node,
): void {
  const passing = passesAgain(run, statement, name, value);
  if (passing === 'no') return;
  const known = columnOf(relation, name);
  const self = derivesAgain(run, key, statement, name, value) || changesItself(value, name);
  // A view can show rows only until they have the values that they are given, and what is added up may be gone by then.
  const isFiltered = self && (relation.kind === 'view' || areOther(run, sourcesOf(statement)));
  if (self === undefined || passing === 'unknown' || isFiltered) run.uncertain = true;
  if (passing === 'unknown' || isFiltered) return;
  if (known && known !== GONE && isNull(value) && known.properties.get('null') === 'not null' && run.mayHoldRows(key))
    run.refuse('old shape', SQLSTATE.notNullViolation, `column "${name}" of ${display(key)} takes no NULL any more`);
  const where = known && known !== GONE ? { key, column: name } : undefined;
  if (self && isFilledAnew(run, key)) return;
  if (self)
    run.repeat('done again', `column "${name}" of ${display(key)} is computed from its own value once more`, {
      ...(where && { where }),
      overwrites: true,
    });
  else if (isNew(run, value) || ('SetToDefault' in value && hasVolatileDefault(known)))
    run.repeat(
      'done again',
      `column "${name}" of ${display(key)} gets other values than in the first run`,
      where ? { where } : {},
    );
  else if (readsClock(value)) run.uncertain = true;
}

/** A list of values, a subquery over the same table or over the column's own elements makes the value from the first run's. */
function derivesAgain(run: Run, key: string, statement: UpdateStmt, name: string, value: Node): boolean {
  if ('SubLink' in value) {
    const { subLinkType = '', subselect } = value.SubLink;
    const query = subselect && 'SelectStmt' in subselect ? subselect.SelectStmt : undefined;
    const given = targets(query?.targetList)[0]?.val;
    const isValue = subLinkType === 'EXPR_SUBLINK' || subLinkType === 'ARRAY_SUBLINK';
    return isValue && query !== undefined && given !== undefined && changesElements({ value: given, query }, name);
  }
  const mapping = listedMapping(value, name, statement);
  if (mapping) return !settles(mapping);
  const derived = derivedFrom(value, statement);
  if (!derived) return false;
  const tables = tableReferences(derived.query.fromClause);
  if (!tables.some((table) => run.key(table) === key)) return false;
  const isFromOwn =
    tables.length === 1 && readsBesideWindows(derived.value, name) && changesItself(derived.value, name) === true;
  return isFromOwn || changesElements(derived, name);
}

function hasVolatileDefault(column: ReturnType<typeof columnOf>): boolean {
  const written = column && column !== GONE ? column.properties.get('default') : undefined;
  if (!written) return false;
  // A serial's default is not written as an expression.
  return written === 'nextval' || isVolatile(JSON.parse(written));
}
