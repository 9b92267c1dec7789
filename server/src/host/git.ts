import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { enginePath } from './discovery';

const run = promisify(execFile);

/**
 * Runs git in a folder and gives its output; undefined where git is missing or says no. A repository can name a file
 * monitor and a program that fetches what is missing, which git would start: an opened folder must not run code.
 */
async function git(folder: string, ...words: string[]): Promise<string | undefined> {
  return run('git', ['-C', folder, '-c', 'core.fsmonitor=false', ...words], {
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
    env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
  }).then(
    ({ stdout }) => stdout,
    () => undefined,
  );
}

/** The top folder of the repository that a folder lies in, or undefined when it lies in none. */
export async function repositoryOf(folder: string): Promise<string | undefined> {
  // The way up, not the top's own name: that has its symbolic links resolved, and would not match the paths we know.
  const up = await git(folder, 'rev-parse', '--show-cdup');
  return up === undefined ? undefined : enginePath(join(folder, up.trim()));
}

const USUAL_NAMES = ['origin/main', 'origin/master', 'main', 'master'];

/** The branch that others build on: what the remote calls its head, else the usual names. */
export async function defaultBranch(repository: string): Promise<string | undefined> {
  const head = (await git(repository, 'symbolic-ref', '--short', 'refs/remotes/origin/HEAD'))?.trim();
  for (const name of head ? [head, ...USUAL_NAMES] : USUAL_NAMES) {
    if ((await git(repository, 'rev-parse', '--verify', '--quiet', `${name}^{commit}`)) !== undefined) return name;
  }
  return undefined;
}

/** The migrations below a folder that are on the default branch already, as absolute paths with `/`. */
export async function mergedMigrations(folder: string): Promise<readonly string[]> {
  const repository = await repositoryOf(folder);
  const branch = repository && (await defaultBranch(repository));
  if (!branch) return [];
  const listed = await git(folder, 'ls-tree', '-r', '-z', '--name-only', branch, '--', '.');
  return split(listed).flatMap((path) => (path.endsWith('.sql') ? [enginePath(join(folder, path))] : []));
}

/** A commit was asked for that is not there; the message is a sentence for the user. */
export class UnknownCommit extends Error {
  override readonly name = 'UnknownCommit';
}

/**
 * The files that differ from a commit: changed, uncommitted and untracked ones, as absolute paths with `/`.
 * @throws UnknownCommit when there is no repository or no such commit.
 */
export async function changedSince(folder: string, ref: string): Promise<readonly string[]> {
  const repository = await repositoryOf(folder);
  if (!repository) throw new UnknownCommit(`${folder} lies in no git repository`);
  const commit = (
    await git(repository, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)
  )?.trim();
  if (!commit) throw new UnknownCommit(`git knows no commit "${ref}"; fetch it first, or name another`);
  const base = (await git(repository, 'merge-base', commit, 'HEAD'))?.trim() || commit;
  const [tracked, untracked] = await Promise.all([
    git(repository, 'diff', '--name-only', '-z', '--diff-filter=d', '--no-renames', base),
    git(repository, 'ls-files', '-z', '--others', '--exclude-standard'),
  ]);
  return [...split(tracked), ...split(untracked)].map((path) => `${repository}/${path}`);
}

function split(listing: string | undefined): readonly string[] {
  return listing?.split('\0').filter((path) => path !== '') ?? [];
}
