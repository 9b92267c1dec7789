import type { Catalog } from '../catalog/catalog';
import { type Column, GONE, type Gone, type Known } from '../catalog/objects';
import { isThere } from '../execution/changes';

interface Lifetime {
  readonly first: number;
  readonly last: number;
}

/** Which statement of a file makes an object, and which one takes it away again. */
export class Lifetimes {
  readonly #lives = new Map<string, { readonly first: number; readonly last?: number }>();

  /** Notes what one statement has just changed, with the values of before. */
  note(changes: ReadonlyMap<string, Known>, catalog: Catalog, index: number): void {
    for (const [key, was] of changes) {
      const is = catalog.current(key);
      this.#noteOne(key, isThere(was), isThere(is), index);
      // A table that is detached for a while is like one that is made for a while.
      const detached = new Set([...detachedFrom(is), ...detachedFrom(was)]);
      for (const parent of detached)
        this.#noteOne(`${key} ${parent}`, detachedFrom(was).includes(parent), detachedFrom(is).includes(parent), index);
      const [columns, before] = [columnsOf(is), columnsOf(was)];
      if (columns === before) continue;
      for (const name of new Set([...before.keys(), ...columns.keys()])) {
        const [wasThere, stays] = [isThere(before.get(name)), isThere(columns.get(name))];
        if (wasThere !== stays) this.#noteOne(`${key}.${name}`, wasThere, stays, index);
      }
    }
  }

  #noteOne(key: string, was: boolean, is: boolean, index: number): void {
    const known = this.#lives.get(key);
    if (is && !was && !known) this.#lives.set(key, { first: index });
    else if (!is && known && known.last === undefined) this.#lives.set(key, { ...known, last: index });
    else if (is && known?.last !== undefined) this.#lives.delete(key);
  }

  /** The statements around one that make an object and take it away again, with all lives that overlap. */
  around(index: number): { readonly group?: Lifetime } {
    const lives = [...this.#lives.values()].filter((life): life is Lifetime => life.last !== undefined);
    let group = lives.find(({ first, last }) => first <= index && index <= last);
    if (!group) return {};
    for (let grown = true; grown; ) {
      grown = false;
      for (const { first, last } of lives) {
        if (first > group.last || last < group.first || (first >= group.first && last <= group.last)) continue;
        group = { first: Math.min(first, group.first), last: Math.max(last, group.last) };
        grown = true;
      }
    }
    return { group };
  }
}

const NONE: ReadonlyMap<string, Column | Gone> = new Map();

function detachedFrom(value: Known): readonly string[] {
  if (value === undefined || value === GONE) return [];
  return [...value.properties].flatMap(([name, state]) => (name.startsWith('parent ') && state === GONE ? [name] : []));
}

function columnsOf(value: Known): ReadonlyMap<string, Column | Gone> {
  return value !== undefined && value !== GONE && 'columns' in value ? value.columns : NONE;
}
