import type { RangeVar } from '@pgsql/types';
import type { BlockExpression, Statement, StatementSyntax } from '../../languages/sql/syntax';
import type { Condition } from '../reading/conditions';
import { fileOfMaker } from '../reading/makers';
import { DEFAULT_SCHEMA, display, keyOf, nameOfKey, rangeName, TEMPORARY_SCHEMA } from '../reading/names';
import type { Catalog } from './catalog';
import { sameValue } from './equality';
import { GONE, type Gone, newItem, newRelation, type Relation, type RelationKind } from './objects';

export const NO_VARIABLES: ReadonlySet<string> = new Set();

/** The SQLSTATEs that a second run raises. */
export const SQLSTATE = {
  undefinedTable: '42P01',
  duplicateTable: '42P07',
  undefinedColumn: '42703',
  duplicateColumn: '42701',
  undefinedObject: '42704',
  duplicateObject: '42710',
  duplicateFunction: '42723',
  undefinedFunction: '42883',
  ambiguousFunction: '42725',
  duplicateSchema: '42P06',
  undefinedSchema: '3F000',
  invalidTableDefinition: '42P16',
  wrongObjectType: '42809',
  dependentObjects: '2BP01',
  featureNotSupported: '0A000',
  invalidFunctionDefinition: '42P13',
  notNullViolation: '23502',
  uniqueViolation: '23505',
  objectNotInPrerequisiteState: '55000',
  unsafeNewEnumValue: '55P04',
  invalidText: '22P02',
  syntaxError: '42601',
  raised: 'P0001',
  assertFailed: 'P0004',
} as const;
export type SqlState = (typeof SQLSTATE)[keyof typeof SQLSTATE];

/** Why a second run stops, or what it does again: a clause without a capital and a full stop. */
export interface Reason {
  /** Absent when nothing fails, but something is done again. */
  readonly sqlstate?: string;
  readonly clause: string;
  /** The condition in a word, for the rule that chooses a repair. */
  readonly cause: Cause;
  /** The table or the column that is written again: when the file drops it later, nothing of it is left to matter. */
  readonly where?: { readonly key: string; readonly column?: string };
  /** Behind a stop it is no better than to fail: the results of an earlier run are lost, or stand there twice. */
  readonly overwrites?: boolean;
  /** It matters only where the rest of the file leaves this part of the table otherwise than the first run did. */
  readonly part?: string;
  /** The name that the first run gave to what has none in the statement. */
  readonly made?: string | undefined;
  /** Rows that are there already: the key that they have, where a failed attempt would use up a number of the table's. */
  readonly held?: readonly string[];
  /** The key lets rows in again that have a NULL in it. */
  readonly nullable?: boolean;
  /** The table, and the column of it, that is missing. */
  readonly missing?: { readonly key: string; readonly column?: string };
  /** The role that is missing. */
  readonly missingRole?: string;
  /** A view that the file changes later, and a column that it then has and did not have before. */
  readonly overtaken?: { readonly key: string; readonly column: string };
}

export type Cause =
  | 'already there'
  | 'not there'
  | 'ambiguous'
  | 'other kind'
  | 'table not there'
  | 'column not there'
  | 'role not there'
  | 'depended on'
  | 'in use'
  | 'done again'
  | 'another state'
  | 'rows again'
  | 'rows lost'
  | 'old shape';

/** Thrown by a statement of the second run that PostgreSQL would refuse. No Error: nobody asks for the stack of thousands. */
export class Refusal {
  readonly reason: Reason;
  constructor(reason: Reason) {
    this.reason = reason;
  }
}

/** A condition of a DO block that a statement stands under. */
export interface Guard {
  readonly condition: Condition;
  readonly expression: BlockExpression;
  /** The branch is entered when the condition has this value. */
  readonly when: boolean;
  /** What answers it in another schema than the one that is meant. */
  readonly twin?: string;
}

/** A guard that lets its statements run only where nothing is left for them to do, or never. */
export interface BarringGuard extends Guard {
  /** The table that is meant: the guard writes its name in another letter case. */
  readonly meant?: string;
}

/** What is done again without failing, and which statement of a DO block does it. */
export interface Repeat {
  readonly reason: Reason;
  readonly inner: Statement | undefined;
}

