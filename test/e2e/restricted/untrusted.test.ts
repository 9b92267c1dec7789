import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { type CodeLens, commands, languages, tasks, window, workspace } from 'vscode';
import {
  actionsAt,
  apply,
  closeEverything,
  fileUri,
  open,
  openNew,
  ruleOf,
  untilFindings,
  write,
} from '../suite/editor';
import { PRISMA_MIGRATION } from '../suite/paths';

describe('a folder that is not trusted', () => {
  afterEach(closeEverything);

  it('is what this window has open', () => {
    assert.equal(workspace.isTrusted, false);
  });

  it('gets findings and repairs', async () => {
    const { document } = await open(PRISMA_MIGRATION);
    const found = await untilFindings(document, (all) => all.length > 0, 'findings');
    const finding = found.find((one) => ruleOf(one) === 'sql/add-column')!;
    const preferred = (await actionsAt(document, finding.range, 'quickfix')).find(({ isPreferred }) => isPreferred)!;
    await apply(preferred);
    assert.match(document.getText(), /information_schema\.columns/);
  });

  it('has no migration run: neither the command nor the line above the file is there', async () => {
    const { document } = await open(PRISMA_MIGRATION);
    await untilFindings(document, (all) => all.length > 0, 'the extension is at work');
    assert.ok(!(await commands.getCommands(true)).includes('ehrSchema.runTwice'));
    const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
    assert.deepEqual(
      lenses.map(({ command }) => command?.title).filter((title) => title?.includes('Run')),
      [],
    );
    assert.ok(languages.getDiagnostics(document.uri).every(({ source }) => source !== 'verify'));
  });

  it('has no tasks, and starts nothing that lies in it', async () => {
    const { document } = await open(PRISMA_MIGRATION);
    await untilFindings(document, (all) => all.length > 0, 'the extension is at work');
    await write('packages/database/package.json', '{ "private": true }\n');
    await write('packages/database/node_modules/.bin/prisma', '#!/bin/sh\ntouch started\n');
    const started: string[] = [];
    const listener = tasks.onDidStartTask(({ execution }) => started.push(execution.task.name));
    for (const command of ['deploy', 'deployTwice', 'generate']) await commands.executeCommand(`ehrSchema.${command}`);
    listener.dispose();
    assert.deepEqual(started, []);
    const shown = window.tabGroups.activeTabGroup.activeTab?.label;
    assert.equal(shown, 'Workspace Trust', 'instead, the page is shown where a person can trust the folder');
  });

  it('may not choose the database that migrations are run on', async () => {
    const settings = workspace.getConfiguration('ehrSchema').inspect('verify.database');
    assert.equal(settings?.defaultValue, 'embedded');
    await write('.vscode/settings.json', '{ "ehrSchema.verify.database": "$STOLEN" }\n');
    await openNew('scratch/migration.sql', 'SELECT 1;\n');
    assert.equal(workspace.getConfiguration('ehrSchema').get('verify.database'), 'embedded');
    await workspace.fs.delete(fileUri('.vscode'), { recursive: true });
  });
});
