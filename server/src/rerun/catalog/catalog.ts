import { nameOfKey, TEMPORARY_SCHEMA } from '../reading/names';
import { type Difference, differenceOf } from './equality';
import {
  type CatalogEntry,
  GONE,
  type Gone,
  type Item,
  type Known,
  type Relation,
  type Type,
  type Value,
} from './objects';

/** What a statement asked the catalog. */
export interface Recording {
  /** The values that were asked for, as they were. */
  readonly read: ReadonlyMap<string, Known>;
  readonly hints: readonly (readonly [hint: string, size: number])[];
  /** A question went over all objects, so that the rest does not tell all. */
  readonly whole: boolean;
}

/**
 * The database as far as statements have told: each object there, gone or unknown. Changes are kept in a journal, so that a
 * statement that fails can be taken back and what a run touched can be compared.
 */
export class Catalog {
  readonly #values = new Map<string, Value>();
  /** Where relations, constraints and references have been seen: a hint that each use checks, since a rollback leaves it. */
  readonly #homes = new Map<string, Set<string>>();
  #reads: Map<string, Known> | undefined;
  /** How many homes each hint named that was followed; they only ever become more. */
  #hints: Map<string, number> | undefined;
  #wholeRead = false;
  #journal: { key: string; before: Known }[] = [];
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

  /** The tables that may have, or have had, a trigger, policy or rule, as `kind name`. */
  tablesWithMember(member: string): Iterable<readonly [key: string, relation: Relation]> {
    return this.#relationsAt(`member ${member}`);
  }

  /** The relations of a name, in whatever schema. */
  relationsNamed(name: string): Iterable<readonly [key: string, relation: Relation]> {
    return this.#relationsAt(`named ${name}`);
  }

  /** The tables that may have a foreign key to the table with this id. */
  tablesReferring(id: string): Iterable<readonly [key: string, relation: Relation]> {
    return this.#relationsAt(`reference ${id}`);
  }

  /** The tables that hold an index. */
  tablesWithIndex(index: string): Iterable<readonly [key: string, relation: Relation]> {
    return this.#relationsAt(`index ${index}`);
  }

  /** The relations that need something, or have needed it. */
  relationsNeeding(target: string): Iterable<readonly [key: string, relation: Relation]> {
    return this.#relationsAt(`needed ${target}`);
  }

