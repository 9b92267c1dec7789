import { VersionedMap } from './versionedMap';

/** What is known not to be there. What a map does not hold at all is unknown. */
export const GONE = 'gone';
export type Gone = typeof GONE;

export type RelationKind =
  | 'table'
  | 'index'
  | 'view'
  | 'materialized view'
  | 'sequence'
  | 'composite type'
  | 'foreign table';

export interface Column {
  /** Which statement made it, so that two runs of it make the same column. */
  readonly maker: string;
  /** The type as the statement writes it, and the key of the enum or domain where it is one of the file's. */
  readonly type?: string;
  readonly properties: ReadonlyMap<string, string>;
}

export type Columns = VersionedMap<Column | Gone>;

export type ConstraintKind = 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclusion' | 'not null';

export interface Constraint {
  readonly maker: string;
  readonly kind: ConstraintKind;
  readonly columns: readonly string[];
  /** Foreign keys: the table (its `id`) and columns that it points to; no columns means the primary key. */
  readonly references?: { readonly table: string; readonly columns: readonly string[] };
}

/** What a view, or a part of a table, stands on: as long as it is there, none of that can be dropped. */
export interface Need {
  /** Tells whether the part is still the one that this was noted of. */
  readonly of: string;
  /** Names of what is needed, as `needs.ts` writes them. */
  readonly on: ReadonlySet<string>;
}

/** A table, index, view or sequence. A value never changes; a change puts a new value in its place. */
export interface Relation {
  /** Which statement made it, or `before` and its first name; follows the relation through renames. */
  readonly id: string;
  /** Undefined when no statement has told. */
  readonly kind?: RelationKind;
  readonly columns: Columns;
  /** All columns are known: one that is not in the map is gone. */
  readonly closed: boolean;
  /** All columns are known, unless the table had been there when CREATE TABLE IF NOT EXISTS came. */
  readonly presumed: boolean;
  readonly constraints: ReadonlyMap<string, Constraint | Gone>;
  /** Triggers, policies and rules as `trigger name`, with their makers. */
  readonly members: ReadonlyMap<string, string | Gone>;
  readonly properties: ReadonlyMap<string, string>;
  /** Keys of its indexes that are known. */
  readonly indexes: ReadonlySet<string>;
  /** By `view`, `index`, `policy name`, `trigger name`, `rule name`, `constraint name` and `column name`. */
  readonly needs: ReadonlyMap<string, Need>;
  /** Which INSERTs have put their rows in. */
  readonly rows: ReadonlySet<string>;
  /** Indexes: the id of the table, and the columns or expressions of the key. */
  readonly on?: string;
  readonly keys?: readonly string[];
  readonly unique?: boolean;
}

/** An enum, domain, composite or range type. */
export interface Type {
  readonly id: string;
  readonly kind?: 'enum' | 'domain' | 'composite' | 'range';
  /** Labels that are known to be there or gone, in order. */
  readonly labels: ReadonlyMap<string, string | Gone>;
  /** All labels are known. */
  readonly closed: boolean;
  readonly members: ReadonlyMap<string, string | Gone>;
  readonly properties: ReadonlyMap<string, string>;
}

/** Anything else that has a name: function, extension, schema, role, publication … */
export interface Item {
  readonly id: string;
  readonly properties: ReadonlyMap<string, string>;
  /** Routines: the types that they take and give; aggregates, operators and casts: the functions that they call. */
  readonly needs?: ReadonlySet<string>;
}

/** The property of a routine that says whether it is a function, a procedure or an aggregate. */
export const ROUTINE_KIND = 'kind';

/** The property of a role that says whether it may log in, and what it says of one that may not. */
export const LOGIN = 'login';
export const NO_LOGIN = 'no';

/** The property of an object that says who may do what with it. */
export const PRIVILEGES = 'privileges';

/** What is known of an object. */
export type Value = Relation | Type | Item | Gone;

/** A value, or that nothing is known. */
export type Known = Value | undefined;

/** One object as a file left it; the key names its kind too. */
export type CatalogEntry = readonly [key: string, value: Known];

const EMPTY_MAP: ReadonlyMap<string, never> = new Map<string, never>();
const NO_COLUMNS: Columns = VersionedMap.of();
const EMPTY_SET: ReadonlySet<never> = new Set<never>();

export function newRelation(id: string, given: Partial<Relation> = {}): Relation {
  return {
    id,
    columns: NO_COLUMNS,
    closed: false,
    presumed: false,
    constraints: EMPTY_MAP,
    members: EMPTY_MAP,
    properties: EMPTY_MAP,
    indexes: EMPTY_SET,
    needs: EMPTY_MAP,
    rows: EMPTY_SET,
    ...given,
  };
}

export function newType(id: string, given: Partial<Type> = {}): Type {
  return { id, labels: EMPTY_MAP, closed: false, members: EMPTY_MAP, properties: EMPTY_MAP, ...given };
}

/** The id of what a statement makes in a second run beside what it made in the first; where one is left, either is the same. */
export function madeAgain(id: string): string {
  return `${id}${AGAIN}`;
}

/** An id, or what names one, without the number of the run. */
export function whenever(id: string): string {
  return id.endsWith(AGAIN) ? id.slice(0, -AGAIN.length) : id;
}

const AGAIN = ' (again)';

export function newItem(id: string): Item {
  return { id, properties: EMPTY_MAP };
}

/** A copy of a map with one entry changed; the entry keeps its place. */
export function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V): ReadonlyMap<string, V> {
  return new Map(map).set(key, value);
}

/** A copy of a set with one element more. */
export function withElement<V>(set: ReadonlySet<V>, value: V): ReadonlySet<V> {
  return new Set(set).add(value);
}
