import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { commands, Uri, window, workspace } from 'vscode';
import { actionsAt, apply, closeEverything, fileUri, openNew, ruleOf, untilFindings, write } from './editor';

const FOLDER = 'packages/practice/prisma';

const SCHEMA = `datasource db {
  provider = "postgresql"
}

generator client {
  provider = "prisma-client-js"
}

model Client {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt

  @@map("clients")
}
`;

const USER = `model User {
  id        String   @id @default(uuid())
  createdAt DateTime @default(now())
  updatedAt DateTime @updatedAt

  @@map("users")
}
`;

describe('a Prisma schema of two files', () => {
  afterEach(async () => {
    await closeEverything();
    await workspace.fs.delete(Uri.joinPath(fileUri(FOLDER), '..'), { recursive: true });
  });

  it('gets soft delete in both files by one quick fix, and loses it by Undo', async () => {
    await write(`${FOLDER}/schema.prisma`, SCHEMA);
    const user = (await openNew(`${FOLDER}/user.prisma`, USER)).document;
    const { document: schema } = await openNew(`${FOLDER}/schema.prisma`, SCHEMA);
    const isClient = (finding: Parameters<typeof ruleOf>[0]) =>
      ruleOf(finding) === 'prisma/soft-delete' && schema.getText(finding.range) === 'Client';
    const found = await untilFindings(schema, (all) => all.some(isClient), 'soft delete is missing in Client');
    const preferred = (await actionsAt(schema, found.find(isClient)!.range, 'quickfix')).find(
      ({ isPreferred }) => isPreferred,
    );
    assert.ok(preferred, 'the lightbulb offers a preferred repair');
    await apply(preferred);
    assert.match(schema.getText(), /isDeleted[\s\S]*deletedAt[\s\S]*deletedById[\s\S]*@relation\("ClientDeletedBy"/);
    assert.match(user.getText(), /Client\[\]\s+@relation\("ClientDeletedBy"\)/);
    await untilFindings(schema, (all) => !all.some(isClient), 'no finding on Client is left');

    await window.showTextDocument(schema);
    await commands.executeCommand('undo');
    if (user.getText() !== USER) {
      // A web workbench undoes each file on its own.
      await window.showTextDocument(user);
      await commands.executeCommand('undo');
    }
    assert.equal(schema.getText(), SCHEMA);
    assert.equal(user.getText(), USER);
    await untilFindings(schema, (all) => all.some(isClient), 'the finding is back');
  });
});
