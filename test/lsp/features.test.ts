import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type CancellationToken,
  CancellationTokenSource,
  type CompletionItem,
  type Hover,
  type InlayHint,
  LSPErrorCodes,
  type Position,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EXPLAIN_RULE, FIX_WORKSPACE, RULE_LIST, RULE_PAGE } from '../../server/src/lsp/protocol';
import { folderWith } from '../harness/folder';
import { Editor, PULLING, uriOf } from '../harness/lsp';

let editor: Editor;

afterEach(async () => {
  expect(await editor.stop()).toBe(0);
});

const MIGRATION = 'DROP TABLE "a";\r\n-- 😀\r\nDROP TABLE "b";\r\nDROP TYPE "c";\r\n';
const UNTITLED = 'untitled:Untitled-1';
const START = { line: 0, character: 0 };

/** The text of an open document after an edit. */
function applied(text: string, edit: WorkspaceEdit | undefined): string {
  const [change] = edit!.documentChanges as TextDocumentEdit[];
  const document = TextDocument.create(change!.textDocument.uri, 'sql', 1, text);
  return TextDocument.applyEdits(
    document,
    change!.edits as { range: { start: Position; end: Position }; newText: string }[],
  );
}

async function opened(text: string, language = 'sql', options: unknown = {}): Promise<void> {
  ({ editor } = await Editor.start(null, PULLING, options));
  await editor.open(UNTITLED, language, text);
}

async function titles(line: number): Promise<readonly string[]> {
  const place = { line, character: 12 };
  return (await editor.actions(UNTITLED, { start: place, end: place }, { only: ['quickfix'] })).map(
    ({ title }) => title,
  );
}

describe('code actions', () => {
  it('offer the repair, all of its rule, the two suppressions and the page, in this order', async () => {
    await opened(MIGRATION, 'sql', { commands: [EXPLAIN_RULE] });
    expect(await titles(2)).toEqual([
      expect.stringMatching(/IF EXISTS/),
      'Repair all sql/drop in this file',
      'Ignore sql/drop here',
      'Ignore sql/drop in this file',
      'Explain sql/drop',
    ]);
  });

  it('repair exactly their own statement, and say for which version', async () => {
    await opened(MIGRATION);
    const place = { line: 2, character: 12 };
    const diagnostics = [...(await editor.pull(UNTITLED))];
    const [repair] = await editor.actions(UNTITLED, { start: place, end: place }, { diagnostics });
    expect(repair).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(repair!.diagnostics).toHaveLength(1);
    expect(repair!.edit!.documentChanges![0]).toMatchObject({ textDocument: { uri: UNTITLED, version: 1 } });
    expect(applied(MIGRATION, repair!.edit)).toBe(MIGRATION.replace('DROP TABLE "b"', 'DROP TABLE IF EXISTS "b"'));
  });

  it('put the whole file right with edits that touch only what changes', async () => {
    await opened(MIGRATION);
    const [fix] = await editor.actions(UNTITLED, { start: START, end: START }, { only: ['source.fixAll'] });
    const fixed = applied(MIGRATION, fix!.edit);
    expect(fixed).toBe(MIGRATION.replaceAll(/DROP (TABLE|TYPE)/g, 'DROP $1 IF EXISTS'));
    const [change] = fix!.edit!.documentChanges as TextDocumentEdit[];
    expect(change!.edits.map(({ range }) => range.start.line)).toEqual([0, 2]);
    await editor.change(UNTITLED, 2, { text: fixed });
    expect(await editor.pull(UNTITLED)).toEqual([]);
    expect(await editor.actions(UNTITLED, { start: START, end: START }, { only: ['source.fixAll'] })).toEqual([]);
  });

  it('write the suppression that then hides the finding', async () => {
    await opened(MIGRATION);
    const place = { line: 2, character: 12 };
    const actions = await editor.actions(UNTITLED, { start: place, end: place });
    const ignore = actions.find(({ title }) => title === 'Ignore sql/drop here');
    expect(ignore).toMatchObject({ kind: 'quickfix' });
    expect(ignore!.isPreferred).toBeFalsy();
    await editor.change(UNTITLED, 2, { text: applied(MIGRATION, ignore!.edit) });
    expect((await editor.pull(UNTITLED)).map(({ code }) => code)).toEqual([
      'sql/drop',
      'suppression/reason',
      'sql/drop',
    ]);
  });

  it('of a merged migration are never preferred, and ask before they are applied', async () => {
    const folder = await folderWith({ 'migrations/20260101000000_old/migration.sql': MIGRATION });
    const git = (...words: string[]) =>
      execFileSync('git', ['-C', folder, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...words], {
        stdio: 'pipe',
      });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '--no-gpg-sign', '-m', 'old');
    const annotated = { ...PULLING.workspace, workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } };
    ({ editor } = await Editor.start(folder, { ...PULLING, workspace: annotated }));
    const uri = uriOf(join(folder, 'migrations/20260101000000_old/migration.sql'));
    await editor.open(uri, 'sql', MIGRATION);
    const ask = () => editor.actions(uri, { start: START, end: { line: 0, character: 12 } });
    await expect.poll(async () => (await ask())[0]?.isPreferred, { timeout: 60_000 }).toBe(false);
    const [repair] = await ask();
    expect(repair!.title).toContain('merged');
    expect(Object.values(repair!.edit!.changeAnnotations!)).toMatchObject([
      {
        needsConfirmation: true,
        description: expect.stringContaining('prisma migrate resolve --rolled-back 20260101000000_old'),
      },
    ]);
    expect(await editor.actions(uri, { start: START, end: START }, { only: ['source.fixAll'] })).toEqual([]);
  });
});

