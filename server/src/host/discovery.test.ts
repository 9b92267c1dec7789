import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../../../test/harness/folder';
import { enginePath, projectFolder } from './discovery';

const MIGRATION = 'app/prisma/migrations/20240101000000_visits/migration.sql';

describe('the folder whose files belong together with those of a migration', () => {
  it.each([
    ['has the package', { 'app/package.json': '{}' }, 'app'],
    ['has the configuration, above a package', { 'ehr-schema.config.json': '{}', 'app/package.json': '{}' }, ''],
    ['holds the migrations, where nothing else tells', {}, 'app/prisma'],
  ])('%s', async (_, files, expected) => {
    const folder = await folderWith({ [MIGRATION]: 'SELECT 1;', ...files });
    const start = enginePath(join(folder, MIGRATION, '..'));
    expect(await projectFolder(start)).toBe(enginePath(join(folder, expected)));
  });
});
