import { LRUCache } from 'lru-cache';
import { kept } from '../../core/kept';
import { sameEnds } from '../../core/sameEnds';
import type { SqlParser } from '../../core/tools';
import { schemaOfKey } from '../../rerun/reading/names';
import { historyFolder, migrationsOf } from '../history/migrations';
import { passingDocument } from '../sqlDocument';
import type { Workspace } from '../workspace';
import type { TableChange } from './changes';
import { type PlacedChange, type TableLife, tableLives } from './lives';
import { type Notes, notesOf } from './lookups';
import { answering, type Lives, type Tables, telling } from './questions';
import { documentChanges } from './writtenChanges';

/** The changes of one file, as long as its text stays. */
interface FileChanges {
  readonly text: string;
  readonly written: readonly TableChange[];
  /** The same, each with its place. */
  readonly changes: readonly MovingChange[];
  /** The same by what they are looked up by. */
  readonly byName: Map<string, Set<MovingChange>>;
}

/** A change whose number follows when the file grows or shrinks before it: who it is stays. */
type MovingChange = PlacedChange & { order: number };

/** A table's lives, and how often the names that they were found under had changed by then. */
interface KeptLives {
  readonly versions: ReadonlyMap<string, number>;
  readonly lives: ReadonlyMap<string, TableLife>;
}

/** What files of one history do to each table. A keystroke reads one file again, and only the tables that it changes live anew. */
class TableHistory implements Lives {
  readonly tables = answering(this);
  readonly #files = new Map<string, FileChanges>();
  /** The files that change a table; one that renames it counts for both names. */
  readonly #paths = new Map<string, Set<string>>();
  /** How often what is written of a name has changed. */
  readonly #versions = new Map<string, number>();
  readonly #lives = new Map<string, KeptLives>();
  #order: ReadonlyMap<string, number> = new Map();
  #schemas: ReadonlySet<string> | undefined;
  #membership = -1;
  #revision = -1;

