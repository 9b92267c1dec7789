// Opens the example with the extension running: in the desktop's VS Code, in one that it fetches, or, where there is no
// display, as a page on a loopback address. Ends with Ctrl-C and leaves nothing behind.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { installHost, which } from './host/install';
import { startServer } from './host/server';
import { cacheFolder, canDownload, hasDisplay } from './vscode';

const root = resolve(__dirname, '../..');
const original = join(root, 'examples/mentalspace');

async function main(): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), 'ehr-schema-start-'));
  // A copy outside the repository: there its migrations are not merged yet, so that every repair can be tried.
  const example = join(temporary, 'mentalspace');
  cpSync(original, example, { recursive: true });
  try {
    const executable = await desktopExecutable();
    if (executable) await openWindow(executable, temporary, example);
    else await servePage(temporary, example);
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function desktopExecutable(): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  const installed = installedExecutable();
  if (installed) return installed;
  return (await canDownload()) ? downloadAndUnzipVSCode({ cachePath: join(cacheFolder(root), 'vscode') }) : undefined;
}

/** The program itself behind the `code` command, which would start it detached from us. */
function installedExecutable(): string | undefined {
  const command = which(process.platform === 'win32' ? 'code.cmd' : 'code');
  if (!command) return undefined;
  const bin = dirname(realpathSync(command));
  const program = { darwin: '../../../MacOS/Electron', win32: '../Code.exe' }[process.platform as string] ?? '../code';
  const executable = join(bin, program);
  return existsSync(executable) ? executable : undefined;
}

async function openWindow(executable: string, temporary: string, example: string): Promise<void> {
  console.log('Opening the example in VS Code. Ctrl-C ends it.');
  const own = [`--user-data-dir=${join(temporary, 'user')}`, `--extensions-dir=${join(temporary, 'extensions')}`];
  const quiet = ['--skip-welcome', '--skip-release-notes', '--disable-workspace-trust', '--no-sandbox'];
  const child = spawn(executable, [`--extensionDevelopmentPath=${root}`, ...own, ...quiet, example], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((done, failed) => child.once('exit', () => done()).once('error', failed));
  await Promise.race([ended, interrupted()]);
  child.kill();
  await ended;
}

async function servePage(temporary: string, example: string): Promise<void> {
  const host = installHost(cacheFolder(root));
  const extensionsDir = join(temporary, 'extensions');
  mkdirSync(extensionsDir);
  symlinkSync(root, join(extensionsDir, 'ehr-schema.ehr-schema-0.1.0'));
  const server = await startServer(host, { dataDir: join(temporary, 'data'), extensionsDir, folder: example });
  console.log('\nVS Code with the example is open at');
  console.log(`  http://${server.authority}/`);
  console.log('Show it in a browser on this machine. Ctrl-C ends it.');
  await interrupted();
  await server.stop();
}

/** Settles when a person or a parent process asks us to end. */
function interrupted(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => done());
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
