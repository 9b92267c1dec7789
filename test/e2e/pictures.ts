// Drives the workbench as a person does and takes the pictures of the README from what it shows: npm run pictures.
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { startBrowser } from './host/browser';
import { installHost } from './host/install';
import { pageAddress, remoteAddress, startServer } from './host/server';
import { MIGRATIONS, PRISMA_MIGRATION } from './suite/paths';
import { cacheFolder } from './vscode';

const root = resolve(__dirname, '../..');
const pictures = join(root, 'docs/images');

/** A window large enough to read, with more pixels than that, so that it is sharp on any screen. */
const SCREEN = { width: 1180, height: 660, scale: 1.5 };

const SETTINGS = {
  'workbench.colorTheme': 'Default Light Modern',
  'editor.fontSize': 14,
  'editor.minimap.enabled': false,
  'editor.inlayHints.enabled': 'off',
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'workbench.activityBar.location': 'default',
  'breadcrumbs.enabled': false,
  'testing.automaticallyOpenTestResults': 'neverOpen',
  'workbench.statusBar.visible': false,
};

/** The four migrations of the example are run with all crash points in less. */
const SETTLED_MS = 30_000;

async function main(): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'ehr-schema-pictures-'));
  const folder = join(temporary, 'mentalspace');
  cpSync(join(root, 'examples/mentalspace'), folder, { recursive: true });
  const extensionsDir = join(temporary, 'extensions');
  mkdirSync(extensionsDir);
  symlinkSync(root, join(extensionsDir, 'ehr-schema.ehr-schema-0.1.0'));
  mkdirSync(pictures, { recursive: true });
  const server = await startServer(installHost(cacheFolder(root)), {
    dataDir: join(temporary, 'data'),
    extensionsDir,
    settings: SETTINGS,
  });
  const browser = await startBrowser(join(temporary, 'chromium'), SCREEN);
  try {
    const page = browser.pages()[0] ?? (await browser.newPage());
    await page.goto(pageAddress(server, folder, [['openFile', remoteAddress(server, join(folder, PRISMA_MIGRATION))]]));
    await takePictures(page, join(folder, MIGRATIONS)).catch(async (error: unknown) => {
      await page.screenshot({ path: join(root, '.cache/pictures-failed.png') });
      throw error;
    });
  } finally {
    await browser.close();
    await server.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function takePictures(page: Page, migrations: string): Promise<void> {
  const words = page
    .locator('.view-line', { hasText: 'ADD COLUMN' })
    .first()
    .locator('span', { hasText: 'preferredName' })
    .last();
  await page.waitForSelector('.squiggly-error', { timeout: 60_000, state: 'attached' });
  await page.keyboard.press('Control+B');
  await words.hover();
  await page.locator('.monaco-hover', { hasText: 'Quick Fix' }).waitFor();
  await picture(page, 'squiggle');
  await words.click();
  // The hover would lie below the menu.
  await page.mouse.move(SCREEN.width / 2, SCREEN.height - 10);
  await page.locator('.monaco-hover', { hasText: 'Quick Fix' }).waitFor({ state: 'hidden' });
  const repair = page.locator('.action-widget .monaco-list-row').first();
  await openLightbulb(page, repair);
  await picture(page, 'repair-menu');
  await page.keyboard.press('Enter');
  await page
    .locator('.view-line', { hasText: /IF\sNOT\sEXISTS/ })
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await picture(page, 'repaired');
  await page.keyboard.press('Control+Z');
  await page.locator('.codelens-decoration a', { hasText: 'Run twice' }).click();
  await page.locator('.codelens-decoration a', { hasText: 'second run fails' }).waitFor({ timeout: 120_000 });
  await command(page, 'Testing: Focus on Test Explorer View');
  await command(page, 'Test: Run All Tests');
  await page.waitForTimeout(SETTLED_MS);
  await page.locator('.test-explorer .monaco-list-row').first().click();
  // Opens the history, goes down to its last migration, and opens that.
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight'])
    await page.keyboard.press(key, { delay: 200 });
  await picture(page, 'test-explorer');
  await acceptOffer(page, migrations);
}

/** The first Ctrl+. can be lost to a late change of focus: it is pressed until the menu stays. */
async function openLightbulb(page: Page, row: Locator): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    await page.keyboard.press('Control+.');
    const shown = await row.waitFor({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (shown) return;
  }
  throw new Error('The lightbulb offered nothing.');
}

/** Lets another program write a migration that cannot run twice, and accepts the message that offers to repair it. */
async function acceptOffer(page: Page, migrations: string): Promise<void> {
  const folder = join(migrations, '20990101000000_add_rooms');
  mkdirSync(folder);
  writeFileSync(join(folder, 'migration.sql'), 'CREATE INDEX "rooms_idx" ON "appointments"("room");\n');
  // The smoke-test driver, which the host needs, keeps messages out of sight: they wait in the notification centre.
  await page.waitForTimeout(5_000);
  await command(page, 'Notifications: Show Notifications');
  const offer = page.locator('.notifications-center .notification-list-item', {
    hasText: 'add_rooms cannot run twice',
  });
  await offer.waitFor();
  await offer.locator('.monaco-button', { hasText: 'Repair' }).click();
  await page.locator('.view-line', { hasText: /CREATE\sINDEX\sIF\sNOT\sEXISTS\s"rooms_idx"/ }).waitFor();
}

/** Runs a command by its name in the palette. */
async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().waitFor();
  await page.keyboard.type(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
}

async function picture(page: Page, name: string): Promise<void> {
  // Carets blink, menus fade in: what is photographed has come to rest.
  await page.waitForTimeout(600);
  const shot = await page.screenshot({ caret: 'hide', animations: 'disabled' });
  // A workbench has few colours, and the package has a limit.
  await sharp(shot)
    .png({ palette: true, colours: 128, effort: 10, dither: 0 })
    .toFile(join(pictures, `${name}.png`));
  console.log(`docs/images/${name}.png`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
