import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { commands, Position, Range, window } from 'vscode';
import { actionsAt, apply, closeEverything, open, ruleOf, untilFindings } from './editor';

const LIST = 'packages/database/src/middleware/phiEncryption.ts';
const SCHEMA = 'packages/database/prisma/schema.prisma';

describe('the encryption list and the schema', () => {
  afterEach(closeEverything);

  it('show a field that was renamed in the schema, until the list has its new name', async () => {
    const list = (await open(LIST)).document;
    const editor = await open(SCHEMA);
    const schema = editor.document;
    const listBefore = list.getText();
    const isUnknown = (finding: Parameters<typeof ruleOf>[0]) => ruleOf(finding) === 'phi/unknown-field';
    await untilFindings(list, (all) => !all.some(isUnknown), 'the list is clean to begin with');

    const model = schema.getText().indexOf('model Client {');
    const at = schema.positionAt(schema.getText().indexOf('phone', model));
    await editor.edit((edit) => edit.replace(new Range(at, at.translate(0, 'phone'.length)), 'phoneNumber'));
    const found = await untilFindings(schema, (all) => all.some(isUnknown), 'the schema says that phone is gone');
    const finding = found.find(isUnknown)!;
    assert.equal(schema.getText(finding.range), 'Client');
    assert.ok(
      finding.relatedInformation?.some(({ location }) => location.uri.toString() === list.uri.toString()),
      'the finding points to the list',
    );
    await window.showTextDocument(list);
    const inList = await untilFindings(list, (all) => all.some(isUnknown), 'the list says that phone is unknown');
    assert.match(list.getText(inList.find(isUnknown)!.range), /phone/);

    const actions = await actionsAt(list, inList.find(isUnknown)!.range, 'quickfix');
    const repair = actions.find(({ title }) => title.includes('phoneNumber'));
    assert.ok(repair, `a repair writes the new name; offered: ${actions.map(({ title }) => title).join(', ')}`);
    await apply(repair);
    assert.match(list.getText(), /Client: \[[^\]]*'phoneNumber'/);
    await untilFindings(list, (all) => !all.some(isUnknown), 'the finding in the list is gone');
    await untilFindings(schema, (all) => !all.some(isUnknown), 'the finding in the schema is gone');

    await commands.executeCommand('undo');
    assert.equal(list.getText(), listBefore);
    await window.showTextDocument(schema);
    await commands.executeCommand('undo');
    await untilFindings(list, (all) => !all.some(isUnknown), 'after Undo nothing is left');
  });

  it('take a token out of the list by Fix All', async () => {
    const editor = await open(LIST);
    const { document } = editor;
    const before = document.getText();
    const user = document.positionAt(before.indexOf('[', before.indexOf('User:')) + 1);
    await editor.edit((edit) => edit.insert(user, "'verificationToken', "));
    await untilFindings(document, (all) => all.some((one) => ruleOf(one) === 'phi/no-tokens'), 'the token is reported');
    const [all] = await actionsAt(document, new Range(new Position(0, 0), user), 'source.fixAll.ehrSchema');
    assert.ok(all, 'Fix All is offered');
    await apply(all);
    assert.ok(!document.getText().includes("'verificationToken'"), 'the token is gone');
    await untilFindings(document, (all) => !all.some((one) => ruleOf(one) === 'phi/no-tokens'), 'nothing is left');
  });
});
