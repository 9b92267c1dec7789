import { readdir, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../../../../test/harness/folder';
import { imageOf } from '../database/image';
import { Snapshots } from './snapshots';

const migrations = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => ({ name, text: `SELECT '${name}'` }));
const prefix = (count: number) => ({ count, proofs: Array<null>(count).fill(null), session: '' });
const nothing = () => undefined;
const image = imageOf(
  {
    readdir: () => [],
    stat: () => ({ mode: 0 }),
    isDir: () => false,
    readFile: () => new Uint8Array(),
    mkdirTree: nothing,
    writeFile: nothing,
  },
  '',
);

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
  const images = (await readdir(folder)).filter((name) => name.endsWith('.image'));
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

test('does without an image that was cut off', async () => {
  const folder = await folderWith({});
  const snapshots = new Snapshots(folder, '1');
  await snapshots.keepEmpty(image);
  await snapshots.keep(migrations, prefix(2), image);
  for (const name of await readdir(folder)) if (name.endsWith('.image')) await truncate(join(folder, name), 7);
  expect(await snapshots.longest(migrations, 8)).toBeUndefined();
  expect(await snapshots.empty()).toBeUndefined();
});

test('takes out the verdicts that were not used for longest, and what a killed run has left unfinished', async () => {
  const folder = await folderWith({ 'a.image.0a1b2c3d': 'left', 'b.image.0a1b2c3d': 'being written' });
  await utimes(join(folder, 'a.image.0a1b2c3d'), 1, 1);
  const snapshots = new Snapshots(folder, '1');
  await snapshots.keep(migrations, prefix(1), image);
  for (let text = 0; text < 70; text++) await snapshots.keep([{ name: 'a', text: String(text) }], prefix(1));
  expect((await readdir(folder)).filter((name) => name.endsWith('.json'))).toHaveLength(60);
  expect((await readdir(folder)).filter((name) => /\.0a1b2c3d$/.test(name))).toEqual(['b.image.0a1b2c3d']);
});

test('says when the disk does not take it', async () => {
  const folder = await folderWith({ full: '' });
  await expect(new Snapshots(join(folder, 'full', 'x'), '1').keep(migrations, prefix(2), image)).rejects.toThrow(
    'ENOTDIR',
  );
});