/** What later writes would lose when a statement succeeds again. */
export interface Loss {
  readonly kind: 'table' | 'column' | 'values' | 'rows' | 'type';
  readonly name: string;
  /** Which action or object of the statement. */
  readonly part?: number;
}

/** What a variable holds by then: another value in each run, NULL, as no row gives it one any more, or nobody knows what. */
export type Differing = 'new' | 'null' | 'unknown';

/**
 * One pass over statements. The first run believes each statement and notes what it leaves; the second run asks of each
 * whether PostgreSQL would do it again. What is unknown to the second run is believed as in the first.
 */
export class Run {
  readonly catalog: Catalog;
  readonly second: boolean;
  /** Names the statement that is being run, so that what it makes can be recognised. */
  maker = '';
  /** Which part of the statement is being run. */
  part = 0;
  /** The schema that unqualified names resolve to. */
  schema = DEFAULT_SCHEMA;
  /** The variables of the DO block that is being run. */
  variables: ReadonlySet<string> = NO_VARIABLES;
  /** What those of them hold that hold something else than in the first run. */
  readonly differing = new Map<string, Differing>();
  /** The statement that is being run gives no row, as those of the first run are there. */
  givesNone = false;
  /** What is being run, as it is written. */
  syntax: StatementSyntax | undefined;
  /** The statement of a DO block that is being run. */
  inner: Statement | undefined;
  /** How many routines are being run, one within another. */
  calls = 0;
  /** What the statement that is being run did again without failing. */
  repeats: Repeat[] = [];
  losses: Loss[] = [];
  barring: BarringGuard[] = [];
  /** What is known to fail fails in a first run too: there is somebody to catch it. */
  caught = false;
  /** The statement may not be run at all, or is not understood: say nothing of it. */
  uncertain = false;
  /** By journal keys, what only changes where a condition holds of which nothing is known. */
  doubtful = new Set<string>();

  /** The types that columns had before the file dropped or changed them, by the bare name of the table and the column. */
  readonly former = new Map<string, string>();
  readonly #made = new Set<string>();
  #asked: Map<string, boolean> | undefined;
  #madeNow: string[] | undefined;

  constructor(catalog: Catalog, second: boolean) {
    this.catalog = catalog;
    this.second = second;
  }

  /** True for the name of a statement of the file that is being run. */
  isOwn(maker: string): boolean {
    return fileOfMaker(maker) === fileOfMaker(this.maker);
  }

  /** Ends the statement when this is the second run; the first run knows that what nobody catches succeeded. */
  refuse(
    cause: Cause,
    sqlstate: SqlState,
    clause: string,
    more: Pick<Reason, 'missing' | 'missingRole' | 'held' | 'nullable' | 'overtaken'> = {},
  ): void {
    if (this.second || this.caught) throw new Refusal({ cause, sqlstate, clause, ...more });
  }

  /** Notes that the statement succeeds and changes something again. */
  repeat(cause: Cause, clause: string, more: Pick<Reason, 'where' | 'made' | 'overwrites' | 'part'> = {}): void {
    if (this.second) this.repeats.push({ reason: { cause, clause, ...more }, inner: this.inner });
  }

  /** Notes what the second run destroys. */
  lose(loss: Loss): void {
    if (this.second) this.losses.push({ ...loss, part: this.part });
  }

  /** Notes that a second run has put the values of a column into another one. */
  noteCopied(key: string, column: string): void {
    this.catalog.setItem('copied', copyKey(key, column), newItem(this.maker));
  }

  /** True when this second run has put the values of a column into another one. */
  isCopied(key: string, column: string): boolean {
    const note = this.second ? this.catalog.item('copied', copyKey(key, column)) : undefined;
    return note !== undefined && note !== GONE;
  }

  /** The key of a relation that a statement names: a temporary one hides one of the same name. */
  key(range: RangeVar | undefined): string {
    if (!range?.schemaname) {
      const temporary = keyOf({ schema: TEMPORARY_SCHEMA, name: range?.relname ?? '' });
      const known = this.catalog.relation(temporary);
      if (known && known !== GONE) return temporary;
    }
    return keyOf(rangeName(range, this.schema));
  }

  /** The key that a relation gets when a statement makes it. */
  newKey(range: RangeVar | undefined): string {
    return keyOf(rangeName(range, range?.relpersistence === 't' ? TEMPORARY_SCHEMA : this.schema));
  }