  /**
   * Reads what has changed since the last time.
   * @param paths gives the files in order; asked only when a file has come or gone.
   */
  update(workspace: Workspace, paths: () => readonly string[], parser: SqlParser): void {
    if (this.#revision === workspace.revision('sql')) return;
    let changed = workspace.changedSince('sql', this.#revision);
    this.#revision = workspace.revision('sql');
    if (this.#membership !== workspace.membership('sql')) {
      changed = undefined;
      this.#membership = workspace.membership('sql');
      this.#order = new Map(paths().map((path, index) => [path, index]));
      for (const path of [...this.#files.keys()]) if (!this.#order.has(path)) this.#forget(path);
    }
    for (const path of changed ?? this.#order.keys()) if (this.#order.has(path)) this.#read(workspace, path, parser);
  }

  #read(workspace: Workspace, path: string, parser: SqlParser): void {
    const text = workspace.text(path) ?? '';
    const known = this.#files.get(path);
    if (known?.text === text) return;
    const before = known?.changes ?? [];
    const byName = known?.byName ?? new Map<string, Set<MovingChange>>();
    const written = changesIn(workspace, path, parser);
    const [first, last] = sameEnds(known?.written ?? [], written);
    for (const one of before.slice(first, before.length - last)) this.#leave(path, one, byName);
    const changes = before.slice(0, first);
    for (const change of written.slice(first, written.length - last))
      changes.push(this.#enter({ path, order: changes.length, change }, byName));
    const isMoved = written.length !== before.length;
    for (const one of before.slice(before.length - last)) {
      if (isMoved) one.order = changes.length;
      changes.push(one);
    }
    this.#files.set(path, { text, written, changes, byName });
  }

  #enter(placed: MovingChange, byName: Map<string, Set<MovingChange>>): MovingChange {
    for (const name of namesOf(placed.change)) {
      const list = byName.get(name);
      if (list) list.add(placed);
      else byName.set(name, new Set([placed]));
      this.#paths.set(name, (this.#paths.get(name) ?? new Set()).add(placed.path));
      this.#touch(name);
    }
    return placed;
  }

  #leave(path: string, placed: MovingChange, byName: Map<string, Set<MovingChange>>): void {
    for (const name of namesOf(placed.change)) {
      const list = byName.get(name);
      list?.delete(placed);
      if (list?.size === 0) {
        byName.delete(name);
        this.#paths.get(name)?.delete(path);
      }
      this.#touch(name);
    }
  }

  #touch(name: string): void {
    this.#versions.set(name, (this.#versions.get(name) ?? 0) + 1);
    this.#schemas = undefined;
  }

  #forget(path: string): void {
    const known = this.#files.get(path);
    for (const placed of known?.changes ?? []) this.#leave(path, placed, known!.byName);
    this.#files.delete(path);
  }

  livesOf(table: string): ReadonlyMap<string, TableLife> {
    return this.lookUp(table).lives;
  }

  /** The lives of a table, with the names that they were found under. */
  lookUp(table: string): KeptLives {
    const known = this.#lives.get(table);
    if (known && this.#isStill(known.versions)) return known;
    const names = new Set([table]);
    const lives = tableLives(this.#changesOf(table, names));
    const found = { versions: new Map([...names].map((name) => [name, this.#versions.get(name) ?? 0])), lives };
    this.#lives.set(table, found);
    return found;
  }

  #isStill(versions: ReadonlyMap<string, number>): boolean {
    for (const [name, version] of versions) if ((this.#versions.get(name) ?? 0) !== version) return false;
    return true;
  }

  /**
   * All changes to a table, under whatever name it had, in order.
   * @param names those to begin with; the others that the table had are put in.
   */
  #changesOf(table: string, names: Set<string>): readonly PlacedChange[] {
    const changes = new Set<PlacedChange>();
    for (const name of names) {
      for (const path of this.#paths.get(name) ?? [])
        for (const placed of this.#files.get(path)!.byName.get(name) ?? []) {
          changes.add(placed);
          if (placed.change.kind === 'rename') names.add(placed.change.table).add(placed.change.to);
          if (placed.change.kind === 'key') names.add(indexName(table, placed.change.name));
        }
    }
    const place = ({ path }: PlacedChange) => this.#order.get(path) ?? 0;
    return [...changes].sort((a, b) => place(a) - place(b) || a.order - b.order);
  }

  tablesWith(index: string): readonly string[] {
    const name = `index ${index}`;
    return [...(this.#paths.get(name) ?? [])].flatMap((path) =>
      [...(this.#files.get(path)!.byName.get(name) ?? [])]
        .sort((a, b) => a.order - b.order)
        .flatMap(({ change }) => (isKey(change, index) ? [change.table] : [])),
    );
  }

  get schemas(): ReadonlySet<string> {
    this.#schemas ??= schemasOf([...this.#paths].flatMap(([name, { size }]) => (size > 0 ? [name] : [])));
    return this.#schemas;
  }
}

/** What a file does to tables, in order: known from before, or read. */
function changesIn(workspace: Workspace, path: string, parser: SqlParser): readonly TableChange[] {
  const { recall } = workspace;
  const text = workspace.text(path) ?? '';
  const known = recall?.changes(text);
  if (known) return known;
  workspace.onRead?.();
  const changes = documentChanges(passingDocument(workspace, path, parser));
  recall?.noteChanges({ path, text }, changes);
  return changes;
}

/** What a change is looked up by: tables, and indexes under a name of their own. */
function namesOf(change: TableChange): readonly string[] {
  switch (change.kind) {
    case 'drop index':
      return [`index ${change.index}`];
    case 'key':
      return [change.table, indexName(change.table, change.name)];
    case 'rename':
      return [change.table, change.to];
    default:
      return [change.table];
  }
}

function isKey(change: TableChange, index: string): change is Extract<TableChange, { kind: 'key' }> {
  return change.kind === 'key' && indexName(change.table, change.name) === `index ${index}`;
}

/** The schemas of names; those of indexes are the schemas of their tables. */
export function schemasOf(names: Iterable<string>): ReadonlySet<string> {
  const schemas = new Set<string>();
  for (const name of names) if (!name.startsWith('index ')) schemas.add(schemaOfKey(name));
  schemas.delete('pg_temp');
  return schemas;
}

function indexName(table: string, name: string): string {
  return `index ${table.slice(0, table.indexOf('.') + 1)}${name}`;
}

/** Asks about the tables of a document and of all migrations before and after it. */
export function tablesOf(workspace: Workspace, path: string, parser: SqlParser): Tables {
  const folder = historyFolder(workspace, path);
  const known = historiesOf(workspace);
  const name = folder ?? path;
  const history = known.get(name) ?? new TableHistory();
  known.set(name, history);
  const notes = notesOf(workspace);
  history.update(workspace, () => (folder === undefined ? [path] : migrationsOf(workspace, folder)), parser);
  return notes ? noted(history, notes) : history.tables;
}

/** The same, telling what is looked up and what is answered. */
function noted(history: TableHistory, notes: Notes): Tables {
  const lives: Lives = {
    livesOf(table) {
      const { versions, lives } = history.lookUp(table);
      for (const name of versions.keys()) notes.names.add(name);
      return lives;
    },
    tablesWith(index) {
      notes.names.add(`index ${index}`);
      return history.tablesWith(index);
    },
    get schemas() {
      notes.names.add(ALL_SCHEMAS);
      return history.schemas;
    },
  };
  return telling(answering(lives), (question, answer) =>
    notes.answers.set(JSON.stringify(question), JSON.stringify(answer)),
  );
}

/** What stands for the list of schemas among the names that are looked up. */
export const ALL_SCHEMAS = '*';

/** The names that a document's changes are looked up by: who looked one up gets another answer only when such a document changes. */
export function changedNames(workspace: Workspace, path: string, parser: SqlParser): ReadonlySet<string> {
  return new Set(changesIn(workspace, path, parser).flatMap(namesOf));
}

/** How many histories are kept; each file that is no migration is one. */
const KEPT = 64;

const historiesOf = kept((_: Workspace) => new LRUCache<string, TableHistory>({ max: KEPT }));
