import { LRUCache } from 'lru-cache';
import { kept } from '../../core/kept';
import { Catalog } from '../../rerun/catalog/catalog';
import { Memory } from '../../rerun/memory';
import type { Workspace } from '../workspace';

/** What is kept of a document that is being edited: its last run, and the catalog that it begins with in no history. */
interface Remembered {
  memory?: Memory;
  catalog?: Catalog;
}

/** How many documents' runs are remembered: those that are being edited. */
const REMEMBERED = 8;

const rememberedOf = kept((_: Workspace) => new LRUCache<string, Remembered>({ max: REMEMBERED }));

/** Tells that a document is going to be edited: its first run is remembered already. */
export function expectEdits(workspace: Workspace, path: string): void {
  const known = rememberedOf(workspace);
  if (!known.has(path)) known.set(path, {});
}

/** Tells that a document is no longer edited: what is remembered of it goes. */
export function forgetEdits(workspace: Workspace, path: string): void {
  rememberedOf(workspace).delete(path);
}

/** The memory that a document is run with; none for one that is looked at for the first time, as in a whole history. */
export function memoryFor(workspace: Workspace, path: string): Memory | undefined {
  const known = rememberedOf(workspace);
  const remembered = known.get(path);
  if (remembered) remembered.memory ??= new Memory();
  else known.set(path, {});
  return remembered?.memory;
}

/** What is remembered of the last run of a document that is being edited. */
export function memoryOf(workspace: Workspace, path: string): Memory | undefined {
  return rememberedOf(workspace).get(path)?.memory;
}

/** A catalog whose documents have been typed in for long is made anew: it never forgets where something once was. */
export const MOST_HOMES = 50_000;

/** Of what stands in no history nobody knows what was there before. */
export function catalogAlone(workspace: Workspace, path: string): Catalog {
  const remembered = rememberedOf(workspace).get(path);
  if (!remembered?.memory) return new Catalog();
  if ((remembered.catalog?.homes ?? 0) > MOST_HOMES) delete remembered.catalog;
  remembered.catalog ??= new Catalog();
  return remembered.catalog;
}
