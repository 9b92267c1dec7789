import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ehrSchema } from '../harness/cli';
import { folderWith } from '../harness/folder';

const OLD = 'prisma/migrations/20260101000000_old/migration.sql';
const NEW = 'prisma/migrations/20260102000000_new/migration.sql';
const DROP = 'DROP TABLE "legacy";\n';

let folder: string;

function git(...words: string[]): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['-C', folder, ...identity, ...words], { stdio: 'pipe' });
}

async function found(...words: string[]): Promise<readonly string[]> {
  const { stdout } = await ehrSchema(folder, ['check', '--format', 'json', ...words]);
  return JSON.parse(stdout).files.map(({ path }: { path: string }) => path);
}

beforeEach(async () => {
  folder = await folderWith({ [OLD]: DROP, 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'old');
  git('checkout', '--quiet', '-b', 'feature');
  execFileSync('mkdir', ['-p', join(folder, 'prisma/migrations/20260102000000_new')]);
  await writeFile(join(folder, NEW), DROP);
});

describe('a migration that is on the default branch', () => {
  it('is reported, and left alone by --fix', async () => {
    const { code, stdout } = await ehrSchema(folder, ['check', '--fix']);
    expect(code).toBe(1);
    expect(stdout).toContain(`${OLD}:1:`);
    expect(stdout).not.toContain(`${NEW}:1:`);
    expect(await readFile(join(folder, OLD), 'utf8')).toBe(DROP);
    expect(await readFile(join(folder, NEW), 'utf8')).toBe('DROP TABLE IF EXISTS "legacy";\n');
  });

  it('has repairs that say what comes of them', async () => {
    const { stdout } = await ehrSchema(folder, ['check', '--format', 'json', OLD]);
    const [{ repairs }] = JSON.parse(stdout).files[0].findings;
    expect(repairs[0]).toMatchObject({
      safe: false,
      title: expect.stringMatching(/\(merged: Prisma's checksum will change, see prisma migrate resolve\)$/),
    });
  });
});

describe('--since', () => {
  it('checks what was committed, changed and not yet tracked', async () => {
    expect(await found('--since', 'main')).toEqual([NEW]);
    git('add', '.');
    git('commit', '--quiet', '-m', 'new');
    expect(await found('--since', 'main')).toEqual([NEW]);
    await writeFile(join(folder, OLD), `${DROP}\n`);
    expect(await found('--since', 'main')).toEqual([OLD, NEW]);
    expect(await found('--since', 'HEAD')).toEqual([OLD]);
    await rm(join(folder, OLD));
    expect(await found('--since', 'HEAD')).toEqual([]);
  });

  it('stands on where the branch began, whatever has come to the other one since', async () => {
    git('stash', '--quiet', '--include-untracked');
    git('checkout', '--quiet', 'main');
    await writeFile(join(folder, OLD), `${DROP}-- changed on main\n`);
    git('commit', '--quiet', '-a', '-m', 'later');
    git('checkout', '--quiet', 'feature');
    git('stash', 'pop', '--quiet');
    expect(await found('--since', 'main')).toEqual([NEW]);
  });

  it('says so when there is no such commit', async () => {
    const { code, stderr } = await ehrSchema(folder, ['check', '--since', 'nowhere']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'ehr-schema: --since: git knows no commit "nowhere"; fetch it first, or name another\n',
    });
  });
});
