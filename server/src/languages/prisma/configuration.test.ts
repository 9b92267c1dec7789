import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleAliases } from '../../../../scripts/aliases.mjs';

/** A folder as someone may open it, with a configuration that would leave a trace if it were run. */
let folder: string;
const TRACE = 'was-run.txt';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ehr-schema-'));
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}');
  writeFileSync(
    join(folder, 'prisma-ast.config.js'),
    `require('node:fs').writeFileSync(${JSON.stringify(join(folder, TRACE))}, 'run');\nmodule.exports = {};\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Bundles a program that reads a schema, as the server is bundled, and runs it in the folder. */
async function readIn(alias: Readonly<Record<string, string>>): Promise<string> {
  const outfile = join(folder, 'read.cjs');
  const contents =
    "import { readDocument } from './server/src/languages/prisma/document';\n" +
    "console.log(readDocument('model A {\\n  id String @id\\n}\\n').sections[0].section.blocks[0].name.text);";
  const stdin = { contents, resolveDir: root, loader: 'ts' as const };
  await build({
    stdin,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    alias,
    logLevel: 'error',
  });
  return execFileSync(process.execPath, [outfile], { cwd: folder, encoding: 'utf8' });
}

test('the library alone would run what it finds in the working directory', async () => {
  expect(await readIn({})).toBe('A\n');
  expect(existsSync(join(folder, TRACE))).toBe(true);
  rmSync(join(folder, TRACE));
});

test('bundled as we bundle it, it runs nothing', async () => {
  expect(await readIn(bundleAliases)).toBe('A\n');
  expect(existsSync(join(folder, TRACE))).toBe(false);
});
