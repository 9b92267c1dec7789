import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { ehrSchema, type Run } from '../harness/cli';
import { folderWith } from '../harness/folder';

const FIRST = 'prisma/migrations/20260101000000_first/migration.sql';
const SECOND = 'prisma/migrations/20260102000000_second/migration.sql';

const FILES = {
  'prisma/schema.prisma': 'model Client {\n  id Int @id\n}\n',
  'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  [FIRST]: 'CREATE TABLE "Client" ("id" UUID PRIMARY KEY, "userId" UUID REFERENCES "User"("id"));\n',
};

/** A check of a project whose cache is a folder of the test's own. */
function checker(folder: string, cache: string) {
  const environment = { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: cache };
  return (...words: string[]): Promise<Run> => ehrSchema(folder, ['check', ...words], '', { env: environment });
}

async function kept(cache: string): Promise<readonly string[]> {
  return readdir(cache, { recursive: true }).then((names) => names.filter((name) => name.endsWith('.json')));
}

it('says the same of a project that it has checked before, and of one that has changed since', async () => {
  const folder = await folderWith(FILES);
  const cache = await folderWith({});
  const check = checker(folder, cache);
  const same = async () => {
    const fresh = await check('--no-cache');
    for (let time = 0; time < 2; time++) expect(await check()).toEqual(fresh);
    return fresh.stdout;
  };
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  };

  expect(await same()).toContain('sql/foreign-key-index');
  await write(SECOND, 'CREATE INDEX IF NOT EXISTS "Client_userId_idx" ON "Client"("userId");\n');
  expect(await same()).not.toContain('sql/foreign-key-index');
  await rm(dirname(join(folder, SECOND)), { recursive: true });
  expect(await same()).toContain('sql/foreign-key-index');
  await write('ehr-schema.config.json', '{ "rules": { "sql/foreign-key-index": "off" } }\n');
  expect(await same()).not.toContain('sql/foreign-key-index');
  await write('prisma/schema.prisma', 'model Client {\n  id String @id @db.Uuid\n');
  expect(await same()).toContain('prisma/syntax');
});

it('keeps nothing when it is told not to, and says what options ask for', async () => {
  const folder = await folderWith({ ...FILES, [SECOND]: 'CALL prepare();\n' });
  const cache = await folderWith({});
  const check = checker(folder, cache);
  await check('--no-cache');
  await check('--fix-dry-run');
  expect(await kept(cache)).toEqual([]);
  await check();
  expect(await kept(cache)).not.toEqual([]);
  expect((await check('--list-unknown')).stdout).toContain('[sql/unknown]');
  expect((await check()).stdout).not.toContain('[sql/unknown]');
});

it('checks all the same where nothing can be kept', async () => {
  const folder = await folderWith({ ...FILES, 'no-folder': '' });
  const check = checker(folder, join(folder, 'no-folder'));
  expect(await check()).toEqual(await check('--no-cache'));
});
