import { describe, expect, test } from 'vitest';
import { checkFolders } from '../../../../test/harness/folderRule';
import { exampleOf } from '../../core/rule';
import { name } from './name';

const places = async (...names: string[]) => {
  const files = Object.fromEntries(
    names.map((folder) => [`prisma/migrations/${folder}/migration.sql`, '\n-- AddRole\r\nSELECT 1;']),
  );
  return (await checkFolders(name, files)).map(({ path, marked }) => `${path.split('/').at(-2)}: ${marked}`);
};

describe('migration/name', () => {
  test('reports its bad examples and none of its good ones', async () => {
    for (const { files } of name.docs.bad.map(exampleOf)) expect(await checkFolders(name, files!)).toHaveLength(1);
    for (const { files } of name.docs.good.map(exampleOf)) expect(await checkFolders(name, files!)).toEqual([]);
  });

  test.each([
    '2026_a',
    '20260111',
    '20260111_',
    '20260111_addRole',
    '20260111-add',
    '20260111_add__role',
    '20261301_add',
    '20260230_add',
    '20260111250000_add',
    '01_init',
    'überall',
    '20260111_größe',
  ])('marks the first line of %s', async (folder) => {
    expect(await places(folder)).toEqual([`${folder}: -- AddRole`]);
  });

  test.each(['20240229_a', '20260111235959_add_2_roles', '0_init'])('takes %s', async (folder) => {
    expect(await places(folder)).toEqual([]);
  });

  test('reports the second of two with one timestamp of 14 digits, and points to the first', async () => {
    expect(await places('20260111093000_b', '20260111093000_a', '20260111093001_c')).toEqual([
      '20260111093000_b: -- AddRole',
    ]);
    expect(await places('20260111_a', '20260111_b')).toEqual([]);
  });

  test('reports a folder without a migration.sql on the folder, and takes an empty file', async () => {
    const found = await checkFolders(name, {
      'prisma/migrations/NEW/x.md': '',
      'prisma/migrations/OLD/migration.sql': '\0 \n',
    });
    expect(found.map(({ path }) => path)).toEqual(['prisma/migrations/OLD/migration.sql', 'prisma/migrations/NEW']);
  });

  test('leaves files alone that lie beside each other', async () => {
    expect(await checkFolders(name, { 'db/001-init.sql': 'SELECT 1;' }, { migrations: ['db/*.sql'] })).toEqual([]);
  });
});
