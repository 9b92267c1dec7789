import { expect, it } from 'vitest';
import { folderWith } from '../../../test/harness/folder';
import { DEFAULT_CONFIGURATION } from '../core/configuration';
import { Workspace } from '../workspace/workspace';
import { KeptFile } from './keptFile';
import { type HistoryFacts, KeptHistory, MOST_MIGRATIONS } from './keptHistory';

const history = (length: number) =>
  Array.from({ length }, (_, i) => ({ path: `/w/prisma/migrations/${i}/migration.sql`, text: `SELECT ${i};` }));

it.each([
  [10, true],
  [MOST_MIGRATIONS + 1, false],
])('of %i migrations it keeps what they leave: %s', async (length, isKept) => {
  const folder = await folderWith({});
  const file = () => new KeptFile<HistoryFacts>(folder, 'histories', 'build');
  const kept = await KeptHistory.open(file());
  const migrations = history(length);
  const workspace = new Workspace(() => DEFAULT_CONFIGURATION);
  for (const { path, text } of migrations) workspace.set(path, text);
  for (const migration of migrations) kept.noteChanges(migration, [{ kind: 'drop', table: 'public.a' }]);
  kept.noteBeginning(migrations, [['relation public.a', undefined]]);
  await kept.save(workspace);
  const again = await KeptHistory.open(file());
  expect(again.beginning(migrations) !== undefined).toBe(isKept);
  expect(again.changes(migrations[0]!.text)).toEqual([{ kind: 'drop', table: 'public.a' }]);
  expect(again.changes(migrations.at(-1)!.text) !== undefined).toBe(isKept);
});
