import type { SqlParser } from '../core/tools';
import type { SqlDocument } from '../languages/sql/syntax';
import { DEFAULT_SCHEMA, schemaOfKey } from '../rerun/names';
import { historyFolder, migrationsOf } from './history';
import { type PlacedStatement, placedStatements } from './placedStatements';
import { searchedSchema } from './searchPath';
import { passingDocument } from './sqlDocument';
import { type TableChange, tableChanges } from './tableChanges';
import { type PlacedChange, type TableLife, tableLives } from './tableLives';
import type { Workspace } from './workspace';

/** A change that a document makes, with the statement that makes it. */
export interface WrittenChange {
  readonly placed: PlacedStatement;
  readonly change: TableChange;
  /** Its number among the changes of the document. */
  readonly order: number;
}

const written = new WeakMap<SqlDocument, readonly WrittenChange[]>();

/** What a document does to tables, in the order of its text. */
export function writtenChanges(document: SqlDocument): readonly WrittenChange[] {
  let changes = written.get(document);
  if (!changes) {
    changes = readChanges(document);
    written.set(document, changes);
  }
  return changes;
}

function readChanges(document: SqlDocument): WrittenChange[] {
  const changes: WrittenChange[] = [];
  let schema = DEFAULT_SCHEMA;
  for (const placed of placedStatements(document)) {
    schema = searchedSchema(placed.node) ?? schema;
    for (const change of tableChanges(placed.node, schema)) changes.push({ placed, change, order: changes.length });
  }
  return changes;
}

/** The changes of one file, as long as its text stays. */
interface FileChanges {
  readonly text: string;
  readonly changes: readonly PlacedChange[];
  /** The same by what they are looked up by. */
  readonly byName: ReadonlyMap<string, readonly PlacedChange[]>;
}

/** What all migrations of a folder do to each table: kept by file, so that a keystroke reads one file again. */
class TableHistory {
  readonly #files = new Map<string, FileChanges>();
  /** The files that change a table; one that renames it counts for both names. */
  readonly #paths = new Map<string, Set<string>>();
  #order: ReadonlyMap<string, number> = new Map();
  #schemas: ReadonlySet<string> | undefined;
  #membership = -1;
  #revision = -1;

  /** Reads what has changed since the last time. */
  update(workspace: Workspace, folder: string, parser: SqlParser): void {
    if (this.#revision === workspace.revision('sql')) return;
    this.#revision = workspace.revision('sql');
    if (this.#membership !== workspace.membership('sql')) {
      this.#membership = workspace.membership('sql');
      this.#order = new Map(migrationsOf(workspace, folder).map((path, index) => [path, index]));
      for (const path of [...this.#files.keys()]) if (!this.#order.has(path)) this.#forget(path);
    }
    for (const path of this.#order.keys()) this.#read(workspace, path, parser);
  }

  #read(workspace: Workspace, path: string, parser: SqlParser): void {
    const text = workspace.text(path) ?? '';
    if (this.#files.get(path)?.text === text) return;
    this.#forget(path);
    this.#schemas = undefined;
    const document = passingDocument(workspace, path, parser);
    const changes = writtenChanges(document).map(({ change, order }) => ({ path, order, change }));
    const byName = new Map<string, PlacedChange[]>();
    for (const placed of changes)
      for (const name of namesOf(placed.change)) {
        const list = byName.get(name);
        if (list) list.push(placed);
        else byName.set(name, [placed]);
      }
    this.#files.set(path, { text, changes, byName });
    for (const name of byName.keys()) this.#paths.set(name, (this.#paths.get(name) ?? new Set()).add(path));
  }

  #forget(path: string): void {
    for (const name of this.#files.get(path)?.byName.keys() ?? []) this.#paths.get(name)?.delete(path);
    this.#files.delete(path);
  }

  /** All changes to a table, under whatever name it had, in order. */
  changesOf(table: string): PlacedChange[] {
    const names = new Set([table]);
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

  /** The tables that have an index of this name at some time. */
  tablesWith(index: string): string[] {
    const paths = [...(this.#paths.get(`index ${index}`) ?? [])];
    return paths.flatMap((path) =>
      this.#files.get(path)!.changes.flatMap(({ change }) => (isKey(change, index) ? [change.table] : [])),
    );
  }

  /** The schemas that tables of the history stand in. */
  get schemas(): ReadonlySet<string> {
    this.#schemas ??= schemasOf([...this.#paths].flatMap(([name, { size }]) => (size > 0 ? [name] : [])));
    return this.#schemas;
  }
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
function schemasOf(names: Iterable<string>): ReadonlySet<string> {
  const schemas = new Set<string>();
  for (const name of names) if (!name.startsWith('index ')) schemas.add(schemaOfKey(name));
  schemas.delete('pg_temp');
  return schemas;
}

function indexName(table: string, name: string): string {
  return `index ${table.slice(0, table.indexOf('.') + 1)}${name}`;
}

const histories = new WeakMap<Workspace, Map<string, TableHistory>>();

/** The tables of a file's history, or of a file alone when it is no migration. */
export interface Tables {
  /** The table of a name and those that were or will be called so, as everything known leaves them. */
  livesOf(table: string): ReadonlyMap<string, TableLife>;
  /** The tables that have an index of this name (`schema.name`) at some time. */
  tablesWith(index: string): readonly string[];
  /** The schemas that the tables stand in. */
  readonly schemas: ReadonlySet<string>;
}

/** Looks at the tables of a document and of all migrations before and after it. */
export function tablesOf(workspace: Workspace, path: string, document: SqlDocument, parser: SqlParser): Tables {
  const known = looked.get(document);
  if (known?.workspace === workspace && known.generation === workspace.generation) return known.tables;
  const tables = look(workspace, path, document, parser);
  looked.set(document, { workspace, generation: workspace.generation, tables });
  return tables;
}

/** Several rules look at the same tables, until anything of the workspace changes. */
const looked = new WeakMap<
  SqlDocument,
  { readonly workspace: Workspace; readonly generation: number; readonly tables: Tables }
>();

function look(workspace: Workspace, path: string, document: SqlDocument, parser: SqlParser): Tables {
  const folder = historyFolder(workspace, path);
  if (folder === undefined) return tablesOfFile(path, document);
  const known = histories.get(workspace) ?? new Map<string, TableHistory>();
  histories.set(workspace, known);
  const history = known.get(folder) ?? new TableHistory();
  known.set(folder, history);
  history.update(workspace, folder, parser);
  const lives = new Map<string, ReadonlyMap<string, TableLife>>();
  return {
    livesOf: (table) => {
      const known = lives.get(table) ?? tableLives(history.changesOf(table));
      lives.set(table, known);
      return known;
    },
    tablesWith: (index) => history.tablesWith(index),
    get schemas() {
      return history.schemas;
    },
  };
}

function tablesOfFile(path: string, document: SqlDocument): Tables {
  const changes = writtenChanges(document).map(({ change, order }) => ({ path, order, change }));
  const lives = tableLives(changes);
  return {
    livesOf: () => lives,
    tablesWith: (index) => changes.flatMap(({ change }) => (isKey(change, index) ? [change.table] : [])),
    schemas: schemasOf(changes.flatMap(({ change }) => namesOf(change))),
  };
}
