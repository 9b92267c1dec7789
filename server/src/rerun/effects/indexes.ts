import type { IndexStmt } from '@pgsql/types';
import { GONE, newRelation, withElement } from '../catalog';
import { needColumn } from '../columns';
import { columnReferences } from '../expressions';
import { display, generatedName, keyOf, nameOfKey, schemaOfKey } from '../names';
import type { Run } from '../run';

/** CREATE INDEX: it stands in its table's schema, and one without a name gets a free one each time. */
export function createIndex(run: Run, statement: IndexStmt): void {
  const table = run.key(statement.relation);
  const relation = run.relation(table)!;
  const keys = indexColumns(statement);
  const inSchema = (name: string) => keyOf({ schema: schemaOfKey(table), name });
  const wanted = inSchema(statement.idxname ?? generatedIndexName(nameOfKey(table), statement));
  // A name that is taken is found before the columns are looked at.
  const known = run.catalog.relation(wanted);
  if (statement.idxname && statement.if_not_exists && known !== undefined && known !== GONE) return;
  for (const column of columnReferences([statement.indexParams, statement.indexIncludingParams, statement.whereClause]))
    needColumn(run, table, relation, column.at(-1) ?? '');
  for (const column of keys) needColumn(run, table, relation, column);
  let key = wanted;
  if (!statement.idxname) {
    for (let n = 1; isThere(run, key); n++) key = `${wanted}${n}`;
    if (key !== wanted) run.repeat('done again', `the index is built once more, under the name ${display(key)}`);
  }
  const made = newRelation(run.maker, { kind: 'index', on: relation.id, keys, unique: statement.unique ?? false });
  if (!run.createRelation(key, made, statement.if_not_exists ?? false)) return;
  run.update(table, { indexes: withElement(run.relation(table)!.indexes, key) });
}

/** The plain columns of an index's key, and those it includes. */
export function indexColumns(statement: IndexStmt): string[] {
  const parameters = [...(statement.indexParams ?? []), ...(statement.indexIncludingParams ?? [])];
  return parameters.flatMap((node) => ('IndexElem' in node && node.IndexElem.name ? [node.IndexElem.name] : []));
}

/** The name that PostgreSQL gives to an index that has none, before it looks whether the name is free. */
export function generatedIndexName(table: string, statement: IndexStmt): string {
  const parts = (statement.indexParams ?? []).map((node) =>
    'IndexElem' in node && node.IndexElem.name ? node.IndexElem.name : 'expr',
  );
  return generatedName(table, parts, statement.unique && statement.isconstraint ? 'key' : 'idx');
}

function isThere(run: Run, key: string): boolean {
  const known = run.catalog.relation(key);
  return known !== undefined && known !== GONE;
}
