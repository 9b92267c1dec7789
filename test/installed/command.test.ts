import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../harness/bundle';
import { Editor, uriOf } from '../harness/lsp';
import { installTarball, packTarball, shell, type Tarball } from '../harness/tarball';

const MIGRATIONS = 'ehr/packages/database/prisma/migrations';

let temporary: string;
/** An empty project with the tarball installed in it, and the example copied beside. */
let project: string;
let tarball: Tarball;

beforeAll(async () => {
  temporary = await realpath(await mkdtemp(join(tmpdir(), 'ehr-schema-installed-')));
  tarball = await packTarball(join(temporary, 'source'));
  project = join(temporary, 'project');
  await mkdir(project);
  await installTarball(project, tarball);
  await cp(join(ROOT, 'examples/mentalspace'), join(project, 'ehr'), { recursive: true });
});

afterAll(() => rm(temporary, { recursive: true, force: true }));

/** Runs the installed command as a person does. */
const installed = (words: string) => shell(project, `npx --offline ehr-schema ${words}`);

describe('the npm package, installed into an empty folder', () => {
  it('holds what the command needs, and neither sources nor maps', () => {
    for (const file of [
      'dist/cli.cjs',
      'dist/libpg-query.wasm',
      'dist/pglite.wasm',
      'docs/rules/sql/drop.md',
      'LICENSE',
    ])
      expect(tarball.contents).toContain(file);
    const sources = tarball.contents.filter((path) => /\.(?:map|tsx?|mjs)$/.test(path));
    expect(sources.filter((path) => !path.startsWith('examples/'))).toEqual([]);
  });

  it('brings no other package with it', async () => {
    const names = await readdir(join(project, 'node_modules'));
    expect(names.filter((name) => !name.startsWith('.'))).toEqual(['ehr-schema']);
  });

  it('checks the example, and says its version', async () => {
    const { code, stdout } = await installed('check ehr');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ehr\/packages\/.+add_insurance\/migration\.sql:\d+:\d+ error .+ \[sql\/add-column\]$/m);
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect((await installed('--version')).stdout).toBe(`${version}\n`);
  });

  it('explains a rule', async () => {
    const { code, stdout } = await installed('explain sql/drop');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# sql\/drop$/m);
  });

  it('proves the migrations on the PostgreSQL that it brings', async () => {
    const { code, stdout } = await installed(`verify ${MIGRATIONS} --format json`);
    expect(code).toBe(1);
    const { migrations } = JSON.parse(stdout) as { migrations: { name: string; fresh: string; second: string }[] };
    expect(migrations.map(({ fresh }) => fresh)).toEqual(migrations.map(() => 'passed'));
    const failing = migrations.filter(({ second }) => second === 'failed');
    expect(failing.map(({ name }) => name)).toEqual(['20260218143000_add_insurance']);
  });

  it('serves an editor, with the pages of the rules as files', async () => {
    const { editor } = await Editor.start(project, undefined, {}, join(project, 'node_modules/.bin/ehr-schema'));
    const uri = uriOf(join(project, MIGRATIONS, '20260218143000_add_insurance/migration.sql'));
    await editor.open(uri, 'sql', 'DROP TABLE "rooms";\n');
    const drop = (await editor.pull(uri)).find(({ code }) => code === 'sql/drop');
    expect(drop?.codeDescription?.href).toMatch(/^file:.+\/docs\/rules\/sql\/drop\.md$/);
    expect(await editor.stop()).toBe(0);
  });
});
