import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll } from 'vitest';

/** The project's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let building: Promise<string> | undefined;

/** Bundles the server and the command as they are shipped, once for each test file, and gives the folder they are in. */
export function bundle(): Promise<string> {
  building ??= build();
  return building;
}

async function build(): Promise<string> {
  // Within the project, so that the bundle finds our package.json above it as it does when it is installed.
  const cache = join(ROOT, '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'bundle-'));
  // Some tests run the command as another user.
  await chmod(folder, 0o755);
  await promisify(execFile)(process.execPath, [join(ROOT, 'scripts/build.mjs'), `--outdir=${folder}`]);
  return folder;
}

afterAll(async () => {
  if (building) await rm(await building, { recursive: true, force: true });
});
