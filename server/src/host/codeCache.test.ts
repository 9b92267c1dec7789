import { execFileSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeEach, expect, test } from 'vitest';
import { folderWith } from '../../../test/harness/folder';

/** It runs on until its code is kept. */
const PROGRAM = `const { basename } = require('node:path');
console.log(basename(__filename), basename(__dirname) !== '', answer());
function answer() { return 42; }
setTimeout(() => undefined, 200);`;

let folder: string;
let program: string;
let kept: string;
let runner: string;

/** Runs the program in a process of its own, as V8 keeps what it compiled for as long as one lives, and gives what it said. */
function run(...words: string[]): string {
  return execFileSync(process.execPath, [runner, ...words], { encoding: 'utf8' }).trim();
}

async function keptCode(): Promise<Buffer> {
  const [name, ...others] = await readdir(kept);
  expect(others).toEqual([]);
  return readFile(join(kept, name!));
}

beforeEach(async () => {
  folder = await folderWith({ 'program.cjs': PROGRAM });
  program = join(folder, 'program.cjs');
  kept = join(folder, 'kept', 'code');
  runner = join(folder, 'runner.cjs');
  const call = `runWithCodeCache(${JSON.stringify(program)}, { folder: ${JSON.stringify(kept)}, warm: JSON.parse(process.argv[2] ?? '20') });`;
  const resolveDir = fileURLToPath(new URL('.', import.meta.url));
  const stdin = { contents: `import { runWithCodeCache } from './codeCache';\n${call}`, resolveDir };
  await build({ stdin, outfile: runner, bundle: true, platform: 'node', format: 'cjs' });
});

test('a program runs the first time, and again with the code that was kept', async () => {
  expect(run()).toBe('program.cjs true 42');
  const before = await keptCode();
  expect(run()).toBe('program.cjs true 42');
  expect(await keptCode()).toEqual(before);
});

test('the code of a program that ends at once is kept at its end', async () => {
  await writeFile(program, PROGRAM.replace(/setTimeout.*/, ''));
  expect(run()).toBe('program.cjs true 42');
  expect(await readdir(folder)).not.toContain('kept');
  expect(run('"exit"')).toBe('program.cjs true 42');
  const before = await keptCode();
  expect(run('"exit"')).toBe('program.cjs true 42');
  expect(await keptCode()).toEqual(before);
});

test('code that is damaged is made anew', async () => {
  run();
  const before = await keptCode();
  const [name] = await readdir(kept);
  const flipped = Buffer.from(before).fill(0xff, before.length - 60, before.length - 40);
  for (const damaged of [flipped, before.subarray(0, 100), Buffer.alloc(0), Buffer.alloc(before.length, 1)]) {
    await writeFile(join(kept, name!), damaged);
    expect(run()).toBe('program.cjs true 42');
    expect(await keptCode()).not.toEqual(damaged);
  }
});

test('code of another build is not used, and goes', async () => {
  run();
  await writeFile(program, PROGRAM.replace('42', '43'));
  await utimes(program, 1, 1);
  expect(run()).toBe('program.cjs true 43');
  await keptCode();
});

test('a folder that cannot be written keeps no program from running', async () => {
  await writeFile(join(folder, 'kept'), 'a file where the folder should be');
  expect(run()).toBe('program.cjs true 42');
  expect(run()).toBe('program.cjs true 42');
});
