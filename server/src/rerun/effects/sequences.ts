import type { AlterSeqStmt, CreateSeqStmt, Node } from '@pgsql/types';
import { GONE, newRelation, withElement } from '../catalog/objects';
import type { Run } from '../catalog/run';
import { strings } from '../reading/names';

export function createSequence(run: Run, statement: CreateSeqStmt): void {
  const key = run.newKey(statement.sequence);
  const made = newRelation(run.maker, { kind: 'sequence' });
  if (run.createRelation(key, made, statement.if_not_exists ?? false)) setOwner(run, key, statement.options);
}

export function alterSequence(run: Run, statement: AlterSeqStmt): void {
  const key = run.key(statement.sequence);
  if (run.relation(key, statement.missing_ok, 'sequence')) setOwner(run, key, statement.options);
}

/** OWNED BY: the sequence goes with the column that it belongs to, or with none. */
function setOwner(run: Run, key: string, options: readonly Node[] | undefined): void {
  const option = options?.find((node) => 'DefElem' in node && node.DefElem.defname === 'owned_by');
  if (!option || !('DefElem' in option) || !option.DefElem.arg || !('List' in option.DefElem.arg)) return;
  const parts = strings(option.DefElem.arg.List.items);
  leaveOwner(run, key);
  if (parts.length < 2) return run.update(key, { on: '' });
  const table = run.key({ relname: parts.at(-2)!, ...(parts.length > 2 ? { schemaname: parts.at(-3)! } : {}) });
  const relation = run.relation(table)!;
  run.update(key, { on: `${relation.id} ${parts.at(-1)}` });
  run.update(table, { indexes: withElement(relation.indexes, key) });
}

function leaveOwner(run: Run, key: string): void {
  for (const [table, relation] of [...run.catalog.tablesWithIndex(key)]) {
    const sequence = run.catalog.relation(key);
    if (!relation.indexes.has(key) || !sequence || sequence === GONE) continue;
    run.update(table, { indexes: new Set([...relation.indexes].filter((index) => index !== key)) });
  }
}