  /** A second run has a connection of its own: what was temporary in the first is gone. */
  forgetTemporary(): void {
    this.catalog.dropTemporary();
  }

  /**
   * The relation that a statement works on.
   * @param missingOk the statement says IF EXISTS; then a missing one gives undefined.
   */
  relation(key: string, missingOk = false, kind?: RelationKind): Relation | undefined {
    const known = this.catalog.relation(key);
    if (known && known !== GONE) return known;
    if (known === GONE && (this.second || this.caught || missingOk)) {
      if (missingOk) return undefined;
      this.refuse(
        'table not there',
        SQLSTATE.undefinedTable,
        `${kind ?? 'table'} ${display(key)} is not there any more`,
        { missing: { key } },
      );
    }
    const assumed = newRelation(this.#assumedId(key, known), kind ? { kind } : {});
    this.catalog.setRelation(key, assumed);
    return assumed;
  }

  /** Where a name is believed to stand for something although it has gone, it is another thing than before. */
  #assumedId(key: string, known: Gone | undefined): string {
    return known === GONE ? `before ${key} ${this.maker}` : `before ${key}`;
  }

  /** Puts a changed relation in the place of the old value. */
  update(key: string, change: Partial<Relation>): void {
    const known = this.catalog.relation(key);
    const relation = known && known !== GONE ? known : newRelation(this.#assumedId(key, known));
    this.catalog.setRelation(key, { ...relation, ...change });
  }

  /**
   * Takes a name in the namespace of tables, indexes, views and sequences.
   * @returns false when the relation is there and the statement says IF NOT EXISTS.
   */
  createRelation(key: string, relation: Relation, ifNotExists: boolean): boolean {
    const known = this.catalog.relation(key);
    if (known && known !== GONE) {
      if (ifNotExists) return false;
      this.refuse(
        'already there',
        SQLSTATE.duplicateTable,
        `${known.kind ?? relation.kind} ${display(key)} is already there`,
      );
    }
    this.catalog.setRelation(key, relation);
    this.noteMade([key]);
    return true;
  }

  /** True unless this very run has made the table, so that it is empty. */
  mayHoldRows(key: string): boolean {
    const answer = !this.#made.has(key);
    if (this.#asked && !this.#asked.has(key)) this.#asked.set(key, answer);
    return answer;
  }

  /** Notes tables that this run has made. */
  noteMade(keys: Iterable<string>): void {
    for (const key of keys) {
      this.#made.add(key);
      this.#madeNow?.push(key);
    }
  }

  /** From here on notes what the statement asks for and makes. */
  startRecording(): void {
    this.#asked = new Map();
    this.#madeNow = [];
    this.catalog.startRecording();
  }

  stopRecording(): { readonly asked: ReadonlyMap<string, boolean>; readonly made: readonly string[] } {
    const recorded = { asked: this.#asked ?? new Map<string, boolean>(), made: this.#madeNow ?? [] };
    this.#asked = undefined;
    this.#madeNow = undefined;
    return recorded;
  }

  /** Notes types that columns had, where no earlier one is known. */
  noteFormers(former: Iterable<readonly [name: string, type: string]>): void {
    for (const [name, type] of former) if (!this.former.has(name)) this.former.set(name, type);
  }

  /** Keeps the first type that a column is known to have had. */
  noteFormer(key: string, column: string, type: string | undefined): void {
    const name = `${nameOfKey(key)} ${column}`;
    if (!this.second && type !== undefined && !this.former.has(name)) this.former.set(name, type);
  }

  /** Runs `body`; when it is refused, takes back what it did and gives the reason. */
  attempt(body: () => void): Reason | undefined {
    const mark = this.catalog.savepoint();
    try {
      body();
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.catalog.rollback(mark);
      return error.reason;
    }
  }

  /** True when the objects under these journal keys are as they were in `other`. */
  agreesWith(other: Catalog, keys: Iterable<string>): boolean {
    for (const key of keys) if (!sameValue(this.catalog.current(key), other.current(key))) return false;
    return true;
  }
}

/** As a name of the temporary schema: what only a run knows is nothing that it leaves. */
function copyKey(key: string, column: string): string {
  return `${keyOf({ schema: TEMPORARY_SCHEMA, name: key })} ${column}`;
}
