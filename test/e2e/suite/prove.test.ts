import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { type CodeLens, commands, languages, Position, type TextDocument } from 'vscode';
import { closeEverything, open, until } from './editor';
import { MIGRATIONS, PRISMA_MIGRATION } from './paths';

/** PGlite's first start takes seconds on a busy machine. */
const LIMIT_MS = 50_000;

function verifyProblems(document: TextDocument) {
  return languages.getDiagnostics(document.uri).filter(({ source }) => source === 'verify');
}

async function lensTitles(document: TextDocument): Promise<string[]> {
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);
  return lenses.map(({ command }) => (command?.title ?? '').replaceAll('\u00a0', ' '));
}

describe('a migration that is run', () => {
  afterEach(closeEverything);

  it('shows where its second run fails, until the file changes', async () => {
    const editor = await open(PRISMA_MIGRATION);
    const { document } = editor;
    await until('the lens is there', async () => (await lensTitles(document)).includes('$(play) Run twice'));
    await commands.executeCommand('ehrSchema.runTwice', document.uri);
    const [problem] = await until(
      'the failure is a problem',
      () => {
        const problems = verifyProblems(document);
        return problems.length > 0 && problems;
      },
      LIMIT_MS,
    );
    assert.match(document.getText(problem!.range), /^CREATE TYPE "InsuranceRank"/);
    assert.equal(problem!.code, '42710');
    const titles = await lensTitles(document);
    assert.ok(
      titles.some((title) => title.startsWith('$(pass) fresh holds · $(error) second run fails')),
      titles.join('\n'),
    );
    await editor.edit((edit) => edit.insert(new Position(0, 0), '-- changed\n'));
    await until('the problem is gone', () => verifyProblems(document).length === 0);
  });

  it('holds when it is in the style of the house', async () => {
    const { document } = await open(`${MIGRATIONS}/20260111_add_department_to_users/migration.sql`);
    await commands.executeCommand('ehrSchema.runTwice', document.uri);
    await until(
      'the verdict stands above the first line',
      async () =>
        (await lensTitles(document)).some((title) =>
          title.startsWith('$(pass) fresh holds · $(pass) second run holds'),
        ),
      LIMIT_MS,
    );
    assert.deepEqual(verifyProblems(document), []);
  });
});
