import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Page } from 'playwright-core';
import { PRISMA_MIGRATION } from '../suite/paths';
import { answer, choose, type Desk, lines, openDesk, pictureFailure } from './workbench';

let desk: Desk;
let page: Page;

/** The box in front of a step of the walkthrough. */
const box = (step: string) => page.locator(`[data-done-step-id$="#start#${step}"]`);

/** Waits until a step bears its tick. */
async function untilDone(step: string): Promise<void> {
  await box(step).and(page.locator('[aria-checked="true"]')).waitFor({ timeout: 60_000 });
}

/** Opens a step and presses the button in it. */
async function press(step: string, button: string): Promise<void> {
  const card = page.locator(`.getting-started-step[data-step-id$="#start#${step}"]`);
  await card.click();
  await card.locator('.monaco-button', { hasText: button }).click();
}

describe('the walkthrough', () => {
  before(async () => {
    desk = await openDesk(process.argv[2]!, PRISMA_MIGRATION);
    await desk.page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
    const opened = desk.browser.waitForEvent('page');
    await choose(desk.page, 'EHR Schema: Open the Example');
    page = await opened;
    await desk.page.close();
  });
  afterEach(function () {
    return pictureFailure(desk, this.currentTest);
  });
  after(() => desk.close());

  it('opens beside the migration that Prisma wrote, with its first step done by seeing what is marked', async () => {
    await page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
    await untilDone('see');
  });

  it('ticks the second step when a finding has been repaired', async () => {
    assert.equal(await box('repair').getAttribute('aria-checked'), 'false');
    await lines(page, 'ADD COLUMN').first().click();
    await page.keyboard.press('F8');
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget .monaco-list-row').first().waitFor();
    await page.keyboard.press('Enter');
    await untilDone('repair');
  });

  it('ticks the third step when the migrations have been run', async () => {
    await press('prove', 'Run the Open Migration Twice');
    await untilDone('prove');
    await page.locator('.codelens-decoration a', { hasText: 'second run' }).waitFor({ timeout: 100_000 });
  });

  it('ticks the fourth step when a migration has been made', async () => {
    await press('make', 'New Migration');
    await answer(page, 'What does the migration do?', 'add rooms');
    await lines(page, '-- Add rooms (idempotent)').waitFor();
    await choose(page, 'View: Close Editor');
    await untilDone('make');
  });
});
