import { spawn } from 'node:child_process';
import { chmod, chown, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle } from '../harness/bundle';
import { ehrSchema } from '../harness/cli';
import { folderWith } from '../harness/folder';

const WRONG = 'model Client {\n  id Int @id\n}\n';
const NO_KEY = 'model Client {\n  id String @id\n}\n';

/** A schema with so many findings that its JSON is longer than a pipe holds. */
const LONG = Array.from({ length: 200 }, (_, n) => `model Client${n} {\n  id Int @id\n}\n`).join('\n');

describe('check', () => {
  it('is silent and 0 where there is nothing to find', async () => {
    const folder = await folderWith({ 'readme.md': 'nothing' });
    expect(await ehrSchema(folder, ['check'])).toEqual({
      code: 0,
      stderr: '',
      stdout: 'No findings, 0 files checked.\n',
    });
  });

  it('shows the place, the words, what happens and what repairs it, without colours in a pipe', async () => {
    const folder = await folderWith({ 'prisma/schema.prisma': NO_KEY });
    const { code, stdout } = await ehrSchema(folder, ['check']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^prisma\/schema\.prisma:2:\d+ error .+ \[prisma\/uuid-id\]$/m);
    expect(stdout).toMatch(/^ {4} {2}id String @id\n {4} +\^+$/m);
    expect(stdout).toMatch(/repair with --fix: /);
    expect(stdout).not.toContain('\u001b');
  });

  it('gives the JSON of the contract', async () => {
    const folder = await folderWith({ 'prisma/schema.prisma': NO_KEY });
    const { stdout } = await ehrSchema(folder, ['check', '--format', 'json']);
    const report = JSON.parse(stdout);
    expect(Object.keys(report)).toEqual(['version', 'files', 'summary']);
    const [file] = report.files;
    expect(file.path).toBe('prisma/schema.prisma');
    const finding = file.findings.find(({ rule }: { rule: string }) => rule === 'prisma/uuid-id');
    expect(Object.keys(finding)).toEqual(['rule', 'severity', 'message', 'range', 'repairs']);
    expect(NO_KEY.slice(finding.range.start.offset, finding.range.end.offset)).not.toBe('');
    expect(finding.range.start).toMatchObject({ line: 1 });
    expect(finding.repairs[0]).toMatchObject({ safe: true, edits: [{ path: 'prisma/schema.prisma' }] });
    expect(report.summary).toMatchObject({ files: 1, warnings: expect.any(Number), milliseconds: expect.any(Number) });
  });

  it('lists the statements that it does not know, when asked', async () => {
    const folder = await folderWith({
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20260101000000_x/migration.sql': 'CALL prepare();\n',
    });
    expect((await ehrSchema(folder, ['check'])).stdout).toBe('No findings, 1 file checked.\n');
    const { code, stdout } = await ehrSchema(folder, ['check', '--list-unknown']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/migration\.sql:1:1 info Only a run tells .+ \[sql\/unknown\]$/m);
  });

  it('puts the files right, and finds nothing safe to repair the second time', async () => {
    const folder = await folderWith({ 'schema.prisma': `\uFEFF${NO_KEY.replaceAll('\n', '\r\n')}` });
    await ehrSchema(folder, ['check', '--fix']);
    const repaired = await readFile(join(folder, 'schema.prisma'), 'utf8');
    expect(repaired).toContain('@default(uuid())');
    expect(repaired.startsWith('\uFEFF')).toBe(true);
    expect(repaired.replaceAll('\r\n', '')).not.toContain('\n');
    await ehrSchema(folder, ['check', '--fix']);
    expect(await readFile(join(folder, 'schema.prisma'), 'utf8')).toBe(repaired);
    expect(await readdir(folder)).toEqual(['schema.prisma']);
  });

  it('prints a diff and writes nothing with --fix-dry-run', async () => {
    const folder = await folderWith({ 'schema.prisma': NO_KEY });
    const { stdout } = await ehrSchema(folder, ['check', '--fix-dry-run']);
    expect(stdout).toContain('--- a/schema.prisma\n+++ b/schema.prisma\n');
    expect(stdout).toMatch(/^-\s+id String @id$/m);
    expect(await readFile(join(folder, 'schema.prisma'), 'utf8')).toBe(NO_KEY);
  });

  it('reads stdin as if it were a file, and prints the repaired text with --fix', async () => {
    const folder = await folderWith({});
    const checked = await ehrSchema(folder, ['check', '--stdin-filename', 'schema.prisma'], WRONG);
    expect(checked.code).toBe(1);
    expect(checked.stdout).toContain('schema.prisma:2:');
    const fixed = await ehrSchema(folder, ['check', '--fix', '--stdin-filename', 'schema.prisma'], NO_KEY);
    expect(fixed.stdout).toContain('@default(uuid())');
  });

  it('obeys --config and --max-warnings', async () => {
    const folder = await folderWith({
      'schema.prisma': WRONG,
      'ci.json':
        '{ "rules": { "prisma/uuid-id": "warning", "prisma/timestamps": "off", "prisma/soft-delete": "off", "prisma/syntax": "off", "prisma/map-name": "off" } }',
    });
    expect((await ehrSchema(folder, ['check', '--config', 'ci.json'])).code).toBe(0);
    expect((await ehrSchema(folder, ['check', '--config', 'ci.json', '--max-warnings', '0'])).code).toBe(1);
    expect((await ehrSchema(folder, ['check', '--config', 'ci.json', '--max-warnings', '1'])).code).toBe(0);
  });
});

