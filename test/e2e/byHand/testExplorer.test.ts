import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import type { Locator } from 'playwright-core';
import { MIGRATIONS, PRISMA_MIGRATION } from '../suite/paths';
import { until } from '../until';
import { choose, type Desk, lines, openDesk, pick, pictureFailure } from './workbench';

/** Each run sets a default that the one before did not find. */
const TOGGLES = `DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_attrdef WHERE adrelid = to_regclass('"toggles"')) THEN ALTER TABLE "toggles" ALTER "state" DROP DEFAULT;
  ELSE ALTER TABLE "toggles" ALTER "state" SET DEFAULT 'on'; END IF;
END $$;
`;
const TOGGLE = '20990101000000_toggle';
const ENDLESS = '20990102000000_endless';

/** The command that shows the results of the last runs. */
const RESULTS = 'Test Results: Focus on Test Results View';

/** A migration that is run for the first time on a busy machine. */
const LIMIT_MS = 100_000;

let desk: Desk;

function writeMigration(name: string, text: string): void {
  mkdirSync(join(desk.folder, MIGRATIONS, name), { recursive: true });
  writeFileSync(join(desk.folder, MIGRATIONS, name, 'migration.sql'), text);
}

/** A row of the Test Explorer: its name, and what became of it. */
const row = (name: string, state: string): Locator =>
  desk.page.locator(`.test-explorer .monaco-list-row[aria-label*="${name} (${state})"]`);

/** The processes that run migrations for this workbench. */
const provers = (): readonly string[] => desk.running('prove.cjs');

/** A row among the results of the last runs. */
const result = (text: string): Locator =>
  desk.page.locator('.test-output-peek-tree .monaco-list-row', { hasText: text }).first();

/** Opens a migration by the name of its folder: all files of migrations have one name. */
async function openMigration(name: string): Promise<void> {
  const { page } = desk;
  await choose(page, 'Go to File...');
  await page.locator('.quick-input-widget input').first().fill(`${name}/migration.sql`);
  await pick(page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first());
  await page.locator('.breadcrumbs-control', { hasText: name }).waitFor();
}

describe('the Test Explorer', () => {
  before(async () => {
    desk = await openDesk(process.argv[2]!, PRISMA_MIGRATION);
    await desk.page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 60_000 });
    writeMigration(
      '20990100000000_toggles',
      'CREATE TABLE IF NOT EXISTS "toggles" ("id" UUID PRIMARY KEY, "state" TEXT);\n',
    );
    writeMigration(TOGGLE, TOGGLES);
  });
  after(() => desk.close());
  afterEach(function () {
    return pictureFailure(desk, this.currentTest);
  });

  it('runs all migrations and shows which hold', async () => {
    const { page } = desk;
    await choose(page, 'Testing: Focus on Test Explorer View');
    await row('migrations', 'Not yet run').waitFor();
    await choose(page, 'Test: Run All Tests');
    await row('migrations', 'Failed').waitFor({ timeout: LIMIT_MS });
    await row('migrations', 'Failed').click();
    await page.keyboard.press('ArrowRight');
    await row('20251013_init', 'Passed').waitFor({ timeout: LIMIT_MS });
    await row('20260111_add_department_to_users', 'Passed').waitFor({ timeout: LIMIT_MS });
    await row('20260218143000_add_insurance', 'Failed').click({ timeout: LIMIT_MS });
    await page.keyboard.press('ArrowRight');
    await row('fresh', 'Passed').waitFor();
    await row('second run', 'Failed').waitFor();
    await until('no process runs migrations any more', () => provers().length === 0, LIMIT_MS);
  });

  it('opens a failure at the failing statement', async () => {
    const { page } = desk;
    await openMigration(TOGGLE);
    // VS Code opens the results itself when a run starts, but not where the run started before it had made ready to.
    await choose(page, RESULTS);
    const failure = result('42710: type "InsuranceRank" already exists');
    await failure.click();
    await failure.locator('.codicon-go-to-file').click();
    await page.locator('.breadcrumbs-control', { hasText: '20260218143000_add_insurance' }).waitFor();
    await page.locator('.statusbar-item', { hasText: 'Ln 2, Col 1' }).waitFor();
    const [statement, message] = await Promise.all(
      [
        lines(page, 'CREATE TYPE "InsuranceRank"'),
        page.locator('.test-error-content-widget', { hasText: '42710' }),
      ].map((place) => place.first().boundingBox()),
    );
    assert.ok(statement && message && Math.abs(statement.y - message.y) < 5, JSON.stringify({ statement, message }));
  });

  it('shows what a second run changes as a diff of the catalog', async () => {
    const { page } = desk;
    await result('The second run succeeds').click();
    const diff = page.locator('.test-output-peek-message-container .monaco-diff-editor');
    await diff.waitFor();
    await until('both sides are there', async () =>
      /default 'on'::text.*default none/s.test((await diff.innerText()).replaceAll('\u00a0', ' ')),
    );
  });

  it('runs one migration at the cursor, and lists its failure among the problems until it changes', async () => {
    const { page } = desk;
    await openMigration(TOGGLE);
    await lines(page, 'DO $$ BEGIN').first().click();
    await page.keyboard.type(' ');
    await choose(page, 'Problems: Focus on Problems View');
    await page.locator('.viewpane-filter input').first().fill('verify');
    const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'The second run succeeds' });
    await problem.waitFor({ state: 'detached' });
    await lines(page, 'DO $$ BEGIN').first().click();
    await choose(page, 'Test: Run Test at Cursor');
    // The results come up when the run starts, in place of the problems.
    await choose(page, RESULTS);
    await result('1 older result').waitFor({ timeout: LIMIT_MS });
    await choose(page, 'Problems: Focus on Problems View');
    await problem.waitFor({ timeout: LIMIT_MS });
    // Another program writes the file, as a checkout does.
    writeMigration(TOGGLE, 'SELECT 1;\n');
    await problem.waitFor({ state: 'detached' });
  });

  it('ends the run when it is cancelled', async () => {
    const { page } = desk;
    writeMigration(ENDLESS, 'DO $$ BEGIN LOOP END LOOP; END $$;\n');
    await choose(page, 'Testing: Focus on Test Explorer View');
    await row(ENDLESS, 'Not yet run').waitFor();
    await choose(page, 'Test: Run All Tests');
    const spinning = page.locator(`.test-explorer .monaco-list-row[aria-label*="${ENDLESS}"] .codicon-modifier-spin`);
    await spinning.waitFor({ timeout: LIMIT_MS });
    assert.equal(provers().length, 1);
    await choose(page, 'Test: Cancel Test Run');
    await until('no process runs migrations', () => provers().length === 0);
    await spinning.waitFor({ state: 'detached' });
    await page.locator('.test-output-peek-message-container', { hasText: 'The run was cancelled.' }).waitFor();
  });
});
