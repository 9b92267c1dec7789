import type { CatalogEntry } from '../rerun/catalog/objects';
import type { TableChange } from './tables/changes';

/** A migration as far as those behind it are concerned. */
export interface Recalled {
  readonly path: string;
  readonly text: string;
}

/** The first migrations of a history, and the whole catalog that they leave. */
export interface Beginning {
  readonly count: number;
  readonly left: readonly CatalogEntry[];
}

/** What was worked out of a history before, in this run of the program or an earlier one: nobody has to read all of it again. */
export interface Recall {
  /** What a text does to tables, where that is known. */
  changes(text: string): readonly TableChange[] | undefined;
  /** The longest known beginning of some migrations, which are in order. */
  beginning(migrations: readonly Recalled[]): Beginning | undefined;
  /** Takes down what the text of a file does to tables. */
  noteChanges(migration: Recalled, changes: readonly TableChange[]): void;
  /** Takes down what all of some migrations left. */
  noteBeginning(migrations: readonly Recalled[], left: readonly CatalogEntry[]): void;
}
