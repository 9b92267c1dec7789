import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { cacheFolder } from './cacheFolder';

/** A program that goes on is at its work by then, so that what it runs at its start has been compiled. */
const WARM_MS = 5_000;

/** Where code is kept, and when: so many milliseconds after the start, or at the end of the process. */
export interface CodeCacheOptions {
  readonly folder?: string;
  readonly warm?: number | 'exit';
}

type Program = (
  exports: object,
  require: NodeJS.Require,
  module: { exports: object },
  filename: string,
  folder: string,
) => void;

/**
 * Runs a bundled program with what V8 made of it the last time, which is kept in the user's cache folder: compiling is a third
 * of a start. Node does this by itself from version 22 on, but not for the functions that are compiled when they are called.
 * @param file the absolute path of a CommonJS program.
 */
export function runWithCodeCache(
  file: string,
  { folder = join(cacheFolder(), 'code'), warm = WARM_MS }: CodeCacheOptions = {},
): void {
  const place = join(folder, codeName(file));
  const cachedData = readIfThere(place);
  const source = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, 'utf8')}\n})`;
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const script = new Script(source, { filename: file, importModuleDynamically, ...(cachedData && { cachedData }) });
  const module = { exports: {} };
  const program = script.runInThisContext() as Program;
  program(module.exports, createRequire(file), module, file, dirname(file));
  if (cachedData && !script.cachedDataRejected) return;
  const keepIt = () => keep(place, script.createCachedData(), prefixOf(file));
  if (warm === 'exit') process.once('exit', keepIt);
  else setTimeout(keepIt, warm).unref();
}

/** Another build of the program, another V8 and another processor have code of their own. */
function codeName(file: string): string {
  const { size, mtimeMs } = statSync(file);
  return `${prefixOf(file)}${size}-${Math.floor(mtimeMs)}.code`;
}

function prefixOf(file: string): string {
  return `${basename(file, '.cjs')}-${process.versions.v8}-${process.arch}-`;
}

/** The code that is kept at a place. V8 does not look whether it is whole, and dies of what is not. */
function readIfThere(place: string): Buffer | undefined {
  try {
    const kept = readFileSync(place);
    const code = kept.subarray(DIGEST_BYTES);
    return digestOf(code).equals(kept.subarray(0, DIGEST_BYTES)) ? code : undefined;
  } catch {
    // Not there yet, or not to be read: then the program is compiled.
    return undefined;
  }
}

const DIGEST_BYTES = 20;

function digestOf(code: Buffer): Buffer {
  return createHash('sha1').update(code).digest();
}

/**
 * Written beside its place and moved there: two programs that start at once must not read half of it. A folder that cannot be
 * written is no fault of the program's: it starts as before.
 */
function keep(place: string, code: Buffer, prefix: string): void {
  const folder = dirname(place);
  const beside = `${place}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(beside, Buffer.concat([digestOf(code), code]));
    renameSync(beside, place);
    const others = readdirSync(folder).filter((name) => name.startsWith(prefix) && name !== basename(place));
    for (const name of others) removeIfThere(join(folder, name));
  } catch {
    removeIfThere(beside);
  }
}

function removeIfThere(place: string): void {
  try {
    rmSync(place);
  } catch {
    // Another one that started at the same time has removed it, or it was never there.
  }
}
