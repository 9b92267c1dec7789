import type { MergeStmt } from '@pgsql/types';
import { needColumn } from '../catalog/columns';
import type { Run } from '../catalog/run';
import { checkQuery } from '../catalog/scope';
import { changesItself } from '../reading/expressions';
import { passingAgain } from '../reading/filters';
import { display } from '../reading/names';
import { targets } from '../reading/writes';
import { isNew } from './newValues';
import { noteAnyWrite } from './rowWrites';

/** MERGE: what it gives to rows that are there is judged as an UPDATE's; which rows are there, only the data tells. */
export function merge(run: Run, statement: MergeStmt): void {
  const key = run.key(statement.relation);
  const relation = run.relation(key)!;
  checkQuery(run, { MergeStmt: statement });
  noteAnyWrite(run, key);
  run.uncertain = true;
  for (const node of statement.mergeWhenClauses ?? []) {
    const { commandType, targetList, condition } = 'MergeWhenClause' in node ? node.MergeWhenClause : {};
    for (const { name, val } of commandType === 'CMD_UPDATE' ? targets(targetList) : []) {
      needColumn(run, key, relation, name ?? '');
      if (!name || !val || passingAgain(condition, name, val) !== 'yes') continue;
      if (!changesItself(val, name) && !isNew(run, val)) continue;
      run.uncertain = false;
      run.repeat('done again', `column "${name}" of ${display(key)} is changed once more`, {
        where: { key, column: name },
      });
    }
  }
}
