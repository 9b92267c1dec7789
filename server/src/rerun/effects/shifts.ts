import type { DeleteStmt, Node, UpdateStmt } from '@pgsql/types';
import { keptWithName } from '../../core/kept';
import { columnOf } from '../catalog/columns';
import { GONE, type Relation, withEntry } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { fileOfMaker } from '../reading/makers';
import { display } from '../reading/names';
import { columnReferences } from '../reading/references';
import { conjuncts, givenValue, NULL_VALUE, type Wanted, wantedOf } from '../reading/wanted';
import { withoutPlaces } from './create-table';

/** Rows that a statement of the file was the first to give a constant. */
interface Population {
  /** The statement, and which of its rows. */
  readonly by: string;
  readonly value: string;
  /** The constants that the rows had before they got this one; null where they may have had any. */
  readonly from: readonly string[] | null;
  /** What else is known to hold for the rows. */
  readonly rest: readonly string[];
}

/** A file that gives more constants is a table of its own: those behind them are not followed. */
const MOST_POPULATIONS = 30;

/**
 * Values that are shifted (`c` becomes `d`, then `b` becomes `c`): once the first run is through, the rows that hold `c` are
 * others, and a second run takes them on to `d`.
 */
export function shiftValues(run: Run, key: string, statement: UpdateStmt, name: string, value: Node): void {
  const before = populationsOf(run, key, name);
  const wanted = statement.fromClause?.length ? undefined : wantedOf(statement.whereClause, name);
  const becomes = givenValue(value);
  // Nobody knows which rows these are.
  if (!wanted || becomes === undefined) return replace(run, key, name, before, []);
  const hasRun = before.some(({ by }) => by === run.maker);
  const passing = before.filter((one) => one.value !== becomes && passes(one, wanted));
  if (hasRun && wanted.values && passing.length > 0)
    run.repeat(
      'done again',
      `rows that have got ${shown(passing[0]!.value)} in "${name}" of ${display(key)} only since then are changed as well`,
      {
        where: { key, column: name },
        part: `properties ${propertyOf(run.relation(key)!, name)}`,
        overwrites: passing.some(({ from }) => from !== null && !from.includes(becomes)),
      },
    );
  const from = wanted.values ?? null;
  const rest = wanted.rest.map(textOf);
  // A statement that does not ask for the value gives it again each time.
  const isNew = wanted.values && !hasRun && before.length < MOST_POPULATIONS;
  const own: Population[] = isNew ? [{ by: run.maker, value: becomes, from, rest }] : [];
  const moved = before.map((one) =>
    passing.includes(one) ? { ...one, value: becomes, from, rest: [...new Set([...one.rest, ...rest])] } : one,
  );
  replace(run, key, name, before, [...moved, ...own]);
}

/**
 * Rows that are put in with constants, where the file has given the column values before.
 * @param values what each row gets in the column.
 */
export function insertValues(run: Run, key: string, name: string, values: () => readonly (Node | undefined)[]): void {
  const before = populationsOf(run, key, name);
  if (before.length === 0) return;
  const added = values().flatMap((node, i): Population[] => {
    const value = node && givenValue(node);
    const by = `${run.maker} ${i}`;
    const isKnown = value === undefined || before.some((one) => one.by === by);
    return isKnown ? [] : [{ by, value, from: [], rest: [] }];
  });
  if (added.length > 0) replace(run, key, name, before, [...before, ...added].slice(0, MOST_POPULATIONS));
}

/** Rows that are deleted by a value are there no more. */
export function deleteValues(run: Run, key: string, { usingClause, whereClause }: DeleteStmt): void {
  if (usingClause?.length) return;
  const columns = new Set(conjuncts(whereClause).flatMap((part) => columnReferences(part).map((path) => path.at(-1)!)));
  for (const name of columns) {
    const before = populationsOf(run, key, name);
    const wanted = before.length > 0 ? wantedOf(whereClause, name) : undefined;
    if (wanted)
      replace(
        run,
        key,
        name,
        before,
        before.filter((one) => !passes(one, wanted)),
      );
  }
}

function passes({ value, rest }: Population, wanted: Wanted): boolean {
  return (!wanted.values || wanted.values.includes(value)) && wanted.rest.every((part) => rest.includes(textOf(part)));
}

/** Those of this file: what the migrations before it have given was there when its first run began. */
function populationsOf(run: Run, key: string, name: string): readonly Population[] {
  const relation = run.relation(key)!;
  const { file, populations } = readPopulations(relation.properties, propertyOf(relation, name));
  return file === fileOfMaker(run.maker) ? populations : NOBODY;
}

const NOBODY: readonly Population[] = [];

const readPopulations = keptWithName(
  (
    properties: ReadonlyMap<string, string>,
    property,
  ): { readonly file: string; readonly populations: readonly Population[] } => {
    const populations = JSON.parse(properties.get(property) || '[]') as Population[];
    return { file: fileOfMaker(populations[0]?.by ?? ''), populations };
  },
);

function replace(
  run: Run,
  key: string,
  name: string,
  before: readonly Population[],
  after: readonly Population[],
): void {
  if (before.length === after.length && before.every((one, i) => one === after[i])) return;
  const relation = run.relation(key)!;
  const written = after.length > 0 ? JSON.stringify(after) : '';
  run.update(key, { properties: withEntry(relation.properties, propertyOf(relation, name), written) });
}

/** A column that is made anew under the same name holds other rows. */
function propertyOf(relation: Relation, name: string): string {
  const column = columnOf(relation, name);
  return `populations ${name} ${column && column !== GONE ? column.maker : ''}`;
}

function textOf(node: Node): string {
  return JSON.stringify(withoutPlaces(node));
}

function shown(value: string): string {
  return value === NULL_VALUE ? 'NULL' : `'${value}'`;
}
