import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isWhole } from '../database/image';
import type { Proof } from '../verdict';
import type { Migration } from './request';

/** What is known of the first migrations of a history. */
export interface Prefix {
  /** How many migrations it covers. */
  readonly count: number;
  /** Their verdicts; null for those that were only applied. */
  readonly proofs: readonly (Proof | null)[];
  /** SQL that gives the session its settings back. */
  readonly session: string;
}

/** A prefix with the data directory that it left. */
export interface Snapshot extends Prefix {
  readonly image: Uint8Array;
}

/** How many files of each type are kept: data directories, of some 30 MB each, and verdicts. */
const MOST = { image: 6, json: 60 } as const;

/** A file that is still being written, and after how long it will never be finished. */
const UNFINISHED = /\.[0-9a-f]{8}$/;
const ABANDONED_MS = 3_600_000;

/** States of histories on disk, found by the contents of their migrations, so that an unchanged prefix is not run again. */
export class Snapshots {
  readonly #folder: string;
  readonly #engine: string;

  /** @param engine what else a state depends on: this program and its PostgreSQL. */
  constructor(folder: string, engine: string) {
    this.#folder = folder;
    this.#engine = engine;
  }

  /** The verdicts of a whole history, where it was proven before. */
  async proofs(migrations: readonly Migration[]): Promise<Prefix | undefined> {
    const text = await readIfThere(this.#file(this.#keys(migrations).at(-1)!, 'json'));
    return text && parsePrefix(text.toString(), migrations.length);
  }

  /** The longest state of a history that is kept, of at most so many migrations. */
  async longest(migrations: readonly Migration[], most: number): Promise<Snapshot | undefined> {
    const keys = this.#keys(migrations);
    for (let count = Math.min(most, migrations.length); count > 0; count--) {
      const snapshot = await this.#read(keys[count]!, count);
      if (snapshot) return snapshot;
    }
    return undefined;
  }

  /** The data directory of an empty database. */
  async empty(): Promise<Uint8Array | undefined> {
    return this.#image(this.#keys([])[0]!);
  }

  async keepEmpty(image: Uint8Array): Promise<void> {
    await this.#write(this.#file(this.#keys([])[0]!, 'image'), image);
  }

  /** Keeps the verdicts of the first migrations, and their state where it is given. */
  async keep(migrations: readonly Migration[], prefix: Prefix, image?: Uint8Array): Promise<void> {
    const key = this.#keys(migrations.slice(0, prefix.count)).at(-1)!;
    if (image) await this.#write(this.#file(key, 'image'), image);
    await this.#write(this.#file(key, 'json'), JSON.stringify(prefix));
    await this.#prune();
  }

  async #read(key: string, count: number): Promise<Snapshot | undefined> {
    const text = await readIfThere(this.#file(key, 'json'));
    const prefix = text && parsePrefix(text.toString(), count);
    const image = prefix && (await this.#image(key));
    if (!image) return undefined;
    await used(this.#file(key, 'json'));
    return { ...prefix, image };
  }

  /** A data directory; undefined where there is none, or not all of it. */
  async #image(key: string): Promise<Uint8Array | undefined> {
    const file = this.#file(key, 'image');
    const image = await readIfThere(file);
    if (!image || !isWhole(image)) return undefined;
    await used(file);
    return image;
  }

  /** A key for each number of migrations from 0, each made from the one before it. */
  #keys(migrations: readonly Migration[]): string[] {
    const keys = [hash(this.#engine)];
    for (const { text } of migrations) keys.push(hash(`${keys.at(-1)}\n${text}`));
    return keys;
  }

  #file(key: string, type: keyof typeof MOST): string {
    return join(this.#folder, `${key}.${type}`);
  }

  /** Writes a file whole or not at all; it can hold what migrations insert, so no one else may read it. */
  async #write(file: string, contents: Uint8Array | string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const unfinished = `${file}.${randomBytes(4).toString('hex')}`;
    try {
      await writeFile(unfinished, contents, { mode: 0o600 });
      await rename(unfinished, file);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  /** Takes out the files that were not used for longest, and those that a run which was killed has left unfinished. */
  async #prune(): Promise<void> {
    const names = await readdir(this.#folder);
    const files = await Promise.all(
      names.map(async (name) => ({ name, used: await lastUse(join(this.#folder, name)) })),
    );
    const old = Object.entries(MOST).flatMap(([type, most]) =>
      files
        .filter(({ name }) => name.endsWith(`.${type}`))
        .sort((a, b) => b.used - a.used)
        .slice(most),
    );
    const unfinished = files.filter(({ name, used }) => UNFINISHED.test(name) && Date.now() - used > ABANDONED_MS);
    await Promise.all([...old, ...unfinished].map(({ name }) => rm(join(this.#folder, name), { force: true })));
  }
}

/** A prefix from its file; a file of another form counts as none. */
function parsePrefix(text: string, count: number): Prefix | undefined {
  const value = parseJson(text);
  if (!value || value.count !== count || !Array.isArray(value.proofs) || typeof value.session !== 'string')
    return undefined;
  return { count, proofs: value.proofs, session: value.session };
}

function parseJson(text: string): Partial<Prefix> | undefined {
  try {
    return JSON.parse(text) as Partial<Prefix>;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function readIfThere(file: string): Promise<Buffer | undefined> {
  return ifThere(() => readFile(file));
}

/** Keeps a file from being taken out soon. */
async function used(file: string): Promise<void> {
  const now = new Date();
  await ifThere(() => utimes(file, now, now));
}

/** When a file was last used, in milliseconds; long ago where it is not there any more. */
async function lastUse(file: string): Promise<number> {
  return (await ifThere(() => stat(file)))?.mtimeMs ?? 0;
}

/** Uses a file; undefined where there is none: another run can take it out at any time. */
async function ifThere<T>(use: () => Promise<T>): Promise<T | undefined> {
  try {
    return await use();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
