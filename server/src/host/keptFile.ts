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
    const file = await readFile(this.#place).catch(() => Buffer.alloc(0));
    const value = file.subarray(file.indexOf('\n') + 1);
    const isWhole = file.toString('latin1', 0, file.length - value.length) === this.#heading(value);
    return isWhole ? (JSON.parse(value.toString()) as T) : undefined;
  }

  /** Keeps a value. It may tell what migrations insert: no other user can read it. A disk that takes nothing is no fault. */
  async write(value: T): Promise<void> {
    const bytes = Buffer.from(JSON.stringify(value));
    const beside = `${this.#place}.${randomUUID()}`;
    try {
      await mkdir(dirname(this.#place), { recursive: true, mode: 0o700 });
      await writeFile(beside, [this.#heading(bytes), bytes], { mode: 0o600 });
      await rename(beside, this.#place);
      await prune(dirname(this.#place));
    } catch {
      // The next process makes the value again.
      await rm(beside, { force: true }).catch(() => undefined);
    }
  }

  #heading(value: Buffer): string {
    return `${createHash('sha1').update(`${this.#maker}\n`).update(value).digest('hex')}\n`;
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
