import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { folderWith } from '../../../test/harness/folder';
import { changedSince, defaultBranch, mergedMigrations, repositoryOf, UnknownCommit } from './git';

function git(folder: string, ...words: string[]): void {
  const identity = ['-c', 'user.name=T', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['-C', folder, ...identity, ...words], { stdio: 'pipe' });
}

async function repository(files: Record<string, string>): Promise<string> {
  const folder = await folderWith(files);
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', 'first');
  return folder;
}

it('a folder outside any repository has no history', async () => {
  const folder = await folderWith({});
  expect(await repositoryOf(folder)).toBeUndefined();
  expect(await mergedMigrations(folder)).toEqual([]);
  await expect(changedSince(folder, 'main')).rejects.toThrow(UnknownCommit);
});

it('an empty repository has no default branch', async () => {
  const folder = await folderWith({});
  git(folder, 'init', '--quiet');
  expect(await defaultBranch(folder)).toBeUndefined();
});

it('what the remote calls its head goes before the usual names', async () => {
  const folder = await repository({ 'a.sql': '' });
  git(folder, 'branch', 'trunk');
  expect(await defaultBranch(folder)).toBe('main');
  git(folder, 'update-ref', 'refs/remotes/origin/trunk', 'main');
  git(folder, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
  expect(await defaultBranch(folder)).toBe('origin/trunk');
});

it('names with blanks, quotes and other letters come whole, from a folder within the repository too', async () => {
  const name = 'prisma/migrations/1_ü "x"/migration.sql';
  const folder = await repository({ [name]: '' });
  expect(await mergedMigrations(join(folder, 'prisma'))).toEqual([join(folder, name)]);
});

it('a reference that looks like an option is none', async () => {
  const folder = await repository({ 'a.sql': '' });
  await expect(changedSince(folder, '--output=stolen')).rejects.toThrow(UnknownCommit);
  expect(existsSync(join(folder, 'stolen'))).toBe(false);
});

it('a file monitor that the repository names is not started', async () => {
  const folder = await repository({ 'a.sql': '' });
  await mkdir(join(folder, 'hooks'));
  await writeFile(join(folder, 'hooks/monitor'), '#!/bin/sh\ntouch started\n');
  await chmod(join(folder, 'hooks/monitor'), 0o755);
  git(folder, 'config', 'core.fsmonitor', 'hooks/monitor');
  await changedSince(folder, 'main');
  await mergedMigrations(folder);
  expect(existsSync(join(folder, 'started'))).toBe(false);
});
