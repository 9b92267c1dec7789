import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { startBrowser } from '../host/browser';
import { installHost } from '../host/install';
import { pageAddress, remoteAddress, startServer } from '../host/server';
import { cacheFolder } from '../vscode';

const root = resolve(__dirname, '../../..');

/** A workbench with a copy of the example open, as a person has it before them. */
export interface Desk {
  readonly page: Page;
  readonly browser: BrowserContext;
  /** The folder of the copy. */
  readonly folder: string;
  /** The process numbers of this workbench's processes that run a bundled program now, such as `server.cjs`. */
  running(program: string): readonly string[];
  /** Ends everything and removes the copy. */
  close(): Promise<void>;
}

/**
 * Opens a copy of the example and a file in it.
 * @param extensions the folder that the extension is installed in.
 */
export async function openDesk(extensions: string, file: string): Promise<Desk> {
  const temporary = mkdtempSync(join(tmpdir(), 'ehr-schema-by-hand-'));
  const folder = join(temporary, 'mentalspace');
  cpSync(join(root, 'examples/mentalspace'), folder, { recursive: true });
  const dataDir = join(temporary, 'data');
  const server = await startServer(installHost(cacheFolder(root)), { dataDir, extensionsDir: extensions });
  const browser = await startBrowser(join(temporary, 'chromium'));
  const page = browser.pages()[0] ?? (await browser.newPage());
  await page.goto(pageAddress(server, folder, [['openFile', remoteAddress(server, join(folder, file))]]));
  return {
    page,
    browser,
    folder,
    running: (program) =>
      execFileSync('ps', ['-eo', 'pgid=,pid=,args='], { encoding: 'utf8' })
        .split('\n')
        .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
        .filter(([, group, , args]) => Number(group) === server.group && args?.includes(`dist/${program}`))
        .map(([, , pid]) => pid!),
    close: async () => {
      await browser.close();
      await server.stop();
      rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Leaves a picture of every page under .cache when the test before has failed: what was on the screen says why. */
export async function pictureFailure({ browser }: Desk, test: Mocha.Test | undefined): Promise<void> {
  if (test?.state !== 'failed') return;
  for (const [n, page] of browser.pages().entries())
    await page.screenshot({ path: join(root, '.cache', `failed-${test.title.replace(/\W+/g, '-')}-${n}.png`) });
}

/** Runs a command by its name in the palette, which a late change of focus can close: it is opened until it stays. */
export async function choose(page: Page, name: string): Promise<void> {
  // By its whole name: "Close Editor" is also how "Close Editors in Group" begins.
  const label = page.locator('.label-name', { hasText: new RegExp(`^${literally(name)}$`) });
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ has: label }).first();
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('F1');
    try {
      await inputBox(page).fill(`>${name}`, { timeout: 5_000 });
      await pick(row, 5_000);
      return;
    } catch (error) {
      if (attempt === 5) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

/**
 * Clicks a row of a list that closes with it, and takes the mouse away: where it rests, a hover would come up and cover what is
 * to be clicked next.
 */
export async function pick(row: Locator, timeout?: number): Promise<void> {
  await row.click({ timeout });
  await row.page().mouse.move(0, 0);
}

/** Answers a question that the workbench asks in its input box, once `question` is on the screen. */
export async function answer(page: Page, question: string, text: string): Promise<void> {
  await page.locator('.quick-input-widget', { hasText: question }).waitFor();
  await inputBox(page).fill(text);
  await page.keyboard.press('Enter');
}

/** Opens a file of the workspace by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await choose(page, 'Go to File...');
  await inputBox(page).fill(name);
  await page
    .locator('.quick-input-list .monaco-list-row', { hasText: name.split('/').at(-1)! })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
}

function inputBox(page: Page): Locator {
  return page.locator('.quick-input-widget input').first();
}

/** Lines of the editor that contain some words, whatever blanks the editor draws between them. */
export function lines(page: Page, words: string): Locator {
  return page.locator('.view-line', { hasText: new RegExp(words.split(' ').map(literally).join('\\s'), 'i') });
}

function literally(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The tab of an open document or page. */
export function tab(page: Page, name: string): Locator {
  return page.locator('.tab', { hasText: name }).first();
}
