import { copyFile, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  CancellationTokenSource,
  type Diagnostic,
  DocumentDiagnosticRequest,
  HoverRequest,
  LSPErrorCodes,
} from 'vscode-languageserver/node';
import { bundle, ROOT } from '../harness/bundle';
import { folderWith } from '../harness/folder';
import { Editor, PULLING, uriOf } from '../harness/lsp';

const SQL = 'untitled:first.sql';
const OTHER = 'untitled:other.sql';
const SCHEMA = 'untitled:schema.prisma';

/** Long enough for a busy machine, and for a document that is given up. */
const LIMIT = { timeout: 300_000 };

const TROUBLED = { NODE_OPTIONS: `--require ${join(ROOT, 'test/harness/troubledParser.cjs')}` };

/** Starts a server whose parser obeys the comments of troubledParser. */
async function start(program?: string, folder: string | null = null): Promise<Editor> {
  const { editor } = await Editor.start(folder, PULLING, {}, program, TROUBLED);
  onTestFinished(() => void editor.process.kill());
  return editor;
}

function rules(diagnostics: readonly Diagnostic[]): readonly unknown[] {
  return diagnostics.map(({ code }) => code);
}

describe('a document that keeps the server too long', () => {
  it('is given up until it changes, while others are answered and cancellation is honoured', LIMIT, async () => {
    const editor = await start();
    await editor.open(OTHER, 'sql', 'CREATE TYPE mood AS ENUM ();');
    expect(rules(await editor.pull(OTHER))).toContain('sql/create-type');
    await editor.open(SQL, 'sql', 'SELECT 1 /* hang */ + 1;');
    let given: readonly Diagnostic[] | undefined;
    const asked = editor.pull(SQL).then((diagnostics) => (given = diagnostics));

    // Together these take longer than a document may keep the server.
    const slow = [1, 2, 3, 4].map((i) => `SELECT ${i} /* slow */ + 1;\n`).join('');
    await editor.change(OTHER, 2, { text: `${slow}CREATE SCHEMA s;` });
    expect(rules(await editor.pull(OTHER))).toEqual(['sql/create-object']);
    expect(given).toBeUndefined();

    const waits: number[] = [];
    for (let i = 0; i < 5; i++) waits.push(await timeToCancel(editor));
    expect(Math.min(...waits)).toBeLessThan(50);
    expect(given).toBeUndefined();

    await asked;
    expect(given).toMatchObject([{ severity: 2, message: expect.stringContaining('took too long') }]);
    expect(await editor.connection.sendRequest(HoverRequest.type, place(SQL))).toBeNull();
    await editor.change(SQL, 2, { text: 'CREATE SCHEMA s;' });
    expect(rules(await editor.pull(SQL))).toEqual(['sql/create-object']);
    expect(await editor.stop()).toBe(0);
  });
});

it('a document whose history takes longer to read than a document may is not given up for it', LIMIT, async () => {
  const slow = Array.from({ length: 6 }, (_, i) => [
    `prisma/migrations/2024010100000${i}_slow/migration.sql`,
    `SELECT ${i} /* slow */ + 1;`,
  ]);
  const last = 'prisma/migrations/20250101000000_last/migration.sql';
  const folder = await folderWith({ ...Object.fromEntries(slow), [last]: 'CREATE SCHEMA s;' });
  const editor = await start(undefined, folder);
  const uri = uriOf(join(folder, last));
  await editor.open(uri, 'sql', 'CREATE TYPE mood AS ENUM ();');
  await expect.poll(async () => rules(await editor.pull(uri)), LIMIT).toContain('sql/create-type');
  expect(editor.log.filter((line) => line.includes('left alone'))).toEqual([]);
  expect(await editor.stop()).toBe(0);
});

async function timeToCancel({ connection }: Editor): Promise<number> {
  const source = new CancellationTokenSource();
  const asked = connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: SQL } }, source.token);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const start = performance.now();
  source.cancel();
  await expect(asked).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
  return performance.now() - start;
}

function place(uri: string) {
  return { textDocument: { uri }, position: { line: 0, character: 8 } };
}

describe('the parser', () => {
  it.each(['/* abort */', '/* no memory */'])(
    'dies of %s, and other statements keep their findings',
    async (comment) => {
      const editor = await start();
      const deadly = Array.from({ length: 5 }, (_, i) => `SELECT ${i} ${comment} + 1;`).join('\n');
      await editor.open(SQL, 'sql', `CREATE SCHEMA s;\n${deadly}`);
      expect(rules(await editor.pull(SQL))).toContain('sql/create-object');
      await editor.open(OTHER, 'sql', 'CREATE SCHEMA s;');
      expect(rules(await editor.pull(OTHER))).toEqual(['sql/create-object']);
      await editor.change(SQL, 2, { text: `${deadly}\nCREATE SCHEMA s;\nSELEC;` });
      await expect.poll(async () => rules(await editor.pull(SQL)), LIMIT).toEqual(['sql/create-object', 'sql/syntax']);
      expect(await editor.stop()).toBe(0);
    },
  );

  it.each([
    // On a busy machine the time is up before the memory is.
    ['/* eat memory */', /more memory than there is|took too long/],
    ['/* die */', /made the checker stop/],
  ])('takes the engine with it by %s, and the document is given up', LIMIT, async (comment, said) => {
    const editor = await start();
    await editor.open(OTHER, 'sql', 'CREATE SCHEMA s;');
    await editor.open(SQL, 'sql', `SELECT 1 ${comment} + 1;`);
    expect(await editor.pull(SQL)).toMatchObject([{ message: expect.stringMatching(said) }]);
    expect(rules(await editor.pull(OTHER))).toEqual(['sql/create-object']);
    await editor.change(SQL, 2, { text: 'CREATE SCHEMA s;' });
    expect(rules(await editor.pull(SQL))).toEqual(['sql/create-object']);
    expect(await editor.stop()).toBe(0);
  });

  it.each([
    ['missing', (file: string) => rm(file)],
    ['corrupt', (file: string) => writeFile(file, 'no WebAssembly')],
  ])('is %s when the server starts: it says so once, lives, and recovers', LIMIT, async (_, spoil) => {
    // Away from our node_modules, where the parser would be found again.
    const folder = await mkdtemp(join(tmpdir(), 'ehr-schema-bundle-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    for (const name of await readdir(await bundle()))
      if (/\.cjs$|^libpg|^prisma/.test(name)) await cp(join(await bundle(), name), join(folder, name));
    await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
    await spoil(join(folder, 'libpg-query.wasm'));

    const editor = await start(join(folder, 'cli.cjs'));
    await editor.open(SQL, 'sql', 'CREATE SCHEMA s;');
    await editor.open(SCHEMA, 'prisma', 'model Client {\n  id Int @id\n}\n');
    expect(await editor.pull(SQL)).toEqual([]);
    expect(rules(await editor.pull(SCHEMA))).toContain('prisma/uuid-id');
    expect(editor.log.filter((line) => line.includes('parser could not be loaded'))).toHaveLength(1);
    await copyFile(join(await bundle(), 'libpg-query.wasm'), join(folder, 'libpg-query.wasm'));
    await expect.poll(async () => rules(await editor.pull(SQL)), LIMIT).toEqual(['sql/create-object']);
    expect(editor.log.filter((line) => line.includes('parser could not be loaded'))).toHaveLength(1);
    expect(await editor.stop()).toBe(0);
  });
});
