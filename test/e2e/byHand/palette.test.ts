import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { MIGRATIONS, PRISMA_MIGRATION } from '../suite/paths';
import { until } from '../until';
import { answer, choose, type Desk, lines, openDesk, openFile, pictureFailure, tab } from './workbench';

const manifest = JSON.parse(readFileSync(resolve(__dirname, '../../../package.json'), 'utf8')) as {
  contributes: { commands: { command: string; category: string; title: string }[] };
};

let desk: Desk;

/** Prisma fetches its engines when it runs; this one notes with what it was called. */
function installPrisma(): void {
  const bin = join(desk.folder, 'packages/database/node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(desk.folder, 'packages/database/package.json'), '{ "private": true }\n');
  writeFileSync(join(bin, 'prisma'), `#!/bin/sh\necho "$*" >> '${calls()}'\n`);
  chmodSync(join(bin, 'prisma'), 0o755);
}

const calls = () => join(desk.folder, 'packages/database/prisma-calls.txt');

/** Waits until Prisma has been called `count` times, and gives with what. */
async function prismaCalls(count: number): Promise<readonly string[]> {
  const noted = () => (existsSync(calls()) ? (readFileSync(calls(), 'utf8').match(/.+/g) ?? []) : []);
  const found = await until(`Prisma was called ${count} times`, () => noted().length >= count && noted());
  rmSync(calls());
  await closeTerminal();
  return found;
}

const languageServers = (): readonly string[] => desk.running('server.cjs');

/** The terminal of a task that has ended waits for a key. */
async function closeTerminal(): Promise<void> {
  await choose(desk.page, 'View: Hide Panel');
}

/** What a person does with each command after choosing it in the palette, and what is then to be seen. */
const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  'ehrSchema.restart': async () => {
    const [earlier] = await until('a server runs', () => languageServers().length === 1 && languageServers());
    await run('ehrSchema.restart');
    await until('another server runs', () => {
      const now = languageServers();
      return now.length === 1 && now[0] !== earlier;
    });
    await desk.page.locator('.squiggly-error').first().waitFor({ state: 'attached' });
  },
  'ehrSchema.showOutput': async () => {
    await run('ehrSchema.showOutput');
    await desk.page.locator('.output-view-container, .output-view').first().waitFor();
    await closeTerminal();
  },
  'ehrSchema.explainRule': async () => {
    await run('ehrSchema.explainRule');
    await answer(desk.page, 'Explain a rule', 'sql/drop');
    await tab(desk.page, 'drop.md').waitFor();
    await choose(desk.page, 'View: Close Editor');
  },
  'ehrSchema.newMigration': async () => {
    await run('ehrSchema.newMigration');
    await answer(desk.page, 'What does the migration do?', 'add rooms');
    await lines(desk.page, '-- Add rooms (idempotent)').waitFor();
    const made = readdirSync(join(desk.folder, MIGRATIONS)).filter((name) => /^\d{14}_add_rooms$/.test(name));
    assert.equal(made.length, 1);
    await choose(desk.page, 'View: Close Editor');
    rmSync(join(desk.folder, MIGRATIONS, made[0]!), { recursive: true });
  },
  'ehrSchema.newMigrationFromSchema': async () => {
    await run('ehrSchema.newMigrationFromSchema');
    await answer(desk.page, 'What does the migration do?', 'Add Rooms');
    assert.deepEqual(await prismaCalls(1), ['migrate dev --create-only --name add_rooms']);
  },
  'ehrSchema.deploy': async () => {
    await run('ehrSchema.deploy');
    assert.deepEqual(await prismaCalls(1), ['migrate deploy']);
  },
  'ehrSchema.deployTwice': async () => {
    await run('ehrSchema.deployTwice');
    assert.deepEqual(await prismaCalls(2), ['migrate deploy', 'migrate deploy']);
  },
  'ehrSchema.generate': async () => {
    await run('ehrSchema.generate');
    assert.deepEqual(await prismaCalls(1), ['generate']);
  },
  'ehrSchema.reset': async () => {
    const dialog = desk.page.locator('.monaco-dialog-box', { hasText: 'Reset drops the database' });
    await run('ehrSchema.reset');
    await dialog.locator('.monaco-button', { hasText: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(existsSync(calls()), false);
    await run('ehrSchema.reset');
    await dialog.locator('.monaco-button', { hasText: 'Drop all data and reset' }).click();
    assert.deepEqual(await prismaCalls(1), ['migrate reset --force']);
  },
  'ehrSchema.runTwice': async () => {
    await choose(desk.page, 'View: Close All Editors');
    await run('ehrSchema.runTwice');
    await answer(desk.page, 'Run twice', 'add_insurance');
    await openFile(desk.page, 'add_insurance/migration.sql');
    await desk.page.locator('.codelens-decoration a', { hasText: 'second run fails' }).waitFor({ timeout: 100_000 });
  },
  'ehrSchema.fixWorkspace': async () => {
    const file = join(desk.folder, PRISMA_MIGRATION);
    const original = readFileSync(file, 'utf8');
    const preview = desk.page.locator('.refactor-preview, .bulk-edit-panel');
    await run('ehrSchema.fixWorkspace');
    await preview.locator('.monaco-list-row', { hasText: 'migration.sql' }).first().waitFor();
    await preview.locator('.monaco-button', { hasText: 'Discard' }).click();
    await preview.waitFor({ state: 'hidden' });
    assert.equal(readFileSync(file, 'utf8'), original);
    await run('ehrSchema.fixWorkspace');
    await preview.locator('.monaco-list-row', { hasText: 'migration.sql' }).first().waitFor();
    await preview.locator('.monaco-button', { hasText: 'Apply' }).click();
    await desk.page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
    await choose(desk.page, 'File: Save All Files');
    await until('the repairs are saved', () => readFileSync(file, 'utf8').includes('IF NOT EXISTS'));
  },
  'ehrSchema.openExample': async () => {
    const opened = desk.browser.waitForEvent('page');
    await run('ehrSchema.openExample');
    const page = await opened;
    await page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
    await page.locator('.gettingStartedContainer', { hasText: 'Migrations that can run twice' }).waitFor();
    await page.close();
  },
};

/** Chooses a command in the palette by the name that the manifest gives it. */
async function run(id: string): Promise<void> {
  const { category, title } = manifest.contributes.commands.find(({ command }) => command === id)!;
  await choose(desk.page, `${category}: ${title}`);
}

describe('the palette', () => {
  before(async () => {
    desk = await openDesk(process.argv[2]!, PRISMA_MIGRATION);
    installPrisma();
    await desk.page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
  });
  afterEach(function () {
    return pictureFailure(desk, this.currentTest);
  });
  after(() => desk.close());

  it('has no command that is not tried here', () => {
    const declared = manifest.contributes.commands.map(({ command }) => command);
    assert.deepEqual(declared.sort(), Object.keys(COMMANDS).sort());
  });

  for (const [id, tried] of Object.entries(COMMANDS)) it(id, tried);
});
