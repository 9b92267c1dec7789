// What npm start and npm test share: running a program, and installing what the lock file names.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program in the project's root and shows what it writes; true when it ended with 0. */
export function run(command, args, options = {}) {
  const shell = process.platform === 'win32';
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell, ...options }).status === 0;
}

/** Runs a program that came with the dependencies. */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}

/** Installs the dependencies unless they are as new as the lock file; true when they are there. */
export function install() {
  const installed = `${root}node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs) return true;
  console.log('Installing the dependencies …');
  return run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
