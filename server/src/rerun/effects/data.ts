import type { DeleteStmt, TruncateStmt, WithClause } from '@pgsql/types';
import type { Run } from '../catalog/run';
import { checkQuery } from '../catalog/scope';
import { display } from '../reading/names';
import { type Write, writesOf } from '../reading/writes';
import { noteEmptied } from './filledTables';
import { insert } from './insert';
import { isIntercepted } from './interceptions';
import { noteDeleted } from './reseeding';
import { noteTaken } from './rowSources';
import { noteAnyWrite, noteDeletedRows, noteInserted, noteTruncated, noteUpdated } from './rowWrites';
import { deleteValues } from './shifts';
import { update } from './update';

/** INSERT, UPDATE and DELETE, behind those of their own WITH. */
export function writeRows(run: Run, { InsertStmt, UpdateStmt, DeleteStmt }: Write): void {
  const write = InsertStmt ?? UpdateStmt ?? DeleteStmt;
  writeWithin(run, write?.withClause);
  const event = InsertStmt ? 'CMD_INSERT' : UpdateStmt ? 'CMD_UPDATE' : 'CMD_DELETE';
  if (isIntercepted(run, run.key(write?.relation), event)) {
    run.uncertain = true;
    return noteAnyWrite(run, run.key(write?.relation));
  }
  if (InsertStmt) {
    insert(run, InsertStmt);
    noteInserted(run, InsertStmt);
  }
  if (UpdateStmt) {
    update(run, UpdateStmt);
    noteUpdated(run, UpdateStmt);
  }
  if (DeleteStmt) remove(run, DeleteStmt);
}

/** INSERT, UPDATE and DELETE in the WITH of a statement are carried out with it. */
export function writeWithin(run: Run, clause: WithClause | undefined): void {
  for (const write of writesOf(clause)) writeRows(run, write);
}

function remove(run: Run, statement: DeleteStmt): void {
  const key = run.key(statement.relation);
  run.relation(key);
  checkQuery(run, { DeleteStmt: statement });
  if (!statement.whereClause) emptied(run, key);
  else {
    deleteValues(run, key, statement);
    noteTaken(run, key);
    noteDeleted(run, key, statement);
  }
  noteDeletedRows(run, statement);
}

export function truncate(run: Run, statement: TruncateStmt): void {
  for (const node of statement.relations ?? []) {
    if (!('RangeVar' in node)) continue;
    const key = run.key(node.RangeVar);
    run.relation(key);
    emptied(run, key);
    noteTruncated(run, key);
  }
}

function emptied(run: Run, key: string): void {
  if (run.mayHoldRows(key)) run.lose({ kind: 'rows', name: display(key) });
  run.update(key, { rows: new Set() });
  noteEmptied(run, key);
  noteTaken(run, key);
}
