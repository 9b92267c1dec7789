import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../harness/bundle';
import { blocks } from '../harness/documentation';
import { installTarball, packTarball, shell } from '../harness/tarball';

const MIGRATIONS = 'packages/database/prisma/migrations';
const GOOD = `${MIGRATIONS}/20260501_rooms/migration.sql`;
const BAD = `${MIGRATIONS}/20260502_room_name/migration.sql`;
const IDENTITY = 'git -c user.name=Test -c user.email=test@example.org -c commit.gpgsign=false';

let temporary: string;
/** A clone of a repository whose main branch holds, checked out at a branch that adds a good and a bad migration. */
let clone: string;

beforeAll(async () => {
  temporary = await realpath(await mkdtemp(join(tmpdir(), 'ehr-schema-ci-')));
  const tarball = await packTarball(join(temporary, 'source'));
  const origin = join(temporary, 'origin');
  await cp(join(ROOT, 'examples/mentalspace'), origin, { recursive: true });
  await installTarball(origin, tarball);
  await writeFile(join(origin, '.gitignore'), 'node_modules\n');
  await succeed(
    origin,
    `npx ehr-schema check --fix packages; rm -r broken; git init --quiet --initial-branch=main; ${commit('the example')}`,
  );
  clone = join(temporary, 'clone');
  await succeed(temporary, `git clone --quiet origin clone; cd clone; git checkout --quiet -b feature`);
  await write(GOOD, 'CREATE INDEX IF NOT EXISTS idx_users_email ON users(email);\n');
  await write(BAD, 'ALTER TABLE users ADD COLUMN room VARCHAR(100);\n');
  await succeed(clone, commit('two migrations'));
});

afterAll(() => rm(temporary, { recursive: true, force: true }));

const commit = (message: string) => `git add --all; ${IDENTITY} commit --quiet --message '${message}'`;

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(clone, path)), { recursive: true });
  await writeFile(join(clone, path), text);
}

async function succeed(folder: string, line: string): Promise<void> {
  expect(await shell(folder, line)).toMatchObject({ code: 0 });
}

/** What GitHub puts in the place of an expression in a pull request to main. */
function onGitHub(line: string): string {
  return line.replace(/\$\{\{ github\.base_ref(?: \|\| 'main')? \}\}/g, 'main');
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

/** The steps of every GitHub Actions job, or piece of one, that a page shows. */
function gitHubSteps(page: string): readonly Step[] {
  return blocks('yaml', [page])
    .map(({ text }) => parse(text) as Step[] | { jobs?: Record<string, { steps: Step[] }> })
    .flatMap((yaml) => (Array.isArray(yaml) ? yaml : Object.values(yaml.jobs ?? {}).flatMap(({ steps }) => steps)));
}

describe.each(['README.md', 'docs/ci.md'])('the jobs of %s', (page) => {
  it('GitHub Actions: installs, marks the bad migration alone, and proves', async () => {
    const lines = gitHubSteps(page).flatMap(({ run }) => (run === undefined ? [] : [onGitHub(run)]));
    expect(lines.join('\n')).not.toContain('${{');
    expect(await shell(clone, lines.find((line) => line === 'npm ci')!)).toMatchObject({ code: 0 });
    const check = await shell(clone, lines.find((line) => line.includes('--format github'))!);
    expect(check.code).toBe(1);
    expect(check.stdout).toMatch(new RegExp(`^::error file=${BAD},line=1,`, 'm'));
    expect(check.stdout.match(/^::error /gm)).toHaveLength(1);
    const proof = await shell(clone, lines.find((line) => line.includes('verify'))!);
    expect(proof).toMatchObject({ code: 1, stdout: expect.stringContaining('20260502_room_name') });
    for (const line of lines.filter((one) => one.includes('sarif'))) {
      await shell(clone, line);
      const log = JSON.parse(await readFile(join(clone, 'ehr-schema.sarif'), 'utf8'));
      expect(log.runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('sql/add-column');
    }
  });

  it('GitLab: leaves a report of the bad migration', async () => {
    const [job] = blocks('yaml', [page])
      .map(({ text }) => parse(text) as { 'ehr-schema'?: GitLabJob })
      .flatMap((yaml) => yaml['ehr-schema'] ?? []);
    const { script, artifacts } = job!;
    const { code } = await shell(clone, script.join('\n'), { CI_DEFAULT_BRANCH: 'main' });
    expect(code).toBe(1);
    expect(artifacts.when).toBe('always');
    const issues = JSON.parse(await readFile(join(clone, artifacts.reports.codequality), 'utf8'));
    expect(issues).toContainEqual(
      expect.objectContaining({ check_name: 'sql/add-column', location: expect.objectContaining({ path: BAD }) }),
    );
  });
});

interface GitLabJob {
  readonly script: readonly string[];
  readonly artifacts: { readonly when: string; readonly reports: { readonly codequality: string } };
}

interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
  readonly files: string;
}

describe('pre-commit', async () => {
  const own = parse(await readFile(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as Hook[];
  const documented = blocks('yaml', ['docs/ci.md'])
    .map(({ text }) => parse(text) as { repos?: { hooks: Hook[] }[] })
    .flatMap(({ repos = [] }) => repos.flatMap(({ hooks }) => hooks));

  /** Hands the files of the last commit that a hook is about to its entry, as pre-commit does. */
  async function runHook({ entry, files }: Hook) {
    const { stdout } = await shell(clone, 'git diff --name-only HEAD~1 HEAD');
    const names = stdout
      .trim()
      .split('\n')
      .filter((name) => new RegExp(files).test(name));
    expect(names).toEqual([GOOD, BAD]);
    const PATH = `${join(clone, 'node_modules/.bin')}:${process.env.PATH}`;
    return shell(clone, `${entry} ${names.join(' ')}`, { PATH });
  }

  it.each([...own, ...documented.filter(({ entry }) => entry !== undefined)])('$id: $entry', async (hook) => {
    const first = await runHook(hook);
    if (!hook.entry.includes('--fix')) {
      expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining(`${BAD}:1:`) });
      return;
    }
    expect(await readFile(join(clone, BAD), 'utf8')).toContain('IF NOT EXISTS');
    expect(await runHook(hook)).toMatchObject({ code: 0 });
    await succeed(clone, 'git checkout --quiet .');
  });

  it('the documentation names hooks that are there', () => {
    const ids = own.map(({ id }) => id);
    for (const { id } of documented) expect(ids).toContain(id);
  });
});
