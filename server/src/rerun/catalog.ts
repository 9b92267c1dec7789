import { TEMPORARY_SCHEMA } from './names';

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

export type ConstraintKind = 'primary key' | 'unique' | 'foreign key' | 'check' | 'exclusion' | 'not null';

export interface Constraint {
  readonly maker: string;
  readonly kind: ConstraintKind;
  readonly columns: readonly string[];
  /** Foreign keys: the table (its `id`) and columns that it points to; no columns means the primary key. */
  readonly references?: { readonly table: string; readonly columns: readonly string[] };
}

/** A table, index, view or sequence. A value never changes; a change puts a new value in its place. */
export interface Relation {
  /** Which statement made it, or `before` and its first name; follows the relation through renames. */
  readonly id: string;
  /** Undefined when no statement has told. */
  readonly kind?: RelationKind;
  readonly columns: ReadonlyMap<string, Column | Gone>;
  /** All columns are known: one that is not in the map is gone. */
  readonly closed: boolean;
  readonly constraints: ReadonlyMap<string, Constraint | Gone>;
  /** Triggers, policies and rules as `trigger name`, with their makers. */
  readonly members: ReadonlyMap<string, string | Gone>;
  readonly properties: ReadonlyMap<string, string>;
  /** Keys of its indexes that are known. */
  readonly indexes: ReadonlySet<string>;
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
}

type Value = Relation | Type | Item | Gone;

/** One object as a file left it; the key names its kind too. */
export type CatalogEntry = readonly [key: string, value: Value | undefined];

/** What a statement asked the catalog. */
export interface Recording {
  readonly read: readonly CatalogEntry[];
  readonly hints: readonly (readonly [hint: string, size: number])[];
  /** A question went over all objects, so that the rest does not tell all. */
  readonly whole: boolean;
}

const EMPTY_MAP: ReadonlyMap<string, never> = new Map<string, never>();
const EMPTY_SET: ReadonlySet<never> = new Set<never>();

export function newRelation(id: string, given: Partial<Relation> = {}): Relation {
  return {
    id,
    columns: EMPTY_MAP,
    closed: false,
    constraints: EMPTY_MAP,
    members: EMPTY_MAP,
    properties: EMPTY_MAP,
    indexes: EMPTY_SET,
    rows: EMPTY_SET,
    ...given,
  };
}

export function newType(id: string, given: Partial<Type> = {}): Type {
  return { id, labels: EMPTY_MAP, closed: false, members: EMPTY_MAP, properties: EMPTY_MAP, ...given };
}

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

/**
 * The database as far as statements have told: each object there, gone or unknown. Changes are kept in a journal, so that a
 * statement that fails can be taken back and what a run touched can be compared.
 */
export class Catalog {
  readonly #values = new Map<string, Value>();
  /** Where relations, constraints and references have been seen: a hint that each use checks, since a rollback leaves it. */
  readonly #homes = new Map<string, Set<string>>();
  #reads: Map<string, Value | undefined> | undefined;
  /** How many homes each hint named that was followed; they only ever become more. */
  #hints: Map<string, number> | undefined;
  #wholeRead = false;
  #journal: { key: string; before: Value | undefined }[] = [];
  #base: object = {};
  #homeCount = 0;

  /** Stands for what is known beyond the reach of `rollback`: another object as soon as that has changed. */
  get base(): object {
    return this.#base;
  }

  /** How many homes have been noted: as long as it stays, each hint leads where it led before. */
  get homes(): number {
    return this.#homeCount;
  }

  relation(key: string): Relation | Gone | undefined {
    return this.#get(`relation ${key}`) as Relation | Gone | undefined;
  }

  setRelation(key: string, value: Relation | Gone): void {
    if (value !== GONE) this.#noteHomes(key, value);
    this.#set(`relation ${key}`, value);
  }

  /** The relation with an id, under the name that it has now. */
  relationById(id: string): readonly [key: string, relation: Relation] | undefined {
    for (const key of this.#homesAt(`id ${id}`)) {
      const relation = this.relation(key);
      if (relation && relation !== GONE && relation.id === id) return [key, relation];
    }
    return undefined;
  }

  /** The tables that may have, or have had, a constraint of this name. */
  tablesWithConstraint(name: string): Iterable<readonly [key: string, relation: Relation]> {
    return this.#relationsAt(`constraint ${name}`);
  }

