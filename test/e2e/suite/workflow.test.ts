import assert from 'node:assert/strict';
import { chmodSync, realpathSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import { commands, FileType, tasks, Uri, window, workspace } from 'vscode';
import { closeEverything, fileUri, until, write } from './editor';
import { MIGRATIONS } from './paths';

const DATABASE = fileUri('packages/database');
const PRISMA = Uri.joinPath(DATABASE, 'node_modules/.bin/prisma');
const CALLS = Uri.joinPath(DATABASE, 'prisma-calls.txt');

/** Prisma fetches its engines when it runs; this one notes where it was called and with what. */
async function installPrisma(): Promise<void> {
  await write('packages/database/package.json', '{ "private": true }\n');
  await write('packages/database/node_modules/.bin/prisma', `#!/bin/sh\necho "$(pwd -P): $*" >> '${CALLS.fsPath}'\n`);
  chmodSync(PRISMA.fsPath, 0o755);
}

/** Runs a command and waits until the task that it starts has ended. */
async function runToEnd(command: string): Promise<string> {
  const ended = new Promise<void>((done) => {
    const listener = tasks.onDidEndTaskProcess(() => {
      listener.dispose();
      done();
    });
  });
  await commands.executeCommand(command);
  await ended;
  return new TextDecoder().decode(await workspace.fs.readFile(CALLS));
}

describe('the workflow', () => {
  afterEach(closeEverything);

  it('makes a new migration behind the others, with the head of the house', async () => {
    await commands.executeCommand('ehrSchema.newMigration', 'add rooms');
    const { document, selection } = await until('the new migration is open', () => {
      const editor = window.activeTextEditor;
      return editor?.document.fileName.endsWith('_add_rooms/migration.sql') && editor;
    });
    const folder = Uri.joinPath(document.uri, '..');
    try {
      const name = folder.path.split('/').at(-1)!;
      assert.match(name, /^\d{14}_add_rooms$/);
      assert.equal(document.getText(), `-- migrations/${name}/migration.sql\n\n-- Add rooms (idempotent)\n`);
      assert.equal(selection.active.line, 3);
      const names = (await workspace.fs.readDirectory(fileUri(MIGRATIONS)))
        .filter(([, type]) => type === FileType.Directory)
        .map(([entry]) => entry)
        .sort();
      assert.equal(names.at(-1), name);
    } finally {
      await workspace.fs.delete(folder, { recursive: true });
    }
  });

  it('runs Prisma in the package of the history, and twice for Deploy Twice', async () => {
    await installPrisma();
    try {
      const offered = await tasks.fetchTasks({ type: 'ehr-schema' });
      assert.deepEqual(
        offered.map((task) => task.definition.task),
        ['deploy', 'deploy-twice', 'generate', 'reset'],
      );
      const line = `${realpathSync(DATABASE.fsPath)}: migrate deploy`;
      assert.equal(await runToEnd('ehrSchema.deployTwice'), `${line}\n${line}\n`);
    } finally {
      for (const file of [Uri.joinPath(DATABASE, 'node_modules'), CALLS, Uri.joinPath(DATABASE, 'package.json')])
        await workspace.fs.delete(file, { recursive: true });
    }
  });
});
