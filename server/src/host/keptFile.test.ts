import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeptFile } from './keptFile';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ehr-schema-kept-file-'));
});
afterEach(() => rm(folder, { recursive: true }));

const file = (maker = 'one', name = 'project') => new KeptFile<number[]>(join(folder, 'kept'), name, maker);

async function place(): Promise<string> {
  const [name] = await readdir(join(folder, 'kept'));
  return join(folder, 'kept', name!);
}

describe('a kept file', () => {
  it('has nothing at first, and then the value, which no other user can read', async () => {
    expect(await file().read()).toBeUndefined();
    await file().write([1, 2]);
    expect(await file().read()).toEqual([1, 2]);
    if (process.platform !== 'win32') expect((await stat(await place())).mode & 0o777).toBe(0o600);
  });

  it('has nothing for another maker or another name', async () => {
    await file().write([1]);
    expect(await file('two').read()).toBeUndefined();
    expect(await file('one', 'other').read()).toBeUndefined();
  });

  it('has nothing when it is cut off, changed or empty', async () => {
    await file().write([1, 2, 3]);
    const path = await place();
    const text = await readFile(path, 'utf8');
    for (const broken of [text.replace('2', '5'), text.slice(0, -1), 'x', '', '\n', '\0\uFFFD'.repeat(100)]) {
      await writeFile(path, broken);
      expect(await file().read()).toBeUndefined();
    }
    await truncate(path, 3);
    expect(await file().read()).toBeUndefined();
  });

  it('is whole whoever else writes it at once', async () => {
    const long = (n: number) => Array.from({ length: 50_000 }, () => n);
    await Promise.all([1, 2, 3, 4].map((n) => file().write(long(n))));
    const [first] = (await file().read()) ?? [];
    expect(await file().read()).toEqual(long(first!));
    expect(await readdir(join(folder, 'kept'))).toHaveLength(1);
  });

  it('keeps nothing where nothing can be written', async () => {
    await writeFile(join(folder, 'kept'), 'a file');
    await file().write([1]);
    expect(await file().read()).toBeUndefined();
  });

  it('makes room for others by taking out those that were written first', async () => {
    for (let n = 0; n < 45; n++) await file('one', `project ${n}`).write([n]);
    expect(await readdir(join(folder, 'kept'))).toHaveLength(40);
    expect(await file('one', 'project 44').read()).toEqual([44]);
    expect(await file('one', 'project 0').read()).toBeUndefined();
  });
});
