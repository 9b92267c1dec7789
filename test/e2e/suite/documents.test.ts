import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import {
  type Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileSystemError,
  FileType,
  Uri,
  window,
  workspace,
} from 'vscode';
import { actionsAt, apply, closeEverything, ruleOf, untilFindings } from './editor';

const DROP = '-- old\nDROP TABLE "rooms";\n';

/** Repairs the finding on DROP in the open document, as it is done in a file. */
async function repairDrop(uri: Uri | { readonly language: string; readonly content: string }): Promise<string> {
  const document = await (uri instanceof Uri ? workspace.openTextDocument(uri) : workspace.openTextDocument(uri));
  await window.showTextDocument(document);
  const isDrop = (finding: Parameters<typeof ruleOf>[0]) => ruleOf(finding) === 'sql/drop';
  const found = await untilFindings(document, (all) => all.some(isDrop), 'a finding on DROP');
  const actions = await actionsAt(document, found.find(isDrop)!.range, 'quickfix');
  await apply(actions.find(({ isPreferred }) => isPreferred)!);
  await untilFindings(document, (all) => !all.some(isDrop), 'no finding on DROP');
  return document.getText();
}

describe('a document that is no file', () => {
  let registered: Disposable;
  before(() => {
    registered = workspace.registerFileSystemProvider('vscode-vfs', new OneFile(), { isReadonly: false });
  });
  afterEach(closeEverything);

  it('is checked and repaired while it is untitled', async () => {
    assert.equal(
      await repairDrop({ language: 'sql', content: DROP }),
      DROP.replace('DROP TABLE', 'DROP TABLE IF EXISTS'),
    );
  });

  it('is checked and repaired in a virtual file system', async () => {
    const uri = Uri.parse('vscode-vfs://github/practice/ehr/prisma/migrations/20260401_rooms/migration.sql');
    assert.equal(await repairDrop(uri), DROP.replace('DROP TABLE', 'DROP TABLE IF EXISTS'));
    await closeEverything();
    registered.dispose();
  });
});

/** A file system that answers every path with the same file, as one without a disk behind it does. */
class OneFile {
  readonly onDidChangeFile = new EventEmitter<FileChangeEvent[]>().event;
  readonly watch = () => ({ dispose: () => undefined });
  readonly stat = () => ({ type: FileType.File, ctime: 0, mtime: 0, size: DROP.length });
  readonly readFile = () => new TextEncoder().encode(DROP);
  readonly readDirectory = () => [];
  readonly writeFile = refuse;
  readonly createDirectory = refuse;
  readonly delete = refuse;
  readonly rename = refuse;
}

function refuse(): never {
  throw FileSystemError.NoPermissions('This file system is only read.');
}
