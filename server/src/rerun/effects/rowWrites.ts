import type { DeleteStmt, InsertStmt, Node, RangeVar, UpdateStmt } from '@pgsql/types';
import { columnOf } from '../catalog/columns';
import { NOTE } from '../catalog/equality';
import { GONE, type Relation, withEntry } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { passingAgain } from '../reading/filters';
import { rowsOf, rowValues } from '../reading/insertedRows';
import { columnReferences } from '../reading/references';
import { rowQueryOf } from '../reading/rowQuery';
import { type Choice, choicesOf, conjuncts, givenValue, NULL_VALUE } from '../reading/wanted';
import { targets } from '../reading/writes';
import { withoutPlaces } from './create-table';
import { columnsGiven } from './heldKeys';

/** What a statement of the file does to rows of a table: `of` are the parts of its condition, where that alone chooses them. */
type RowWrite =
  | { readonly kind: 'in'; readonly row: Readonly<Record<string, string | null>> }
  | { readonly kind: 'out'; readonly of?: readonly string[] }
  | { readonly kind: 'set'; readonly values: Readonly<Record<string, Node>>; readonly of?: readonly string[] }
  /** Whatever rows, in or out or changed. */
  | { readonly kind: 'any' }
  /** So many statements that none is told apart. */
  | { readonly kind: 'many' };

/** A statement that puts in more rows is none that a condition asks about. */
const MOST_ROWS = 10;

/** Nor does one ask about a table that more of the file's writes go to. */
const MOST_WRITES = 12;

/** Notes the rows that an INSERT puts in. */
export function noteInserted(run: Run, statement: InsertStmt): void {
  const key = run.key(statement.relation);
  const select = rowsOf(statement);
  const rows = select ? rowValues(select) : [];
  const isPlain = !statement.onConflictClause || statement.onConflictClause.action === 'ONCONFLICT_NOTHING';
  const isPutIn = select && !select.fromClause && (!select.whereClause || rowQueryOf(statement).isForMissing);
  if (!isPutIn || !isPlain || rows.length === 0 || rows.length > MOST_ROWS) return note(run, key, { kind: 'any' });
  const named = targets(statement.cols).map(({ name }) => name ?? '');
  const columns = columnsGiven(run.relation(key)!, select, named);
  for (const row of rows) {
    const values = columns.map((column, i) => [column, row[i] ? (givenValue(row[i]) ?? null) : null]);
    note(run, key, { kind: 'in', row: Object.fromEntries(values) });
  }
}

/** Notes the rows that a DELETE takes away. */
export function noteDeletedRows(run: Run, { relation, whereClause, usingClause }: DeleteStmt): void {
  const key = run.key(relation);
  note(run, key, { kind: 'out', ...(!usingClause?.length && { of: partsOf(whereClause) }) });
}

/** Notes what an UPDATE gives to rows. */
export function noteUpdated(run: Run, { relation, targetList, whereClause, fromClause }: UpdateStmt): void {
  const key = run.key(relation);
  const given = targets(targetList).map(({ name = '', val }) => [name, withoutPlaces(val)]);
  const values = Object.fromEntries(given) as Readonly<Record<string, Node>>;
  note(run, key, { kind: 'set', values, ...(!fromClause?.length && { of: partsOf(whereClause) }) });
}

/** Notes that all rows of a table are taken away. */
export function noteTruncated(run: Run, key: string): void {
  note(run, key, { kind: 'out', of: [] });
}

/** Notes that rows of a table may be others. */
export function noteAnyWrite(run: Run, key: string): void {
  note(run, key, { kind: 'any' });
}

/** The property of a table that holds what the last file has done to its rows, by statement. */
const WRITES = `${NOTE}row writes`;

type Noted = readonly [maker: string, write: RowWrite];

function note(run: Run, key: string, write: RowWrite): void {
  const relation = run.relation(key)!;
  const before = notedOf(run, relation);
  const noted = JSON.stringify([run.maker, write]);
  if (before.some((one) => JSON.stringify(one) === noted)) return;
  if (before[0]?.[1].kind === 'many') return;
  const told: readonly Noted[] = write.kind === 'any' ? [] : before;
  const after: readonly Noted[] =
    told.length < MOST_WRITES ? [...told, [run.maker, write]] : [[before[0]![0], { kind: 'many' }]];
  run.update(key, { properties: withEntry(relation.properties, WRITES, JSON.stringify(after)) });
}

function notedOf(run: Run, { properties }: Relation): readonly Noted[] {
  return (JSON.parse(properties.get(WRITES) ?? '[]') as Noted[]).filter(([maker]) => run.isOwn(maker));
}