describe('hover', () => {
  const ask = (uri: string, position: Position): Promise<Hover | null> =>
    editor.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position });

  it('says why, and shows wrong and right', async () => {
    await opened(MIGRATION, 'sql', { commands: [EXPLAIN_RULE] });
    const answer = await ask(UNTITLED, { line: 0, character: 6 });
    const { value } = answer!.contents as { value: string };
    expect(value).toContain('**sql/drop**');
    expect(value).toContain('Wrong:\n\n```sql');
    expect(value).toContain('Right:\n\n```sql');
    expect(value).toContain('(command:ehrSchema.explainRule?%5B%22sql%2Fdrop%22%5D)');
    expect(await ask(UNTITLED, { line: 1, character: 1 })).toBeNull();
  });

  it('says of a field of the schema whether it is encrypted', async () => {
    const folder = await folderWith(PHI);
    ({ editor } = await Editor.start(folder, PULLING, { encryptedFieldHints: true }));
    const uri = uriOf(join(folder, 'schema.prisma'));
    await editor.open(uri, 'prisma', PHI['schema.prisma']);
    const answer = await ask(uri, { line: 2, character: 4 });
    expect((answer!.contents as { value: string }).value).toMatch(/\*\*Encrypted\*\*.*phiEncryption\.ts#\d+,\d+\)/s);
    const range = { start: START, end: { line: 9, character: 0 } };
    const hints: InlayHint[] = await editor.connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri },
      range,
    });
    expect(hints).toMatchObject([{ label: 'encrypted', position: { line: 2, character: 7 } }]);
  });
});

const PHI = {
  'schema.prisma':
    'model Client {\n  id String @id @default(uuid())\n  phone String\n  email String\n  age Int\n}\nmodel Visit {\n  id String @id\n}\n',
  'phiEncryption.ts': "export const PHI_FIELDS_BY_MODEL = {\n  Client: ['phone', ''],\n\n};\n",
};

describe('completion', () => {
  const ask = async (uri: string, position: Position): Promise<readonly (string | undefined)[]> => {
    const items: CompletionItem[] = await editor.connection.sendRequest('textDocument/completion', {
      textDocument: { uri },
      position,
    });
    return items.map(({ textEdit }) => textEdit?.newText);
  };

  it('knows the rules in a suppression', async () => {
    const text = '-- ehr-schema-ignore sql/drop, sql/a\nSELECT 1;';
    await opened(text);
    expect(await ask(UNTITLED, { line: 0, character: 36 })).toContain('sql/add-column');
    expect(await ask(UNTITLED, { line: 1, character: 3 })).toEqual([]);
  });

  it('knows the models and fields in the encryption list', async () => {
    const folder = await folderWith(PHI);
    ({ editor } = await Editor.start(folder));
    const uri = uriOf(join(folder, 'phiEncryption.ts'));
    await editor.open(uri, 'typescript', PHI['phiEncryption.ts']);
    await editor.pull(uri);
    expect(await ask(uri, { line: 1, character: 21 })).toEqual(['email']);
    expect(await ask(uri, { line: 2, character: 0 })).toEqual(['Visit']);
  });
});

