import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { commands, FileType, Uri, window, workspace } from 'vscode';
import { actionsAt, apply, closeEverything, ruleOf, until, untilFindings } from '../suite/editor';
import { MIGRATIONS, PRISMA_MIGRATION } from '../suite/paths';

/** A file of one of the two folders. */
function fileOf(folder: string, path: string): Uri {
  const found = workspace.workspaceFolders?.find(({ name }) => name === folder);
  assert.ok(found, `the folder ${folder} is open`);
  return Uri.joinPath(found.uri, path);
}

async function write(folder: string, migration: string, text: string): Promise<void> {
  const file = Uri.joinPath(fileOf(folder, MIGRATIONS), migration, 'migration.sql');
  await workspace.fs.writeFile(file, new TextEncoder().encode(text));
}

async function openIn(folder: string, path: string) {
  const { document } = await window.showTextDocument(await workspace.openTextDocument(fileOf(folder, path)));
  const found = await untilFindings(document, (all) => all.length > 0, `findings in ${folder}`);
  return { document, found };
}

describe('two folders in one window', () => {
  afterEach(closeEverything);

  it('obey each the configuration that stands in it', async () => {
    const first = await openIn('first', PRISMA_MIGRATION);
    const second = await openIn('second', PRISMA_MIGRATION);
    assert.ok(first.found.map(ruleOf).includes('sql/create-index'));
    assert.ok(!second.found.map(ruleOf).includes('sql/create-index'));
  });

  it('are repaired in the style that their configuration asks for', async () => {
    const repaired: string[] = [];
    for (const folder of ['first', 'second']) {
      const { document, found } = await openIn(folder, PRISMA_MIGRATION);
      const finding = found.find((one) => ruleOf(one) === 'sql/add-column')!;
      const preferred = (await actionsAt(document, finding.range, 'quickfix')).find(({ isPreferred }) => isPreferred)!;
      await apply(preferred);
      repaired.push(document.getText());
    }
    assert.match(repaired[0]!, /DO \$\$[\s\S]*information_schema\.columns/);
    assert.match(repaired[1]!, /ADD COLUMN IF NOT EXISTS/);
    assert.doesNotMatch(repaired[1]!, /information_schema/);
  });

  it('keep their histories apart', async () => {
    const again = 'CREATE TABLE IF NOT EXISTS rooms (id uuid PRIMARY KEY, floor text);\n';
    await write('first', '20260301_rooms', 'CREATE TABLE IF NOT EXISTS rooms (id uuid PRIMARY KEY, floor integer);\n');
    // Opened, so that the server knows it: the watcher of a busy machine may miss a file in a folder that is as new.
    await openIn('first', `${MIGRATIONS}/20260301_rooms/migration.sql`);
    await write('first', '20260302_rooms', again);
    await write('second', '20260302_rooms', again);
    const isDrift = (finding: Parameters<typeof ruleOf>[0]) => ruleOf(finding) === 'sql/hidden-drift';
    const first = await openIn('first', `${MIGRATIONS}/20260302_rooms/migration.sql`);
    await untilFindings(first.document, (all) => all.some(isDrift), 'the other table of that name is known');
    const second = await openIn('second', `${MIGRATIONS}/20260302_rooms/migration.sql`);
    assert.ok(!second.found.some(isDrift));
  });

  it('get a new migration where the open document stands', async () => {
    await openIn('second', PRISMA_MIGRATION);
    await commands.executeCommand('ehrSchema.newMigration', 'add rooms');
    const editor = await until('the new migration is open', () => {
      const active = window.activeTextEditor;
      return active?.document.fileName.endsWith('_add_rooms/migration.sql') && active;
    });
    assert.ok(editor.document.uri.path.includes('/second/'), editor.document.uri.path);
    const names = async (folder: string) =>
      (await workspace.fs.readDirectory(fileOf(folder, MIGRATIONS)))
        .filter(([, type]) => type === FileType.Directory)
        .map(([name]) => name);
    assert.equal((await names('second')).filter((name) => name.endsWith('_add_rooms')).length, 1);
    assert.equal((await names('first')).filter((name) => name.endsWith('_add_rooms')).length, 0);
  });
});
