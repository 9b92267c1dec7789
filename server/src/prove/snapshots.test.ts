import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../../../test/harness/folder';
import { Snapshots } from './snapshots';

const migrations = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => ({ name, text: `SELECT '${name}'` }));
const prefix = (count: number) => ({ count, proofs: Array<null>(count).fill(null), session: '' });
const image = new Uint8Array([1, 2, 3]);

test('gives back the longest state of what has not changed', async () => {
  const snapshots = new Snapshots(join(await folderWith({}), 'new'), '1');
  expect(await snapshots.longest(migrations, 8)).toBeUndefined();
  await snapshots.keep(migrations, prefix(2), image);
  await snapshots.keep(migrations, prefix(5), image);
  const found = await snapshots.longest(migrations, 8);
  expect(found).toMatchObject({ count: 5 });
  expect([...found!.image]).toEqual([...image]);
  expect(await snapshots.longest(migrations, 4)).toMatchObject({ count: 2 });
  const edited = migrations.map((migration) =>
    migration.name === 'c' ? { ...migration, text: 'SELECT 0' } : migration,
  );
  expect(await snapshots.longest(edited, 8)).toMatchObject({ count: 2 });
});

test('keeps apart what other versions made', async () => {
  const folder = await folderWith({});
  await new Snapshots(folder, '1').keep(migrations, prefix(2), image);
  expect(await new Snapshots(folder, '2').longest(migrations, 8)).toBeUndefined();
});

test('keeps few data directories, and lets no one else read them', async () => {
  const folder = await folderWith({});
  const snapshots = new Snapshots(folder, '1');
  for (let count = 1; count <= 8; count++) await snapshots.keep(migrations, prefix(count), image);
  const images = (await readdir(folder)).filter((name) => name.endsWith('.tar'));
  expect(images).toHaveLength(6);
  if (process.platform !== 'win32') expect((await stat(join(folder, images[0]!))).mode & 0o077).toBe(0);
});

test('does without a file that was cut off', async () => {
  const folder = await folderWith({});
  const snapshots = new Snapshots(folder, '1');
  await snapshots.keep(migrations, prefix(2), image);
  for (const name of await readdir(folder))
    if (name.endsWith('.json')) await writeFile(join(folder, name), '{"count":2');
  expect(await snapshots.longest(migrations, 8)).toBeUndefined();
});

test('says when the disk does not take it', async () => {
  const folder = await folderWith({ full: '' });
  await expect(new Snapshots(join(folder, 'full', 'x'), '1').keep(migrations, prefix(2), image)).rejects.toThrow(
    'ENOTDIR',
  );
});
