import { describe, expect, test } from 'vitest';
import { checkFolders } from '../../../../test/harness/folderRule';
import { exampleOf } from '../../core/rule';
import { file } from './file';

const LOCK = { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"' };
const INIT = { 'prisma/migrations/20251013_init/migration.sql': 'SELECT 1;' };
const EMPTY = 'prisma/migrations/20260111_x/migration.sql';

describe('migration/file', () => {
  test('reports its bad examples and none of its good ones', async () => {
    for (const { files } of file.docs.bad.map(exampleOf)) expect(await checkFolders(file, files!)).toHaveLength(1);
    for (const { files } of file.docs.good.map(exampleOf)) expect(await checkFolders(file, files!)).toEqual([]);
  });

  test('says where: in the file, on the folder, on the folder of all', async () => {
    const found = await checkFolders(file, {
      ...INIT,
      [EMPTY]: '\r\n-- This is an empty migration.\r\n',
      'prisma/migrations/20260112_y/x': '',
    });
    expect(found.map(({ path, marked }) => [path, marked])).toEqual([
      [EMPTY, '\r\n-- This is an empty migration.'],
      ['prisma/migrations', ''],
      ['prisma/migrations/20260112_y', ''],
    ]);
    for (const { message } of found) expect(message).toMatch(/^\S.*\.$/);
  });

  test.each(['', ' \n', '\uFEFF'])('reports the empty text %j', async (text) => {
    expect(await checkFolders(file, { ...LOCK, [EMPTY]: text })).toHaveLength(1);
  });

  test.each(['-- Moved to 20251013_init.', '/* later */', 'SELECT', '"', '\\i x'])('takes %j', async (text) => {
    expect(await checkFolders(file, { ...LOCK, [EMPTY]: text })).toEqual([]);
  });

  test.each(['provider = "mysql"', '', 'provider =', '# provider = "postgresql"', 'provider = "postgres'])(
    'reports the lock %j',
    async (lock) => {
      expect(await checkFolders(file, { ...INIT, 'prisma/migrations/migration_lock.toml': lock })).toHaveLength(1);
    },
  );

  test('asks no lock of files that lie beside each other, nor of a folder without migrations', async () => {
    expect(await checkFolders(file, { 'db/001.sql': 'SELECT 1;' }, { migrations: ['db/*.sql'] })).toEqual([]);
    expect(await checkFolders(file, LOCK)).toEqual([]);
  });
});
