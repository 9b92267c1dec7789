import { kept } from '../../core/kept';
import type { PlacedChange, TableLife } from './lives';

/** A foreign key that a file makes and that no index of the history leads to. */
export interface UncoveredKey {
  /** The number of the change that makes it, among the changes of its file. */
  readonly order: number;
  /** Where the same file gives the table the name that it has in the end: the number of that change. */
  readonly renamed?: number;
}

/** A foreign key whose last index a file drops. */
export interface LeftKey {
  /** The number of the change that drops the index. */
  readonly order: number;
  /** The table that the key is of in the end, its columns, and the table that it points to. */
  readonly table: string;
  readonly columns: readonly string[];
  readonly target: string;
  /** Table or columns were called otherwise before. */
  readonly renamed: boolean;
}

/** A table that a file makes, as the history leaves it. */
export interface MadeTable {
  readonly order: number;
  /** The same file gives it another name. */
  readonly renamed: boolean;
  /** Columns come from elsewhere too. */
  readonly open: boolean;
  /** Those of the wanted columns that it has or had. */
  readonly columns: readonly string[];
}

/**
 * What rules ask about the tables of a history, or of a file alone when it is no migration. Questions and answers are JSON,
 * and an answer says no more than its question needs: findings that hang on it stay when other things change.
 */
export interface Tables {
  /** The foreign keys that a file makes for a table and that are there in the end without an index. */
  uncovered(table: string, path: string): readonly UncoveredKey[];
  /** The foreign keys that a file leaves without one by dropping an index (`schema.name`). */
  leftWithout(index: string, path: string): readonly LeftKey[];
  /** The numbers of a file's changes that made columns of a table which are still there in the end. */
  lasting(table: string, path: string): readonly number[];
  /** The tables of a name that a file makes, with those of some columns that they have or had, whatever the letters' case and underscores. */
  made(table: string, path: string, columns: readonly string[]): readonly MadeTable[];
  /** True when an index has this name (`schema.name`) at some time. */
  hasIndex(index: string): boolean;
  /** True when tables stand in another schema than this one. */
  hasSchemaBeside(schema: string): boolean;
}

/** A question as JSON can hold it: which one, and its words. */
export type Question = { readonly [K in keyof Tables]: readonly [K, ...Parameters<Tables[K]>] }[keyof Tables];

/** What the answers are made from. */
export interface Lives {
  /** The table of a name and those that were or will be called so, as everything known leaves them. */
  livesOf(table: string): ReadonlyMap<string, TableLife>;
  /** The tables that have an index of this name (`schema.name`) at some time. */
  tablesWith(index: string): readonly string[];
  /** The schemas that the tables stand in. */
  readonly schemas: ReadonlySet<string>;
}

/** Answers from what is known of tables. */
export function answering(lives: Lives): Tables {
  return {
    uncovered: (table, path) => [...lives.livesOf(table).values()].flatMap((life) => uncoveredBy(life, path)),
    leftWithout(index, path) {
      const tables = new Map([...new Set(lives.tablesWith(index))].flatMap((table) => [...lives.livesOf(table)]));
      return [...tables].flatMap(([table, life]) => leftBy(table, life, path));
    },
    lasting: (table, path) =>
      [...lives.livesOf(table).values()].flatMap(({ columns }) => ordersIn(columns.values(), path)),
    made(table, path, columns) {
      const wanted = new Set(columns.map(plainName));
      return [...lives.livesOf(table).values()].flatMap((life) => madeBy(life, path, wanted));
    },
    hasIndex: (index) => lives.tablesWith(index).length > 0,
    hasSchemaBeside: (own) => [...lives.schemas].some((schema) => schema !== own),
  };
}

/** Answers a question that was noted. */
export function answerTo(tables: Tables, [kind, ...words]: Question): unknown {
  const answer = tables[kind] as (...words: readonly unknown[]) => unknown;
  return answer(...words);
}

/** The same tables, telling what is asked and answered. */
export function telling(tables: Tables, tell: (question: Question, answer: unknown) => void): Tables {
  function told<T>(question: Question, answer: T): T {
    tell(question, answer);
    return answer;
  }
  return {
    uncovered: (...words) => told(['uncovered', ...words], tables.uncovered(...words)),
    leftWithout: (...words) => told(['leftWithout', ...words], tables.leftWithout(...words)),
    lasting: (...words) => told(['lasting', ...words], tables.lasting(...words)),
    made: (...words) => told(['made', ...words], tables.made(...words)),
    hasIndex: (...words) => told(['hasIndex', ...words], tables.hasIndex(...words)),
    hasSchemaBeside: (...words) => told(['hasSchemaBeside', ...words], tables.hasSchemaBeside(...words)),
  };
}

/** A column's name without quotes `isDeleted` becomes `isdeleted`, so that neither letters' case nor underscores tell columns apart. */
export function plainName(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function uncoveredBy(life: TableLife, path: string): readonly UncoveredKey[] {
  const renamed = life.renamed?.path === path ? { renamed: life.renamed.order } : {};
  return ordersIn(uncoveredKeys(life), path).map((order) => ({ order, ...renamed }));
}

/** What made the foreign keys without an index. Of columns that were there before the history, nobody knows what indexes they have. */
const uncoveredKeys = kept(({ foreignKeys, columns: known }: TableLife): readonly PlacedChange[] =>
  [...foreignKeys.values()]
    .filter(({ covered, columns }) => !covered && columns.every((column) => known.has(column)))
    .map(({ made }) => made),
);

function leftBy(table: string, { foreignKeys, renamed }: TableLife, path: string): readonly LeftKey[] {
  return [...foreignKeys.values()].flatMap(({ lost, made: { change }, columns, target }): LeftKey[] => {
    if (lost?.path !== path) return [];
    const isRenamed =
      renamed !== undefined || change.kind !== 'foreign key' || change.columns.join() !== columns.join();
    return [{ order: lost.order, table, columns, target, renamed: isRenamed }];
  });
}

function madeBy(life: TableLife, path: string, wanted: ReadonlySet<string>): readonly MadeTable[] {
  const { created, renamed, open, columns, formerColumns } = life;
  if (created?.path !== path) return [];
  const names = [...columns.keys(), ...formerColumns].filter((name) => wanted.has(plainName(name)));
  return [{ order: created.order, renamed: renamed?.path === path, open, columns: names }];
}

function ordersIn(changes: Iterable<PlacedChange>, path: string): number[] {
  const orders: number[] = [];
  for (const change of changes) if (change.path === path) orders.push(change.order);
  return orders;
}
