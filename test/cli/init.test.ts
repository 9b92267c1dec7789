import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ehrSchema } from '../harness/cli';
import { folderWith } from '../harness/folder';
import { corpusFiles, hasCorpus } from '../parity/examples';

const BAD = 'CREATE TABLE "visits" ("id" UUID PRIMARY KEY);\nALTER TABLE "visits" ADD COLUMN "room" TEXT;\n';

/** A clean check, and one that fails as soon as a bad migration comes. */
async function expectAdopted(folder: string, migrations: string): Promise<void> {
  const clean = await ehrSchema(folder, ['check']);
  expect(clean).toMatchObject({ code: 0, stderr: '' });
  await mkdir(join(folder, migrations, '20991231235959_visits'), { recursive: true });
  await writeFile(join(folder, migrations, '20991231235959_visits/migration.sql'), BAD);
  const failing = await ehrSchema(folder, ['check', '--format', 'json']);
  expect(failing.code).toBe(1);
  const rules = JSON.parse(failing.stdout).files.flatMap(
    ({ findings }: { findings: { rule: string; severity: string }[] }) =>
      findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule),
  );
  expect(rules).toEqual(expect.arrayContaining(['sql/create-table', 'sql/add-column']));
}

describe('init', () => {
  it('writes a configuration with a baseline, says what it found, and does not overwrite it', async () => {
    const folder = await folderWith({
      'prisma/migrations/20260101000000_init/migration.sql': 'CREATE TABLE a (id INT);\n',
      'prisma/schema.prisma': 'model Client {\n  id Int @id\n}\n',
      'src/encryption.ts': 'export const PHI_FIELDS_BY_MODEL = { Client: ["phone"] };\n',
    });
    const { code, stdout } = await ehrSchema(folder, ['init']);
    expect(code).toBe(0);
    expect(stdout).toContain('prisma/migrations: 1, the newest is 20260101000000_init');
    expect(stdout).toContain('1 Prisma file');
    expect(stdout).toContain('src/encryption.ts');
    const written = await readFile(join(folder, 'ehr-schema.config.json'), 'utf8');
    expect(written).toContain('"phi": { "file": ["src/encryption.ts"] }');
    expect(written).toContain('"baseline": "20260101000000_init"');
    const again = await ehrSchema(folder, ['init']);
    expect(again).toMatchObject({ code: 2, stdout: '' });
    expect(again.stderr).toBe('ehr-schema: ehr-schema.config.json is there already; change it, or remove it first\n');
    await expectAdopted(folder, 'prisma/migrations');
  });

  it('works in an empty folder', async () => {
    const folder = await folderWith({});
    const { code, stdout } = await ehrSchema(folder, ['init']);
    expect(code).toBe(0);
    expect(stdout).toContain('none found yet');
    expect((await ehrSchema(folder, ['check'])).code).toBe(0);
  });

  const histories = ['hoppscotch', 'keyshade', 'saas-starter-kit', 'trigger.dev', 'umami'];
  it.runIf(hasCorpus).each(histories)('adopts %s as it lies in the shared corpus', async (history) => {
    const files = Object.entries(await corpusFiles()).filter(([path]) => path.startsWith(`${history}/`));
    const here = files.map(([path, text]) => [
      path.replace(`${history}/prisma/migrations/`, '').replace(`${history}/prisma/`, ''),
      text,
    ]);
    const folder = await folderWith(Object.fromEntries(here));
    expect(await ehrSchema(folder, ['init'])).toMatchObject({ code: 0, stderr: '' });
    await expectAdopted(folder, '.');
  });
});
