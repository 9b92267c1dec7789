import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A digest of some texts, as hexadecimal digits; where one ends and the next begins counts. */
export function digest(...texts: readonly string[]): string {
  const hash = createHash('sha1');
  for (const text of texts) hash.update(`${text.length}\n`).update(text);
  return hash.digest('hex');
}

/** One value of JSON that outlives the process, in a file that two processes may write at once. What it says can be made again. */
export class KeptFile<T> {
  readonly #place: string;
  readonly #maker: string;

  /**
   * @param folder holds such files of several projects; those that were not written for longest are taken out.
   * @param name tells them apart.
   * @param maker what made the value: of another one it is not taken.
   */
  constructor(folder: string, name: string, maker: string) {
    this.#place = join(folder, `${digest(name)}.json`);
    this.#maker = maker;
  }

  /** The value; undefined where there is none, or not the whole of what was written. */
  async read(): Promise<T | undefined> {
    // Not there, not to be read or cut off: whatever is wrong with it, the value is made again.
    const file = await readFile(this.#place, 'utf8').catch(() => '');
    const end = file.indexOf('\n');
    const text = file.slice(end + 1);
    return file.slice(0, end) === digest(this.#maker, text) ? (JSON.parse(text) as T) : undefined;
  }

  /** Keeps a value. It may tell what migrations insert: no other user can read it. A disk that takes nothing is no fault. */
  async write(value: T): Promise<void> {
    const text = JSON.stringify(value);
    const beside = `${this.#place}.${randomUUID()}`;
    try {
      await mkdir(dirname(this.#place), { recursive: true, mode: 0o700 });
      await writeFile(beside, `${digest(this.#maker, text)}\n${text}`, { mode: 0o600 });
      await rename(beside, this.#place);
      await prune(dirname(this.#place));
    } catch {
      // The next process makes the value again.
      await rm(beside, { force: true }).catch(() => undefined);
    }
  }
}

async function prune(folder: string): Promise<void> {
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => ({ name, written: (await stat(join(folder, name))).mtimeMs })),
  );
  const old = files.sort((a, b) => b.written - a.written).slice(MOST_FILES);
  await Promise.all(old.map(({ name }) => rm(join(folder, name), { force: true })));
}

const MOST_FILES = 40;
