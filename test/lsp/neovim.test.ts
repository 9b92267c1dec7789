import { execFile, spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { bundle, ROOT } from '../harness/bundle';
import { folderWith } from '../harness/folder';

const hasNeovim = spawnSync('nvim', ['--version']).status === 0;

it.runIf(hasNeovim)(
  'Neovim shows findings, applies a repair and saves the file',
  async () => {
    const name = 'prisma/migrations/20260101000000_a/migration.sql';
    const folder = await folderWith({ [name]: '-- 😀 first\nDROP TABLE "a"; -- gone\n' });
    const env = {
      ...process.env,
      EHR_SCHEMA: join(await bundle(), 'cli.cjs'),
      MIGRATION: join(folder, name),
      NODE: process.execPath,
      XDG_STATE_HOME: folder,
      XDG_DATA_HOME: folder,
      XDG_CACHE_HOME: folder,
    };
    const words = ['--headless', '--clean', '-n', '-c', `luafile ${join(ROOT, 'test/lsp/neovim.lua')}`];
    const { stdout, stderr } = await promisify(execFile)('nvim', words, { cwd: folder, env, timeout: 120_000 });
    // Headless, Neovim prints to stderr.
    expect(`${stdout}${stderr}`).toMatch(/sql\/drop 1:\d+.*repaired/s);
    expect(await readFile(join(folder, name), 'utf8')).toBe('-- 😀 first\nDROP TABLE IF EXISTS "a"; -- gone\n');
  },
  150_000,
);
