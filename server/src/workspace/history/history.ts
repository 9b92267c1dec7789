import { migrationName } from '../../core/path';
import type { SqlParser } from '../../core/tools';
import { parseSql } from '../../languages/sql/document';
import { Catalog } from '../../rerun/catalog/catalog';
import type { CatalogEntry } from '../../rerun/catalog/objects';
import { FirstRun } from '../../rerun/first-run';
import type { Workspace } from '../workspace';
import { catalogAlone, MOST_HOMES } from './editedDocuments';
import { historyFolder, migrationsOf } from './migrations';

/** One migration of a history and what it added to the catalog, as long as no text before it changes. */
interface Step {
  readonly path: string;
  readonly text: string;
  readonly left: readonly CatalogEntry[];
}

/**
 * The migrations of one folder in name order, each standing on what those before it left. Steps are kept by text; the
 * catalog is carried along, so that going through a history in order costs one pass.
 */
class History {
  #paths: readonly string[] = [];
  #places: ReadonlyMap<string, number> = new Map();
  #membership = -1;
  #revision = -1;
  #steps: Step[] = [];
  #catalog = new Catalog();
  /** How many steps the catalog holds. */
  #at = 0;
  /** How many homes they have. */
  #homes = 0;
  /** How many of the first steps were left by a catalog that is known from before: the last of them has all of it. */
  #recalled = 0;

  /** The catalog as the migrations before a file left it. The caller rolls back what it adds. */
  catalogBefore(workspace: Workspace, folder: string, path: string, parser: SqlParser): Catalog {
    this.#update(workspace, folder);
    const place = this.#places.get(path) ?? 0;
    if (this.#at > place || this.#catalog.homes > this.#homes + MOST_HOMES) this.#restart();
    if (this.#recalled > place) this.#forgetRecalled();
    if (this.#steps.length === 0) this.#recallBeginning(workspace, place);
    while (this.#at < place) this.#advance(workspace, this.#paths[this.#at]!, parser);
    return this.#catalog;
  }

  /** Stands on what is known from before, as far as it goes. */
  #recallBeginning(workspace: Workspace, place: number): void {
    const migrations = this.#paths.slice(0, place).map((path) => ({ path, text: workspace.text(path) ?? '' }));
    const beginning = place > 0 ? workspace.recall?.beginning(migrations) : undefined;
    if (!beginning) return;
    const { count, left } = beginning;
    this.#recalled = count;
    this.#steps = migrations.slice(0, count).map((migration, i) => ({ ...migration, left: i < count - 1 ? [] : left }));
    this.#restart();
  }

  #forgetRecalled(): void {
    this.#recalled = 0;
    this.#steps = [];
    this.#restart();
  }

  /** A history is looked at and added to near its end. */
  #noteBeginning({ recall }: Workspace): void {
    if (NOTED_BEFORE_END.includes(this.#paths.length - this.#at))
      recall?.noteBeginning(this.#steps.slice(0, this.#at), this.#catalog.entries());
  }

  #restart(): void {
    this.#catalog = new Catalog();
    this.#at = 0;
  }

  /** Keeps what the migration just behind the known ones leaves, so that the next one need not run it again. */
  keep(path: string, text: string, left: readonly CatalogEntry[]): void {
    const index = this.#steps.length;
    if (this.#at === index && this.#paths[index] === path) this.#steps.push({ path, text, left });
  }

  /** Forgets the steps that no longer stand on what they stood on. */
  #update(workspace: Workspace, folder: string): void {
    if (this.#revision === workspace.revision('sql')) return;
    const changed = workspace.changedSince('sql', this.#revision);
    this.#revision = workspace.revision('sql');
    const isSame = this.#membership === workspace.membership('sql');
    if (!isSame) {
      this.#membership = workspace.membership('sql');
      this.#paths = migrationsOf(workspace, folder);
      this.#places = new Map(this.#paths.map((path, index) => [path, index]));
    }
    const valid = this.#firstStale(workspace, isSame ? changed : undefined);
    if (valid < this.#recalled) this.#forgetRecalled();
    this.#steps.length = Math.min(this.#steps.length, valid);
    if (this.#at > valid) this.#restart();
  }

  /** @param changed the files to look at; all when it is not known which have changed. */
  #firstStale(workspace: Workspace, changed: Iterable<string> | undefined): number {
    let first = this.#steps.length;
    for (const index of changed ? [...changed].map((path) => this.#places.get(path) ?? first) : this.#steps.keys()) {
      const step = this.#steps[index];
      const isStill = step?.path === this.#paths[index] && step?.text === workspace.text(step?.path ?? '');
      if (step && !isStill) first = Math.min(first, index);
    }
    return first;
  }

  #advance(workspace: Workspace, path: string, parser: SqlParser): void {
    const known = this.#steps[this.#at];
    if (known) this.#catalog.apply(known.left);
    else {
      workspace.onRead?.();
      const text = workspace.text(path) ?? '';
      const mark = this.#catalog.savepoint();
      new FirstRun(migrationName(path), parseSql(text, parser).statements, this.#catalog).finish();
      this.#steps.push({ path, text, left: this.#catalog.entriesSince(mark) });
    }
    this.#catalog.forgetJournal();
    this.#homes = this.#catalog.homes;
    this.#at++;
    this.#noteBeginning(workspace);
  }
}

/** How far from the end of a history the catalog is taken down. */
const NOTED_BEFORE_END: readonly number[] = [1, 20];

const histories = new WeakMap<Workspace, Map<string, History>>();

function historyOf(workspace: Workspace, folder: string): History {
  const known = histories.get(workspace) ?? new Map<string, History>();
  histories.set(workspace, known);
  const history = known.get(folder) ?? new History();
  known.set(folder, history);
  return history;
}

/** What `use` makes of the catalog that a file's statements begin with; `use` may change it, and the change is taken back. */
export function withCatalogBefore<T>(
  workspace: Workspace,
  path: string,
  parser: SqlParser,
  use: (catalog: Catalog) => T,
): T {
  const folder = historyFolder(workspace, path);
  const catalog =
    folder === undefined
      ? catalogAlone(workspace, path)
      : historyOf(workspace, folder).catalogBefore(workspace, folder, path, parser);
  const mark = catalog.savepoint();
  try {
    return use(catalog);
  } finally {
    catalog.rollback(mark);
  }
}

/** Keeps what a migration leaves on the catalog before it, so that those behind it need not run it again. */
export function keepLeft(workspace: Workspace, path: string, text: string, left: readonly CatalogEntry[]): void {
  const folder = historyFolder(workspace, path);
  if (folder !== undefined) historyOf(workspace, folder).keep(path, text, left);
}
