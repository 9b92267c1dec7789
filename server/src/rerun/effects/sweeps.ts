import type { Node, UpdateStmt } from '@pgsql/types';
import { type Column, GONE, type Gone, newItem, type Relation } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { passingAgain } from '../reading/filters';
import { columnReferences } from '../reading/references';
import { conjuncts } from '../reading/wanted';
import { withoutPlaces } from './create-table';

/** What the last statement that wrote a column gave to all rows that it asked for. */
interface Sweep {
  readonly by: string;
  readonly value: Node;
  /** What it asked for, each condition as its syntax tree. */
  readonly where: readonly string[];
}

/** Notes what an UPDATE gives to all rows of its WHERE: `SET converted = true WHERE NOT converted` behind the conversion. */
export function noteSweep(run: Run, key: string, statement: UpdateStmt, name: string, value: Node): void {
  if (run.second) return;
  const { fromClause, whereClause } = statement;
  const sweep: Sweep = {
    by: run.maker,
    value: withoutPlaces(value) as Node,
    where: conjuncts(whereClause).map(textOf),
  };
  run.catalog.setItem(KIND, `${key} ${name}`, newItem(fromClause?.length ? '' : JSON.stringify(sweep)));
}

/** Rows that are put in later have not been swept. */
export function forgetSweeps(run: Run, key: string, { columns }: Relation): void {
  if (run.second) return;
  for (const name of columns.keys())
    if (sweepOf(run, key, name)) run.catalog.setItem(KIND, `${key} ${name}`, newItem(''));
}

/** True where another statement of the file has taken all rows that an UPDATE asks for out of its WHERE. */
export function isSweptAway(run: Run, { whereClause, fromClause, relation: range }: UpdateStmt): boolean {
  const key = run.key(range);
  const relation = run.relation(key);
  if (!relation || !whereClause || fromClause?.length) return false;
  const asked = new Set(conjuncts(whereClause).map(textOf));
  return [...new Set(columnReferences(whereClause).map((path) => path.at(-1)!))].some((column) => {
    const sweep = sweepOf(run, key, column);
    if (!sweep || sweep.by === run.maker || !sweep.where.every((part) => asked.has(part))) return false;
    return isUnchanged(run, relation, sweep.where, column) && passingAgain(whereClause, column, sweep.value) === 'no';
  });
}

function sweepOf(run: Run, key: string, column: string): Sweep | undefined {
  const item = run.catalog.item(KIND, `${key} ${column}`);
  const sweep = item && item !== GONE && item.id !== '' ? (JSON.parse(item.id) as Sweep) : undefined;
  return sweep && run.isOwn(sweep.by) ? sweep : undefined;
}

const KIND = 'swept';

/** True where the file gives the columns that conditions ask for, but for one, no other values. */
function isUnchanged(run: Run, { columns }: Relation, where: readonly string[], but: string): boolean {
  const names = where.flatMap((part) => columnReferences(JSON.parse(part)).map((path) => path.at(-1)!));
  return names.every((name) => name === but || !isWritten(run, columns.get(name)));
}

function isWritten(run: Run, column: Column | Gone | undefined): boolean {
  const writer = column && column !== GONE ? column.properties.get('data') : undefined;
  return writer !== undefined && run.isOwn(writer);
}

/** There is one table, so that it does not matter under which name a column is read. */
function textOf(node: Node): string {
  return JSON.stringify(withoutPlaces(node), (tag, body) =>
    tag === 'ColumnRef' ? { ...body, fields: body.fields?.slice(-1) } : body,
  );
}
