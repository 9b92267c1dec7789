import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CancellationTokenSource,
  DocumentDiagnosticRequest,
  LSPErrorCodes,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { folderWith } from '../harness/folder';
import { Editor, PULLING, uriOf } from '../harness/lsp';

const SCHEMA = `model Client {\n  id Int @id\n}\n`;

/** How long a busy machine may take. */
const SOON = { timeout: 60_000 };

describe('the language server', () => {
  it('greets with what it can do', async () => {
    const { editor, greeting } = await Editor.start(null);
    expect(greeting.capabilities.diagnosticProvider).toMatchObject({
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
    expect(greeting.capabilities.textDocumentSync).toMatchObject({ change: 2, openClose: true });
    expect(await editor.stop()).toBe(0);
  });

  it('answers with findings, and follows incremental changes', async () => {
    const { editor } = await Editor.start(null);
    const uri = 'untitled:Untitled-1';
    await editor.open(uri, 'prisma', SCHEMA);
    const before = await editor.pull(uri);
    expect(before.map(({ code }) => code)).toContain('prisma/uuid-id');
    const range = { start: { line: 1, character: 5 }, end: { line: 1, character: 12 } };
    await editor.change(uri, 2, { range, text: 'String @id @default(uuid())' });
    expect((await editor.pull(uri)).map(({ code }) => code)).not.toContain('prisma/uuid-id');
    expect(await editor.stop()).toBe(0);
  });

  it('sends findings unasked to an editor that cannot ask', async () => {
    const { editor } = await Editor.start(null, {});
    const uri = 'untitled:Untitled-1';
    await editor.open(uri, 'prisma', SCHEMA);
    await expect.poll(() => editor.published.get(uri)?.map(({ code }) => code) ?? [], SOON).toContain('prisma/uuid-id');
    await editor.close(uri);
    await expect.poll(() => editor.published.get(uri), SOON).toEqual([]);
    await editor.stop();
  });

  it('repairs the whole file, and the file is then clean of what was safe', async () => {
    const { editor } = await Editor.start(null);
    const uri = 'untitled:Untitled-1';
    await editor.open(uri, 'prisma', 'model Client {\n  id String @id @default(uuid())\n}\n');
    const whole = { start: { line: 0, character: 0 }, end: { line: 2, character: 0 } };
    const [action] = await editor.actions(uri, whole, { only: ['source.fixAll'] });
    expect(action?.kind).toBe('source.fixAll.ehrSchema');
    const [change] = action!.edit!.documentChanges!;
    expect(change).toMatchObject({ textDocument: { uri, version: 1 } });
    await editor.stop();
  });

  it('reads the configuration of the folder, and feels its change at once', async () => {
    const folder = await folderWith({ 'schema.prisma': SCHEMA });
    const { editor } = await Editor.start(folder);
    const uri = uriOf(join(folder, 'schema.prisma'));
    await editor.open(uri, 'prisma', SCHEMA);
    expect((await editor.pull(uri)).map(({ code }) => code)).toContain('prisma/uuid-id');
    const configuration = uriOf(join(folder, 'ehr-schema.config.json'));
    await editor.open(configuration, 'jsonc', '{ "rules": { "prisma/uuid-id": "off" } }');
    expect((await editor.pull(uri)).map(({ code }) => code)).not.toContain('prisma/uuid-id');
    await editor.change(configuration, 2, { text: '{ "rules": { "prisma/uuid-idd": "off" } }' });
    expect(await editor.pull(configuration)).toMatchObject([
      {
        code: 'configuration/valid',
        severity: 1,
        message: 'There is no rule "prisma/uuid-idd". Did you mean "prisma/uuid-id"?',
      },
    ]);
    await editor.close(configuration);
    expect((await editor.pull(uri)).map(({ code }) => code)).toContain('prisma/uuid-id');
    await editor.stop();
  });

  it('tells of every file of the workspace, and says so when nothing has changed', async () => {
    const folder = await folderWith({ 'schema.prisma': SCHEMA });
    const { editor } = await Editor.start(folder);
    const uri = uriOf(join(folder, 'schema.prisma'));
    const ask = (previousResultIds: { uri: string; value: string }[]): Promise<WorkspaceDiagnosticReport> =>
      editor.connection.sendRequest('workspace/diagnostic', { previousResultIds });
    const first = await ask([]);
    expect(first.items).toMatchObject([{ kind: 'full', uri, version: null }]);
    const second = await ask([{ uri, value: first.items[0]!.resultId! }]);
    expect(second.items).toMatchObject([{ kind: 'unchanged', uri }]);
    await rm(join(folder, 'schema.prisma'));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
    const third = async () => (await ask([{ uri, value: second.items[0]!.resultId! }])).items;
    await expect.poll(third, SOON).toMatchObject([{ kind: 'full', uri, items: [] }]);
    await editor.stop();
  });

  it('holds what is open over what is on disk', async () => {
    const folder = await folderWith({ 'schema.prisma': SCHEMA });
    const { editor } = await Editor.start(folder);
    const file = join(folder, 'schema.prisma');
    const uri = uriOf(file);
    await editor.open(uri, 'prisma', '');
    await writeFile(file, `${await readFile(file, 'utf8')}\n`);
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
    expect(await editor.pull(uri)).toEqual([]);
    await editor.stop();
  });

  it('notices changes on disk by itself where the editor does not watch', async () => {
    const folder = await folderWith({ 'schema.prisma': SCHEMA });
    const { editor } = await Editor.start(folder);
    const uri = uriOf(join(folder, 'schema.prisma'));
    await editor.open(uri, 'prisma', SCHEMA);
    expect((await editor.pull(uri)).map(({ code }) => code)).toContain('prisma/uuid-id');
    const configuration = join(folder, 'ehr-schema.config.json');
    await writeFile(configuration, '{ "rules": { "prisma/uuid-id": "off" } }');
    await expect
      .poll(async () => (await editor.pull(uri)).map(({ code }) => code), SOON)
      .not.toContain('prisma/uuid-id');
    await editor.stop();
  });

  it('answers a request that is cancelled, and goes on', async () => {
    const { editor } = await Editor.start(null, PULLING);
    const uri = 'untitled:Untitled-1';
    await editor.open(uri, 'prisma', SCHEMA);
    const cancelled = new CancellationTokenSource();
    const asked = editor.connection.sendRequest(
      DocumentDiagnosticRequest.type,
      { textDocument: { uri } },
      cancelled.token,
    );
    cancelled.cancel();
    await expect(asked).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(await editor.pull(uri)).not.toEqual([]);
    await editor.stop();
  });
});
