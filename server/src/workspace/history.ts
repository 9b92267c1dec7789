import { LRUCache } from 'lru-cache';
import { kept, keptWith } from '../core/kept';
import { dirname, migrationName } from '../core/path';
import type { SqlParser } from '../core/tools';
import { parseSql } from '../languages/sql/document';
import type { SqlDocument } from '../languages/sql/syntax';
import { Catalog } from '../rerun/catalog';
import { crashPoints, type Stuck } from '../rerun/crash-points';
import { FirstRun } from '../rerun/first-run';
import { type Group, groupsOf } from '../rerun/groups';
import { Memory } from '../rerun/memory';
import type { CatalogEntry } from '../rerun/objects';
import { type SecondRun, secondRun } from '../rerun/second-run';
import { matches } from './matching';
import type { Workspace } from './workspace';

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

/** A catalog whose documents have been typed in for long is made anew: it never forgets where something once was. */
const MOST_HOMES = 50_000;

const histories = new WeakMap<Workspace, Map<string, History>>();

/** The folder of the history that a file belongs to, or undefined when the file is no migration. */
export function historyFolder(workspace: Workspace, path: string): string | undefined {
  const configuration = workspace.configurationOf(path);
  if (!matches(path, configuration.migrations, configuration)) return undefined;
  return path.endsWith('/migration.sql') ? dirname(dirname(path)) : dirname(path);
}

/** The migration files of a folder, ordered by name as Prisma applies them. */
export function migrationsOf(workspace: Workspace, folder: string): readonly string[] {
  const paths: string[] = [];
  for (const path of workspace.paths('sql')) if (historyFolder(workspace, path) === folder) paths.push(path);
  return paths.sort((a, b) => (migrationName(a) < migrationName(b) ? -1 : 1));
}

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

/** What is remembered of a document's last run; nothing for one that is looked at for the first time, as in a whole history. */
function memoryOf(workspace: Workspace, path: string): Memory | undefined {
  const known = rememberedOf(workspace);
  const remembered = known.get(path);
  if (remembered) remembered.memory ??= new Memory();
  else known.set(path, {});
  return remembered?.memory;
}

/** What `use` makes of the first run of a document, which it carries out itself, on what its history left. */
export function withFirstRun<T>(
  workspace: Workspace,
  path: string,
  { statements }: SqlDocument,
  parser: SqlParser,
  use: (first: FirstRun) => T,
): T {
  const memory = rememberedOf(workspace).get(path)?.memory;
  return withCatalogBefore(workspace, path, parser, (catalog) =>
    use(new FirstRun(migrationName(path), statements, catalog, memory)),
  );
}

/** The stops from which a document's run does not recover. */
export function crashPointsOf(
  workspace: Workspace,
  path: string,
  { statements }: SqlDocument,
  parser: SqlParser,
): readonly Stuck[] {
  const memory = rememberedOf(workspace).get(path)?.memory;
  return withCatalogBefore(workspace, path, parser, (catalog) =>
    crashPoints(migrationName(path), statements, catalog, memory),
  );
}

/** Of what stands in no history nobody knows what was there before. */
function catalogAlone(workspace: Workspace, path: string): Catalog {
  const remembered = rememberedOf(workspace).get(path);
  if (!remembered?.memory) return new Catalog();
  if ((remembered.catalog?.homes ?? 0) > MOST_HOMES) delete remembered.catalog;
  remembered.catalog ??= new Catalog();
  return remembered.catalog;
}

/** The statements of a document that have to run together or not at all; worked out when a repair asks. */
export const groupsOfRun = keptWith(
  (
    { outcomes }: SecondRun,
    workspace: Workspace,
    path: string,
    { statements }: SqlDocument,
    parser: SqlParser,
  ): readonly Group[] =>
    withCatalogBefore(workspace, path, parser, (catalog) =>
      groupsOf(migrationName(path), statements, catalog, outcomes),
    ),
);

/** Runs a document twice in mind, on what its history left. */
export function secondRunOf(workspace: Workspace, path: string, document: SqlDocument, parser: SqlParser): SecondRun {
  const memory = memoryOf(workspace, path);
  const result = withCatalogBefore(workspace, path, parser, (catalog) =>
    secondRun(migrationName(path), document.statements, catalog, memory),
  );
  const folder = historyFolder(workspace, path);
  if (folder !== undefined) historyOf(workspace, folder).keep(path, document.text, result.left);
  return result;
}