describe('wrong use', () => {
  it.each([
    { words: ['check', '--fixx'], says: "ehr-schema: unknown option '--fixx' (Did you mean --fix?)" },
    { words: ['chek'], says: "ehr-schema: unknown command 'chek' (Did you mean check?)" },
    { words: ['check', '--format', 'yaml'], says: /ehr-schema: option '--format <format>' argument 'yaml' is invalid/ },
    { words: ['check', '--max-warnings', 'x'], says: /It must be a whole number/ },
    {
      words: ['check', 'nowhere.sql'],
      says: 'ehr-schema: nowhere.sql does not exist; name a file or a folder that is there',
    },
    { words: ['check', 'notes.txt'], says: /notes\.txt is nothing to check/ },
    { words: ['check', '--config', 'missing.json'], says: /--config: missing\.json does not exist/ },
    { words: ['check', '--since', 'main'], says: /--since: .* lies in no git repository/ },
    {
      words: ['explain', 'prisma/uuid-idd'],
      says: 'ehr-schema: there is no rule prisma/uuid-idd; did you mean prisma/uuid-id?',
    },
  ])('$words', async ({ words, says }) => {
    const folder = await folderWith({ 'notes.txt': '' });
    const { code, stdout, stderr } = await ehrSchema(folder, words);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    if (typeof says === 'string') expect(stderr.trimEnd()).toBe(says);
    else expect(stderr).toMatch(says);
  });

  it.each([
    ['{ "rules": { "prisma/uuid-idd": "off" } }', 'There is no rule "prisma/uuid-idd". Did you mean "prisma/uuid-id"?'],
    ['{ "guardstyle": "do-block" }', 'There is no key "guardstyle". Did you mean "guardStyle"?'],
    ['{ "rules": ', 'This is not JSON: '],
    ['', 'The file is empty.'],
  ])('a broken configuration: %s', async (text, says) => {
    const folder = await folderWith({ 'schema.prisma': WRONG, 'ehr-schema.config.json': text });
    const { code, stdout, stderr } = await ehrSchema(folder, ['check']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/ehr-schema\.config\.json:1:\d+/);
    expect(stderr).toContain(says);
  });

  it('a loop of symbolic links is walked through once, and one that leads to itself is named', async () => {
    const folder = await folderWith({ 'prisma/schema.prisma': WRONG });
    await symlink(folder, join(folder, 'prisma/loop'));
    await symlink('self.sql', join(folder, 'self.sql'));
    const { code, stdout } = await ehrSchema(folder, ['check', '--format', 'json', '.']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).files.map(({ path }: { path: string }) => path)).toEqual(['prisma/schema.prisma']);
    const named = await ehrSchema(folder, ['check', 'self.sql']);
    expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining('leads to itself') });
  });

  it('a file that may not be read is named, the others are checked, and the exit code is 2', async () => {
    const folder = await folderWith({ 'a.prisma': WRONG, 'b.prisma': WRONG });
    await chmod(join(folder, 'a.prisma'), 0o000);
    const { code, stdout, stderr } = await ehrSchema(folder, ['check'], '', await unprivileged(folder));
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'ehr-schema: a.prisma may not be accessed (no permission)\n' });
    expect(stdout).toContain('b.prisma:2:');
  });

  it('a folder that may not be written to keeps its file, and nothing half-written stays', async () => {
    const folder = await folderWith({ 'a.prisma': NO_KEY });
    const user = await unprivileged(folder);
    await chmod(folder, 0o555);
    const { code, stderr } = await ehrSchema(folder, ['check', '--fix'], '', user);
    await chmod(folder, 0o755);
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'ehr-schema: a.prisma may not be accessed (no permission)\n' });
    expect(await readdir(folder)).toEqual(['a.prisma']);
    expect(await readFile(join(folder, 'a.prisma'), 'utf8')).toBe(NO_KEY);
  });

  it('a huge file is named and left out', async () => {
    const folder = await folderWith({ 'a.prisma': NO_KEY, 'b.prisma': `//${'x'.repeat(10 * 1024 * 1024)}` });
    const { code, stderr } = await ehrSchema(folder, ['check']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'ehr-schema: b.prisma is larger than 10 MB and is left out\n',
    });
  });
});

describe('output', () => {
  it('arrives whole through a pipe, however long', async () => {
    const folder = await folderWith({ 'schema.prisma': LONG });
    const { stdout } = await ehrSchema(folder, ['check', '--format', 'json']);
    expect(stdout.length).toBeGreaterThan(70 * 1024);
    expect(JSON.parse(stdout).files).toHaveLength(1);
  });

  it('ends quietly when its reader leaves early', async () => {
    const folder = await folderWith({ 'schema.prisma': LONG });
    const command = `"${process.execPath}" "${join(await bundle(), 'cli.cjs')}" check | head -n 1`;
    const child = spawn('bash', ['-c', `set -o pipefail; ${command}; echo "$?"`], { cwd: folder });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toHaveLength(2);
  });
});

/** Root may read and write everything: such tests run as nobody, who then has to own the folder. */
async function unprivileged(folder: string) {
  if (process.getuid?.() !== 0) return {};
  const nobody = 65534;
  await chown(folder, nobody, nobody);
  for (const name of await readdir(folder)) await chown(join(folder, name), nobody, nobody);
  return { uid: nobody, gid: nobody };
}

it('a file that changes while it is being repaired is not overwritten', async () => {
  const { replaceSource } = await import('../../server/src/host/files');
  const folder = await folderWith({ 'a.prisma': 'new' });
  expect(await replaceSource(join(folder, 'a.prisma'), 'old', 'repaired')).toMatch(/has changed in the meantime/);
  expect(await readFile(join(folder, 'a.prisma'), 'utf8')).toBe('new');
  await writeFile(join(folder, 'a.prisma'), 'old');
  expect(await replaceSource(join(folder, 'a.prisma'), 'old', 'repaired')).toBeUndefined();
  expect(await readdir(folder)).toEqual(['a.prisma']);
});