describe('the whole workspace', () => {
  it('is put right by one edit over all files', async () => {
    const folder = await folderWith({
      'prisma/migrations/20260101000000_a/migration.sql': 'DROP TABLE "a";\n',
      'prisma/migrations/20260102000000_b/migration.sql': 'DROP TABLE "b";\n',
    });
    ({ editor } = await Editor.start(folder));
    const edit: WorkspaceEdit = await editor.connection.sendRequest(FIX_WORKSPACE);
    expect(edit.documentChanges).toMatchObject([
      { textDocument: { version: null } },
      { textDocument: { version: null } },
    ]);
  });

  it('lets others go first while it is worked out, follows what changes, and stops when it is not wanted', async () => {
    const columns = (count: number) =>
      Array.from({ length: count }, (_, i) => `ALTER TABLE "a" ADD COLUMN "c${i}" INT;\n`);
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `prisma/migrations/2026010100${10 + i}00_m/migration.sql`,
        columns(60).join(''),
      ]),
    );
    ({ editor } = await Editor.start(await folderWith(files)));
    const ask = (token?: CancellationToken) => editor.connection.sendRequest<WorkspaceEdit>(FIX_WORKSPACE, token);
    await editor.open(UNTITLED, 'sql', 'DROP TABLE "b";\n');
    const order: string[] = [];
    const all = ask().finally(() => order.push('all'));
    await editor.change(UNTITLED, 2, { text: 'DROP TABLE "c";\n' });
    const { length } = await editor.pull(UNTITLED).finally(() => order.push('one'));
    expect(length).toBe(1);
    const { documentChanges = [] } = await all;
    expect(order).toEqual(['one', 'all']);
    const own = documentChanges.find((change) => (change as TextDocumentEdit).textDocument.uri === UNTITLED);
    expect(own).toMatchObject({ textDocument: { version: 2 } });
    expect(documentChanges).toHaveLength(41);
    const source = new CancellationTokenSource();
    const cancelled = ask(source.token);
    source.cancel();
    await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(await editor.pull(UNTITLED)).toHaveLength(1);
  });

  it('takes in migrations that come, and lets go of folders that are gone', async () => {
    const folder = await folderWith({
      'migrations/20260101000000_a/migration.sql': 'DROP TABLE "a";\n',
      'migrations/migration_lock.toml': 'provider = "postgresql"\n',
    });
    ({ editor } = await Editor.start(folder));
    const uris = async () => {
      const report = await editor.connection.sendRequest<{ items: { uri: string; items: unknown[] }[] }>(
        'workspace/diagnostic',
        { previousResultIds: [] },
      );
      return report.items.filter(({ items }) => items.length > 0).map(({ uri }) => uri.split('/').at(-2));
    };
    expect(await uris()).toEqual(['20260101000000_a']);
    await mkdir(join(folder, 'migrations/20260102000000_b'));
    await writeFile(join(folder, 'migrations/20260102000000_b/migration.sql'), 'DROP TABLE "b";\n');
    const changed = (path: string, type: number) =>
      editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: uriOf(join(folder, path)), type }],
      });
    await changed('migrations/20260102000000_b/migration.sql', 1);
    await expect.poll(uris, { timeout: 60_000 }).toEqual(['20260101000000_a', '20260102000000_b']);
    execFileSync('rm', ['-r', join(folder, 'migrations/20260101000000_a')]);
    await changed('migrations/20260101000000_a', 3);
    await expect.poll(uris, { timeout: 60_000 }).toEqual(['20260102000000_b']);
  });
});

describe('the pages of rules', () => {
  it('come as a list and one by one', async () => {
    ({ editor } = await Editor.start(null));
    const list: { rule: string }[] = await editor.connection.sendRequest(RULE_LIST);
    expect(list.map(({ rule }) => rule)).toContain('sql/drop');
    expect(await editor.connection.sendRequest(RULE_PAGE, { rule: 'sql/drop' })).toMatch(/^# sql\/drop\n/);
    expect(await editor.connection.sendRequest(RULE_PAGE, { rule: 'sql/none' })).toBeNull();
  });
});

describe('a large Prisma schema', () => {
  it('gets Prisma’s own verdict when the typing pauses, and the server answers meanwhile', async () => {
    const { editor: pushing } = await Editor.start(null, {});
    editor = pushing;
    const model = (name: string, type: string) => `model ${name} {\n  id String @id\n  other ${type}\n}\n\n`;
    const models = Array.from({ length: 1_000 }, (_, i) => model(`Table${i}`, 'String')).join('');
    const schema = 'untitled:schema.prisma';
    const verdict = () => editor.published.get(schema)?.filter(({ code }) => code === 'prisma/syntax');
    await editor.open(schema, 'prisma', models + model('Last', 'Nowhere'));
    await vi.waitFor(() => expect(verdict()).toEqual([]), WAIT);
    await vi.waitFor(() => expect(verdict()).toMatchObject([{ message: expect.stringContaining('Nowhere') }]), WAIT);
    await editor.change(schema, 2, { text: models + model('Last', 'String') });
    await vi.waitFor(() => expect(verdict()).toEqual([]), WAIT);
  });
});

const WAIT = { timeout: 60_000 };
