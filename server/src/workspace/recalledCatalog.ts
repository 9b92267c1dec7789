import type { CatalogEntry } from '../rerun/catalog/objects';
import { VersionedMap } from '../rerun/catalog/versionedMap';

/** What a catalog knows as JSON with maps as `{ map }` or `{ versions }` and sets as `{ set }`, whose order counts. */
export function textOf(entries: readonly CatalogEntry[]): string {
  return JSON.stringify(entries, (_, value: unknown) => {
    if (value instanceof VersionedMap) return { versions: [...value] };
    if (value instanceof Map) return { map: [...value] };
    return value instanceof Set ? { set: [...value] } : value;
  });
}

type Entry = [name: string, value: unknown];

/** What `textOf` wrote. */
export function catalogFrom(text: string): readonly CatalogEntry[] {
  return JSON.parse(text, (_, value: { map?: Entry[]; versions?: Entry[]; set?: unknown[] } | unknown[] | null) => {
    if (value === null || Array.isArray(value)) return value;
    if (value.versions) return VersionedMap.of(value.versions);
    if (value.map) return new Map(value.map);
    return value.set ? new Set(value.set) : value;
  });
}
