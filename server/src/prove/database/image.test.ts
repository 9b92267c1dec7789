import { beforeEach, expect, test } from 'vitest';
import { emptyImage, PGLITE_FOLDER } from '../../../../test/harness/database';
import { fingerprint } from '../catalog/fingerprint';
import { query } from './database';
import { EmbeddedDatabase } from './embedded';
import { type Files, imageOf, isWhole, restoreImage } from './image';

const ENCODER = new TextEncoder();

/** Files in memory: contents by path, null for a folder. */
class MemoryFiles implements Files {
  readonly all = new Map<string, Uint8Array | null>();

  readdir(path: string): string[] {
    const below = [...this.all.keys()].filter((other) => other.startsWith(`${path}/`));
    return ['.', '..', ...new Set(below.map((other) => other.slice(path.length + 1).split('/')[0]!))];
  }

  stat(path: string): { mode: number } {
    return { mode: this.all.get(path) === null ? 1 : 0 };
  }

  isDir(mode: number): boolean {
    return mode === 1;
  }

  readFile(path: string): Uint8Array {
    return this.all.get(path)!;
  }

  mkdirTree(path: string): void {
    this.all.set(path, null);
  }

  writeFile(path: string, contents: Uint8Array): void {
    this.all.set(path, contents);
  }
}

let files: MemoryFiles;
beforeEach(() => {
  files = new MemoryFiles();
  files.mkdirTree('/data');
  files.mkdirTree('/data/empty');
  files.mkdirTree('/data/base');
  files.writeFile('/data/base/1', ENCODER.encode('contents'));
  files.writeFile('/data/base/é', new Uint8Array());
  files.writeFile('/data/last', new Uint8Array([0, 255]));
});

test('gives back every folder and file', () => {
  const restored = new MemoryFiles();
  restoreImage(imageOf(files, '/data'), restored, '/elsewhere');
  const expected = [...files.all].map(([path, contents]) => [path.replace('/data', '/elsewhere'), contents]);
  expect(Object.fromEntries(restored.all)).toEqual(Object.fromEntries(expected));
});

test('stays as it is when what was made of it changes', () => {
  const image = imageOf(files, '/data');
  const before = image.slice();
  restoreImage(image, files, '/data');
  files.all.get('/data/last')!.fill(7);
  expect(image).toEqual(before);
});

test('is known not to be whole when a part is missing', () => {
  const image = imageOf(files, '/data');
  expect(isWhole(image)).toBe(true);
  for (let length = 0; length < image.length; length++)
    expect(isWhole(image.subarray(0, length)), `${length}`).toBe(false);
  expect(isWhole(new Uint8Array(image.length))).toBe(false);
});

test('of a database holds all that is committed in it, and can be used again', async () => {
  const database = await EmbeddedDatabase.open({ folder: PGLITE_FOLDER, extensions: [], image: await emptyImage() });
  await query(
    database,
    "CREATE TABLE t (id int PRIMARY KEY, n text); INSERT INTO t VALUES (1, 'a'), (2, 'b'); CREATE INDEX i ON t (n)",
  );
  const before = await fingerprint(database);
  const image = await database.image();
  for (const _ of [1, 2]) {
    const copy = await EmbeddedDatabase.open({ folder: PGLITE_FOLDER, extensions: [], image });
    expect(await fingerprint(copy)).toEqual(before);
    await query(copy, 'DROP TABLE t; CHECKPOINT');
    await copy.close();
  }
  await database.close();
});
