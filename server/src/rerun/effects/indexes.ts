import type { IndexStmt } from '@pgsql/types';
import { needColumn } from '../catalog/columns';
import { noteNeeds } from '../catalog/needs';
import { GONE, newRelation, type Relation, withElement } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { targetsOfExpression } from '../catalog/targets';
import { generatedIndexName, indexColumns } from '../reading/indexNames';
import { display, keyOf, nameOfKey, schemaOfKey } from '../reading/names';
import { columnReferences } from '../reading/references';

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
    if (key !== wanted)
      run.repeat('done again', `the index is built once more, under the name ${display(key)}`, {
        made: madeBefore(run, relation),
      });
  }
  const made = newRelation(run.maker, { kind: 'index', on: relation.id, keys, unique: statement.unique ?? false });
  if (!run.createRelation(key, made, statement.if_not_exists ?? false)) return;
  const expressions = (statement.indexParams ?? []).map((node) =>
    'IndexElem' in node ? node.IndexElem.expr : undefined,
  );
  noteNeeds(
    run,
    key,
    'index',
    run.maker,
    targetsOfExpression(run, table, [...expressions, statement.whereClause], false),
  );
  run.update(table, { indexes: withElement(run.relation(table)!.indexes, key) });
}

/** The name of the index that the first run of the statement has made. */
function madeBefore(run: Run, { indexes }: Relation): string | undefined {
  const found = [...indexes].find((index) => {
    const value = run.catalog.relation(index);
    return value && value !== GONE && value.kind === 'index' && value.id === run.maker;
  });
  return found && nameOfKey(found);
}

function isThere(run: Run, key: string): boolean {
  const known = run.catalog.relation(key);
  return known !== undefined && known !== GONE;
}
