/**
 * A map that never changes, of which many versions are alive at once: each is made from another by one change, shares its
 * names, and has only a list of values of its own. A history keeps the columns of every table as each migration left them;
 * as maps of their own they take five times as much. Names stand in the order in which they came, as in a Map.
 */
export class VersionedMap<V> implements ReadonlyMap<string, V> {
  /** Where each name's value stands. Names behind the last value are those of other versions. */
  readonly #places: Map<string, number>;
  readonly #values: readonly V[];

  private constructor(places: Map<string, number>, values: readonly V[]) {
    this.#places = places;
    this.#values = values;
  }

  /** @param entries with names of which none comes twice. */
  static of<V>(entries: Iterable<readonly [name: string, value: V]> = []): VersionedMap<V> {
    const places = new Map<string, number>();
    const values: V[] = [];
    for (const [name, value] of entries) {
      places.set(name, values.length);
      values.push(value);
    }
    return new VersionedMap(places, values);
  }

  get size(): number {
    return this.#values.length;
  }

  get(name: string): V | undefined {
    const place = this.#places.get(name);
    return place === undefined ? undefined : this.#values[place];
  }

  has(name: string): boolean {
    const place = this.#places.get(name);
    return place !== undefined && place < this.#values.length;
  }

  /** The same with one entry more, at the end, or with another value at an entry's place. */
  with(name: string, value: V): VersionedMap<V> {
    const { length } = this.#values;
    const place = this.#places.get(name) ?? this.#places.size;
    const values = [...this.#values];
    values[Math.min(place, length)] = value;
    if (place <= length && length > 0) return new VersionedMap(this.#places.set(name, place), values);
    return VersionedMap.of([...this, [name, value]]);
  }

  /** The same with an entry at the end, wherever it stood. */
  withLast(name: string, value: V): VersionedMap<V> {
    if (!this.has(name)) return this.with(name, value);
    return VersionedMap.of([...[...this].filter(([other]) => other !== name), [name, value]]);
  }

  *entries(): MapIterator<[string, V]> {
    let place = 0;
    for (const name of this.#places.keys()) {
      if (place === this.#values.length) return;
      yield [name, this.#values[place++]!];
    }
  }

  [Symbol.iterator](): MapIterator<[string, V]> {
    return this.entries();
  }

  *keys(): MapIterator<string> {
    for (const [name] of this.entries()) yield name;
  }

  values(): MapIterator<V> {
    return this.#values.values();
  }

  forEach(act: (value: V, name: string, map: ReadonlyMap<string, V>) => void): void {
    for (const [name, value] of this.entries()) act(value, name, this);
  }
}
