import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { ConfigurationTarget, commands, type TextEditor, Uri, workspace } from 'vscode';
import { actionsAt, apply, closeEverything, fileUri, findings, open, openNew, ruleOf, untilFindings } from './editor';
import { MIGRATIONS, PRISMA_MIGRATION } from './paths';

/** Waits for the finding on ADD COLUMN, applies its preferred repair, and gives the text before. */
async function repairAddColumn(editor: TextEditor): Promise<string> {
  const { document } = editor;
  const before = document.getText();
  const found = await untilFindings(document, (all) => all.some(isAddColumn), 'a finding on ADD COLUMN');
  const finding = found.find(isAddColumn)!;
  const preferred = (await actionsAt(document, finding.range, 'quickfix')).find(({ isPreferred }) => isPreferred);
  assert.ok(preferred, 'the lightbulb offers a preferred repair');
  await apply(preferred);
  return before;
}

function isAddColumn(finding: Parameters<typeof ruleOf>[0]): boolean {
  return ruleOf(finding) === 'sql/add-column';
}

describe('a migration that Prisma wrote', () => {
  afterEach(closeEverything);

  it('is underlined at exactly the words that fail on a second run', async () => {
    const { document } = await open(PRISMA_MIGRATION);
    const markedBy = (all: readonly Parameters<typeof ruleOf>[0][]) =>
      all.map((finding) => `${ruleOf(finding)}: ${document.getText(finding.range)}`);
    const expected = [
      /^sql\/create-type: .*"InsuranceRank"/,
      /^sql\/add-enum-value: .*'ON_HOLD'/,
      /^sql\/add-column: .*"preferredName"/,
      /^sql\/add-column: .*"pronouns"/,
      /^sql\/drop: .*"room"/,
      /^sql\/create-table: .*"insurance_information"/,
      /^sql\/create-index: .*"insurance_information_clientId_idx"/,
      /^sql\/add-constraint: .*"insurance_information_clientId_fkey"/,
    ];
    // What another test has typed into the file, and not saved, is told of until the file is open again.
    const found = await untilFindings(
      document,
      (all) => expected.every((words) => markedBy(all).some((mark) => words.test(mark))),
      'each of the findings on its words',
    );
    const marked = markedBy(found);
    assert.ok(
      marked.every((mark) => !mark.includes('\n')),
      'no finding spans lines',
    );
  });

  it('is repaired by the preferred quick fix, and restored by Undo', async () => {
    const editor = await open(PRISMA_MIGRATION);
    const before = await repairAddColumn(editor);
    assert.match(editor.document.getText(), /DO \$\$[\s\S]*information_schema\.columns[\s\S]*current_schema\(\)/);
    await untilFindings(editor.document, (all) => !all.some(isAddColumn), 'no finding on ADD COLUMN');
    await commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
    await untilFindings(editor.document, (all) => all.some(isAddColumn), 'the finding is back');
  });

  it('is put right as a whole by Fix All on save', async () => {
    const original = new TextDecoder().decode(await workspace.fs.readFile(fileUri(PRISMA_MIGRATION)));
    const path = `${MIGRATIONS}/20260301_fix_on_save/migration.sql`;
    const editor = await openNew(
      path,
      original.replaceAll('insurance', 'coverage').replaceAll('Insurance', 'Coverage'),
    );
    const { document } = editor;
    const settings = workspace.getConfiguration('editor', document);
    await settings.update('codeActionsOnSave', { 'source.fixAll.ehrSchema': 'always' }, ConfigurationTarget.Workspace);
    try {
      await untilFindings(document, (all) => all.length > 0, 'findings before the save');
      // VS Code saves, and so repairs, only what has changed.
      await editor.edit((edit) => edit.insert(document.positionAt(document.getText().length), '\n'));
      await document.save();
      await untilFindings(document, (all) => !all.some(isError), 'no error is left after the save');
      assert.equal(document.isDirty, false);
      assert.notEqual(document.getText(), original);
    } finally {
      await settings.update('codeActionsOnSave', undefined, ConfigurationTarget.Workspace);
      await workspace.fs.delete(Uri.joinPath(document.uri, '..'), { recursive: true });
    }
  });

  it('leaves a migration in the house style alone', async () => {
    const { document } = await open(`${MIGRATIONS}/20260111_add_department_to_users/migration.sql`);
    const { document: other } = await open(PRISMA_MIGRATION);
    await untilFindings(other, (all) => all.length > 0, 'the server has answered');
    assert.deepEqual(findings(document).map(ruleOf), []);
  });
});

function isError(finding: { readonly severity: number }): boolean {
  return finding.severity === 0;
}