  /** The columns whose type is the one with this id. */
  *columnsOfType(id: string): Iterable<{ readonly table: string; readonly column: string }> {
    for (const [table, relation] of this.#relationsAt(`type ${id}`))
      for (const [column, value] of relation.columns)
        if (value !== GONE && value.type === `type ${id}`) yield { table, column };
  }

  /** A relation whose name differs in its letter case alone. */
  otherCase(key: string): string | undefined {
    return this.#homesAt(`folded ${key.toLowerCase()}`).find((other) => {
      const relation = other === key ? undefined : this.relation(other);
      return relation !== undefined && relation !== GONE;
    });
  }

  /** Takes away what is temporary, as the end of a connection does. */
  dropTemporary(): void {
    for (const key of this.#homesAt('temporary')) if (this.#get(key) !== undefined) this.#set(key, GONE);
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
    if (!known) {
      this.#noteHome(`folded ${key.toLowerCase()}`, key);
      this.#noteHome(`named ${nameOfKey(key)}`, key);
    }
    if (known?.members !== relation.members)
      for (const member of relation.members.keys()) this.#noteHome(`member ${member}`, key);
    if (known?.indexes !== relation.indexes)
      for (const index of relation.indexes) if (!known?.indexes.has(index)) this.#noteHome(`index ${index}`, key);
    if (known?.columns !== relation.columns)
      for (const column of relation.columns.values())
        if (column !== GONE && column.type?.startsWith('type ')) this.#noteHome(column.type, key);
    if (known?.needs !== relation.needs)
      for (const { on } of relation.needs.values()) for (const target of on) this.#noteHome(`needed ${target}`, key);
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
    if (value !== GONE) this.#noteType(key, value);
    this.#set(`type ${key}`, value);
  }

  /** The types of a name, in whatever schema. */
  *typesNamed(name: string): Iterable<readonly [key: string, type: Type]> {
    for (const key of this.#homesAt(`type named ${name}`)) {
      const type = this.type(key);
      if (type && type !== GONE) yield [key, type];
    }
  }

  #noteType(key: string, { id }: Type): void {
    this.#noteHome(`is ${id}`, key);
    this.#noteHome(`type named ${nameOfKey(key)}`, key);
  }

  item(kind: string, key: string): Item | Gone | undefined {
    return this.#get(`${kind} ${key}`) as Item | Gone | undefined;
  }

  setItem(kind: string, key: string, value: Item | Gone): void {
    this.#noteItem(kind, key, value);
    this.#set(`${kind} ${key}`, value);
  }

  /** The functions, procedures and aggregates of a name, with their keys. */
  *routinesNamed(name: string): Iterable<readonly [key: string, routine: Item]> {
    yield* this.#routinesAt(`routine ${name}`);
  }

  *#routinesAt(hint: string): Iterable<readonly [key: string, routine: Item]> {
    for (const key of this.#homesAt(hint)) {
      const routine = this.item('routine', key);
      if (routine && routine !== GONE) yield [key, routine];
    }
  }

  /** The routines of a name, in whatever schema. */
  *routinesOfAnySchema(name: string): Iterable<readonly [key: string, routine: Item]> {
    yield* this.#routinesAt(`routine of any schema ${name}`);
  }

  /** The routines, operators and casts that need something. */
  *itemsNeeding(target: string): Iterable<{ readonly kind: string; readonly key: string; readonly item: Item }> {
    for (const home of this.#homesAt(`taken ${target}`)) {
      const [kind, key] = [home.slice(0, home.indexOf(' ')), home.slice(home.indexOf(' ') + 1)];
      const item = this.item(kind, key);
      if (item && item !== GONE && item.needs?.has(target)) yield { kind, key, item };
    }
  }

  /** True when there have been routines of a name, and all of them are known to be gone. */
  isRoutineGone(name: string): boolean {
    return this.goneRoutine(name) !== undefined;
  }

  /** The key of one of the routines of a name that there have been, when all of them are known to be gone. */
  goneRoutine(name: string): string | undefined {
    // A routine that a run has made, and that was taken back, is as good as never seen.
    const known = this.#homesAt(`routine ${name}`).filter((key) => this.item('routine', key) !== undefined);
    return known.every((key) => this.item('routine', key) === GONE) ? known[0] : undefined;
  }

  #noteItem(kind: string, key: string, value: Item | Gone): void {
    if (kind === 'routine') {
      const name = key.slice(0, key.indexOf('('));
      this.#noteHome(`routine ${name}`, key);
      this.#noteHome(`routine of any schema ${nameOfKey(name)}`, key);
    }
    if (value !== GONE) for (const target of value.needs ?? []) this.#noteHome(`taken ${target}`, `${kind} ${key}`);
  }

  /** The type that a statement made, wherever it has been renamed to. */
  typeById(id: string): Type | undefined {
    return this.namedType(id)?.[1];
  }

  /** The same, under the name that it has now. */
  namedType(id: string): readonly [key: string, type: Type] | undefined {
    for (const named of this.#typesAt(id)) return named;
    return undefined;
  }

  *#typesAt(id: string): Iterable<readonly [key: string, type: Type]> {
    for (const key of this.#homesAt(`is ${id}`)) {
      const type = this.type(key);
      if (type && type !== GONE && type.id === id) yield [key, type];
    }
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

  /** Makes everything known of the objects of a kind that have a name and nothing else unknown again. */
  forgetItems(kind: string): void {
    this.#wholeRead = true;
    for (const key of [...this.#values.keys()]) if (key.startsWith(`${kind} `)) this.#set(key, undefined);
  }

  /** Every relation that is known to be there, with its key. */
  *relations(): Iterable<readonly [string, Relation]> {
    this.#wholeRead = true;
    for (const [key, value] of this.#values)
      if (value !== GONE && key.startsWith('relation ')) yield [key.slice(9), value as Relation];
  }

  /** The relations, types and routines that are known to be in a schema. */
  *contentsOf(schema: string): Iterable<readonly [kind: 'relation' | 'type' | 'routine', key: string]> {
    this.#wholeRead = true;
    for (const [key, value] of this.#values)
      for (const kind of ['relation', 'type', 'routine'] as const)
        if (value !== GONE && key.startsWith(`${kind} ${schema}.`)) yield [kind, key.slice(kind.length + 1)];
  }

  /** From here on notes the values that are asked for or replaced, as they were before. */
  startRecording(): void {
    this.#reads = new Map();
    this.#hints = new Map();
    this.#wholeRead = false;
  }

  /** What was noted. */
  stopRecording(): Recording {
    const read = this.#reads ?? new Map();
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
  changes(mark: number): ReadonlyMap<string, Known> {
    const result = new Map<string, Known>();
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
      if (value && value !== GONE) {
        if (key.startsWith('relation ')) this.#noteHomes(key.slice(9), value as Relation);
        else if (key.startsWith('type ')) this.#noteType(key.slice(5), value as Type);
      }
      // One that is gone is found by its name as well.
      for (const kind of WITH_NEEDS)
        if (value && key.startsWith(`${kind} `)) this.#noteItem(kind, key.slice(kind.length + 1), value as Item | Gone);
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

  /** By journal keys, what is other than at the mark; what is temporary does not count. */
  changedSince(mark: number): ReadonlyMap<string, Difference> {
    const result = new Map<string, Difference>();
    for (const [key, before] of this.changes(mark)) {
      const difference = key.includes(TEMPORARY) ? undefined : differenceOf(before, this.#values.get(key));
      if (difference) result.set(key, difference);
    }
    return result;
  }

  /** Makes what has happened so far final: marks from before are void. */
  forgetJournal(): void {
    if (this.#journal.length > 0) this.#base = {};
    this.#journal = [];
  }

  /** The value under a journal key as it is now. */
  current(key: string): Known {
    return this.#values.get(key);
  }

  #get(key: string): Known {
    const value = this.#values.get(key);
    if (this.#reads && !this.#reads.has(key)) this.#reads.set(key, value);
    return value;
  }

  #set(key: string, value: Known): void {
    if (key.includes(TEMPORARY)) this.#noteHome('temporary', key);
    this.#journal.push({ key, before: this.#get(key) });
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
  }
}

/** The kinds of objects without columns that can stand on others. */
const WITH_NEEDS = ['routine', 'operator', 'cast'];

/** What journal keys of temporary objects hold. */
const TEMPORARY = ` ${TEMPORARY_SCHEMA}.`;
