import { execFile, spawn } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './bundle';
import type { Run } from './cli';

const execute = promisify(execFile);

/** The npm package as `npm run package` makes it. */
export interface Tarball {
  /** The path of the tarball. */
  readonly file: string;
  /** The paths in it. */
  readonly contents: readonly string[];
}

/**
 * Builds and packs what the allow-list of package.json names.
 * @param folder where a copy of it, and the tarball, are made; it must not be there yet.
 */
export async function packTarball(folder: string): Promise<Tarball> {
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { files: readonly string[] };
  const listed = manifest.files.map((glob) => glob.replace(/\/\*.*$/, '')).filter((name) => name !== 'dist');
  for (const name of ['package.json', ...listed]) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  const dist = join(folder, 'dist');
  await execute(process.execPath, [join(ROOT, 'scripts/build.mjs'), '--production', `--outdir=${dist}`]);
  await execute(process.execPath, [join(ROOT, 'scripts/schema.mjs'), join(dist, 'ehr-schema.config.schema.json')]);
  const [{ filename, files }] = JSON.parse(await npm(folder, 'pack', '--ignore-scripts', '--json')) as [Packed];
  return { file: join(folder, filename), contents: files.map(({ path }) => path) };
}

/** What `npm pack --json` says. */
interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Installs the tarball as a development dependency of a folder, with no network. */
export async function installTarball(folder: string, { file }: Tarball): Promise<void> {
  await npm(folder, 'init', '--yes');
  await npm(folder, 'install', '--offline', '--save-dev', file);
}

async function npm(folder: string, ...words: readonly string[]): Promise<string> {
  const { stdout } = await execute('npm', words, { cwd: folder, maxBuffer: 1 << 26 });
  return stdout;
}

/** Runs a line of a shell as the services for CI do: it ends at the first command that fails. */
export async function shell(folder: string, line: string, env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', line], { cwd: folder, env: { ...process.env, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