/**
 * The parts of a condition that are joined by AND, as texts that are the same for the same tests. There is one table, so that
 * it does not matter under which name a column is read.
 */
function partsOf(where: Node | undefined): readonly string[] {
  return conjuncts(where).map((part) => {
    const [choice] = choicesOf(part) ?? [];
    if (choice) return JSON.stringify([choice[0], [...choice[1]].sort()]);
    return JSON.stringify(withoutPlaces(part), (tag, body) =>
      tag === 'ColumnRef' ? { ...body, fields: body.fields?.slice(-1) } : body,
    );
  });
}

/**
 * What a second run finds of the rows that a condition asks for: some, none, `same` as in the first run, which is to say that
 * no statement of the file has changed that; undefined when that is not known.
 */
export function rowsFound(run: Run, table: RangeVar, where: Node | undefined): 'some' | 'none' | 'same' | undefined {
  const relation = run.catalog.relation(run.key(table));
  if (!relation || relation === GONE || (relation.kind !== undefined && relation.kind !== 'table')) return undefined;
  const asked = new Asked(where);
  if (asked.choices.some(([column, values]) => isNever(relation, column, values))) return 'none';
  let found: 'some' | 'none' | 'same' | undefined = 'same';
  for (const [, write] of notedOf(run, relation)) found = asked.after(found, write);
  return found;
}

/** NULL in a column that has none. */
function isNever(relation: Relation, column: string, values: readonly string[]): boolean {
  const known = columnOf(relation, column);
  const isFilled = known !== undefined && known !== GONE && known.properties.get('null') === 'not null';
  return isFilled && values.every((value) => value === NULL_VALUE);
}

type Found = ReturnType<typeof rowsFound>;

/** A condition on rows. */
class Asked {
  readonly choices: readonly Choice[];
  readonly #where: Node | undefined;
  readonly #parts: readonly string[];
  readonly #columns: ReadonlySet<string>;

  constructor(where: Node | undefined) {
    this.#where = where;
    this.#parts = partsOf(where);
    this.choices = conjuncts(where).flatMap((part) => choicesOf(part) ?? []);
    this.#columns = new Set(columnReferences(where).map((path) => path.at(-1) ?? ''));
  }

  /** What is found once a write has followed. */
  after(found: Found, write: RowWrite): Found {
    switch (write.kind) {
      case 'in':
        return this.#afterRow(found, write.row);
      case 'out':
        if (this.#covers(write.of)) return 'none';
        return found === 'none' || this.#excludes(write.of) ? found : undefined;
      case 'set':
        return this.#afterValues(found, write);
      default:
        return undefined;
    }
  }

  #afterRow(found: Found, row: Readonly<Record<string, string | null>>): Found {
    const passes = this.choices.map(([column, values]) => isOneOf(row[column], values));
    if (passes.includes(false)) return found;
    const isSure = this.choices.length === this.#parts.length && passes.every((passed) => passed === true);
    return isSure || found === 'some' ? 'some' : undefined;
  }

  #afterValues(found: Found, { values, of }: Extract<RowWrite, { kind: 'set' }>): Found {
    const given = Object.entries(values).filter(([column]) => this.#columns.has(column));
    if (given.length === 0) return found;
    const isOut = given.some(([column, value]) => passingAgain(this.#where, column, value) === 'no');
    if (isOut && this.#covers(of)) return 'none';
    if (isOut && (found === 'none' || this.#excludes(of))) return found;
    // What keeps the rows apart is left as it is.
    return this.#excludes(of, Object.keys(values)) ? found : undefined;
  }

  /** True where a statement over rows that pass these parts meets all rows that are asked for. */
  #covers(of: readonly string[] | undefined): boolean {
    return of?.every((part) => this.#parts.includes(part)) ?? false;
  }

  /** True where none of the rows that are asked for pass these parts, by another column than `but`. */
  #excludes(of: readonly string[] = [], but: readonly string[] = []): boolean {
    const others = of.map((part) => JSON.parse(part) as Choice | Node);
    return others
      .filter(isChoice)
      .some(
        ([column, values]) =>
          !but.includes(column) &&
          this.choices.some(([own, wanted]) => own === column && !wanted.some((value) => values.includes(value))),
      );
  }
}

function isOneOf(value: string | null | undefined, values: readonly string[]): boolean | undefined {
  return value === null || value === undefined ? undefined : values.includes(value);
}

function isChoice(part: Choice | Node): part is Choice {
  return Array.isArray(part);
}