  /** The tables that may have a foreign key to the table with this id. */
  tablesReferring(id: string): Iterable<readonly [key: string, relation: Relation]> {
    return this.#relationsAt(`reference ${id}`);
  }

  /** The tables that hold an index. */
  tablesWithIndex(index: string): Iterable<readonly [key: string, relation: Relation]> {
    return this.#relationsAt(`index ${index}`);
  }

  temporaryRelations(): Iterable<string> {
    return [...(this.#homes.get('temporary') ?? [])].filter((key) => this.relation(key) !== undefined);
  }

  *#relationsAt(hint: string): Iterable<readonly [key: string, relation: Relation]> {
    for (const key of this.#homesAt(hint)) {
      const relation = this.relation(key);
      if (relation && relation !== GONE) yield [key, relation];
    }
  }

  #homesAt(hint: string): readonly string[] {
    const homes = [...(this.#homes.get(hint) ?? [])];
    if (this.#hints && !this.#hints.has(hint)) this.#hints.set(hint, homes.length);
    return homes;
  }

  #noteHomes(key: string, relation: Relation): void {
    const old = this.relation(key);
    const known = old && old !== GONE ? old : undefined;
    if (known?.id !== relation.id) this.#noteHome(`id ${relation.id}`, key);
    if (key.startsWith(`${TEMPORARY_SCHEMA}.`)) this.#noteHome('temporary', key);
    if (known?.indexes !== relation.indexes)
      for (const index of relation.indexes) if (!known?.indexes.has(index)) this.#noteHome(`index ${index}`, key);
    if (known?.constraints === relation.constraints) return;
    for (const [name, constraint] of relation.constraints) {
      if (known?.constraints.get(name) === constraint) continue;
      this.#noteHome(`constraint ${name}`, key);
      if (constraint !== GONE && constraint.references) this.#noteHome(`reference ${constraint.references.table}`, key);
    }
  }

  #noteHome(hint: string, key: string): void {
    const homes = this.#homes.get(hint);
    if (homes?.has(key)) return;
    this.#homeCount++;
    if (homes) homes.add(key);
    else this.#homes.set(hint, new Set([key]));
  }

  type(key: string): Type | Gone | undefined {
    return this.#get(`type ${key}`) as Type | Gone | undefined;
  }

  setType(key: string, value: Type | Gone): void {
    this.#set(`type ${key}`, value);
  }

  item(kind: string, key: string): Item | Gone | undefined {
    return this.#get(`${kind} ${key}`) as Item | Gone | undefined;
  }

  setItem(kind: string, key: string, value: Item | Gone): void {
    this.#set(`${kind} ${key}`, value);
  }

  /** The type that a statement made, wherever it has been renamed to. */
  typeById(id: string): Type | undefined {
    this.#wholeRead = true;
    for (const [key, value] of this.#values)
      if (value !== GONE && key.startsWith('type ') && value.id === id) return value as Type;
    return undefined;
  }

  /** The key of the first object of a kind that is there and satisfies `test`. */
  findItem(kind: string, test: (key: string) => boolean): string | undefined {
    this.#wholeRead = true;
    for (const [key, value] of this.#values)
      if (value !== GONE && key.startsWith(`${kind} `) && test(key.slice(kind.length + 1)))
        return key.slice(kind.length + 1);
    return undefined;
  }

  /** Makes everything known of a relation unknown again. */
  forget(key: string): void {
    this.#set(`relation ${key}`, undefined);
  }

  /** Every relation that is known to be there, with its key. */
  *relations(): Iterable<readonly [string, Relation]> {
    this.#wholeRead = true;
    for (const [key, value] of this.#values)
      if (value !== GONE && key.startsWith('relation ')) yield [key.slice(9), value as Relation];
  }

  /** From here on notes the values that are asked for or replaced, as they were before. */
  startRecording(): void {
    this.#reads = new Map();
    this.#hints = new Map();
    this.#wholeRead = false;
  }

  /** What was noted. */
  stopRecording(): Recording {
    const read = [...(this.#reads ?? [])];
    const hints = [...(this.#hints ?? [])];
    this.#reads = undefined;
    this.#hints = undefined;
    return { read, hints, whole: this.#wholeRead };
  }

  /** True when each object has the very value that it had, and no further one has come into question. */
  agrees({ read, hints }: Omit<Recording, 'whole'>): boolean {
    for (const [key, value] of read) if (this.#values.get(key) !== value) return false;
    return this.agreesOn(hints);
  }

  /** True when no further object has come into question. */
  agreesOn(hints: Recording['hints']): boolean {
    for (const [hint, size] of hints) if ((this.#homes.get(hint)?.size ?? 0) !== size) return false;
    return true;
  }

  /** A mark to go back to with `rollback`. */
  savepoint(): number {
    return this.#journal.length;
  }

  /** Takes back everything since the mark. */
  rollback(mark: number): void {
    while (this.#journal.length > mark) {
      const { key, before } = this.#journal.pop()!;
      if (before === undefined) this.#values.delete(key);
      else this.#values.set(key, before);
    }
  }

  /** The keys that have changed since the mark, each with its value at the mark. */
  changes(mark: number): ReadonlyMap<string, Value | undefined> {
    const result = new Map<string, Value | undefined>();
    for (let i = mark; i < this.#journal.length; i++) {
      const { key, before } = this.#journal[i]!;
      if (!result.has(key)) result.set(key, before);
    }
    return result;
  }

  /** What has changed since the mark, as it is now; `apply` puts it into another catalog. */
  entriesSince(mark: number): readonly CatalogEntry[] {
    return [...this.changes(mark).keys()].map((key) => [key, this.#values.get(key)]);
  }

  /** All that is known. */
  entries(): readonly CatalogEntry[] {
    return [...this.#values];
  }

  apply(entries: readonly CatalogEntry[]): void {
    for (const [key, value] of entries) {
      if (key.startsWith('relation ') && value && value !== GONE) this.#noteHomes(key.slice(9), value as Relation);
      this.#set(key, value);
    }
  }

  /** As `apply`, for entries that this very catalog has held before: their homes are noted. */
  reapply(entries: readonly CatalogEntry[]): void {
    for (const [key, value] of entries) this.#set(key, value);
  }

  /** Puts an equal value in the place of one: no change. */
  settle(key: string, value: Value): void {
    this.#values.set(key, value);
  }

  /** The journal keys whose values are others than at the mark; what is temporary does not count. */
  changedSince(mark: number): ReadonlySet<string> {
    const keys = new Set<string>();
    for (const [key, before] of this.changes(mark))
      if (!key.includes(' pg_temp.') && !sameValue(before, this.#values.get(key))) keys.add(key);
    return keys;
  }

  /** Makes what has happened so far final: marks from before are void. */
  forgetJournal(): void {
    if (this.#journal.length > 0) this.#base = {};
    this.#journal = [];
  }

  /** The value under a journal key as it is now. */
  current(key: string): Value | undefined {
    return this.#values.get(key);
  }

  #get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (this.#reads && !this.#reads.has(key)) this.#reads.set(key, value);
    return value;
  }

  #set(key: string, value: Value | undefined): void {
    this.#journal.push({ key, before: this.#get(key) });
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
  }
}

/** True when two values describe the same object: who made it and all that is there of it, whatever run made it. */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || a === GONE || b === undefined || b === GONE) return false;
  const known = compared.get(a);
  if (known?.with === b) return known.same;
  const same = equal(a, b, thereOf);
  compared.set(a, { with: b, same });
  return same;
}

/** Each keystroke compares the same values again. */
const compared = new WeakMap<object, { readonly with: object; readonly same: boolean }>();

/** True when two values are equal in all that is known of them, what is known to be gone too. */
export function equalValue(a: unknown, b: unknown): boolean {
  return equal(a, b, (map) => [...map]);
}

/** What is gone has no place in the order of columns and labels, and is no less gone when nobody says so. */
function thereOf(map: ReadonlyMap<unknown, unknown>): readonly (readonly [unknown, unknown])[] {
  return [...map].filter(([, value]) => value !== GONE);
}

type Entries = (map: ReadonlyMap<unknown, unknown>) => readonly (readonly [unknown, unknown])[];

function equal(a: unknown, b: unknown, entries: Entries): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Map && b instanceof Map) {
    // Order counts: it is the order of columns and of enum labels.
    const left = entries(a);
    const right = entries(b);
    return (
      left.length === right.length &&
      left.every(([key, value], i) => right[i]![0] === key && equal(value, right[i]![1], entries))
    );
  }
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((element) => b.has(element));
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((element, i) => equal(element, b[i], entries));
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => equal(a[key as keyof typeof a], b[key as keyof typeof b], entries))
  );
}
