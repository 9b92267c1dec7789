import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { discover, enginePath } from '../../host/discovery';
import { LARGEST_FILE, reasonOf } from '../../host/files';
import type { Migration } from '../../prove/process/request';
import { shownPath } from '../shownPath';
import { UsageError } from '../usageError';

/** A migration with the path of its file. */
export interface MigrationFile extends Migration {
  readonly path: string;
}

/**
 * Reads the one history in a folder or below it, in the order in which it is applied.
 * @throws UsageError when there is none or more than one, or a file cannot be read.
 */
export async function readHistory(folder: string): Promise<MigrationFile[]> {
  const files = (await sqlFiles(folder)).filter((path) => basename(path) === 'migration.sql');
  const histories = [...new Set(files.map((path) => dirname(dirname(path))))];
  if (histories.length === 0)
    throw new UsageError(`${folder} holds no migrations; name the folder with <name>/migration.sql in it`);
  if (histories.length > 1)
    throw new UsageError(`${folder} holds several histories; name one of them: ${histories.map(shownPath).join(', ')}`);
  const migrations = await Promise.all(files.map(readMigration));
  return migrations.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

async function sqlFiles(folder: string): Promise<readonly string[]> {
  const path = enginePath(folder);
  const info = await stat(path).catch((error: unknown) => {
    throw new UsageError(`${folder} ${reasonOf(error)}; name a folder that is there`);
  });
  if (!info.isDirectory()) throw new UsageError(`${folder} is not a folder; name the folder of the migrations`);
  return (await discover(path)).sql;
}

/** The text as Prisma sends it: a byte order mark stays, and PostgreSQL refuses it. */
async function readMigration(path: string): Promise<MigrationFile> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_FILE) throw new UsageError(`${shownPath(path)} is larger than ${LARGEST_FILE / 2 ** 20} MB`);
    return { name: basename(dirname(path)), path, text: await readFile(path, 'utf8') };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${shownPath(path)} ${reasonOf(error)}`);
  }
}
