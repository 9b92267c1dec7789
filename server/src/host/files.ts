import { randomUUID } from 'node:crypto';
import { constants, readFile as readWithCallback, stat as statWithCallback } from 'node:fs';
import { access, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A history has a thousand files: `node:fs/promises` makes several objects for each and takes twice as long. */
const [readMany, statMany] = [promisify(readWithCallback), promisify(statWithCallback)];

/** Larger files are machine-made dumps: the parser would need more memory than an editor has to give. */
export const LARGEST_FILE = 10 * 1024 * 1024;

const TOO_LARGE = `is larger than ${LARGEST_FILE / 1024 / 1024} MB and is left out`;

const BYTE_ORDER_MARK = '\uFEFF';

/** A file's text without its byte order mark, as editors show it; or a sentence that says why there is none. */
export type Source =
  | { readonly text: string }
  /** `leftOut`: it could be read, and is passed over on purpose. */
  | { readonly problem: string; readonly leftOut: boolean };

/** Reads a file as UTF-8. Never throws: what cannot be read comes back as a problem. */
export async function readSource(path: string): Promise<Source> {
  try {
    const info = await statMany(path);
    if (!info.isFile()) return { problem: 'is not a file', leftOut: false };
    if (info.size > LARGEST_FILE) return { problem: TOO_LARGE, leftOut: true };
    return { text: withoutMark(await readMany(path, 'utf8')) };
  } catch (error) {
    return { problem: reasonOf(error), leftOut: false };
  }
}

/** Replaces `expected`, the text that was read, by `text`. Written beside the file and moved over it: whole or not at all. */
export async function replaceSource(path: string, expected: string, text: string): Promise<string | undefined> {
  const beside = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const before = await readFile(path, 'utf8');
    if (withoutMark(before) !== expected) return 'has changed in the meantime and is left as it is';
    await access(path, constants.W_OK);
    const { mode } = await stat(path);
    const mark = before.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    await writeFile(beside, mark + text, { mode, flag: 'wx' });
    await flush(beside);
    await rename(beside, path);
    return undefined;
  } catch (error) {
    await rm(beside, { force: true });
    return reasonOf(error);
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be accessed (no permission)',
  EPERM: 'may not be accessed (no permission)',
  EROFS: 'lies on a read-only disk',
  EISDIR: 'is a folder',
  ELOOP: 'is a symbolic link that leads to itself',
  ENOSPC: 'could not be written (the disk is full)',
};

/** What a file system error means, as the end of a sentence that begins with the path. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? `could not be read (${error instanceof Error ? error.message : String(error)})`;
}
