import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** VS Code 1.139.1 as the registry package code-server carries it, and the Node that it needs. */
const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';

/** The parts of an installed host, as absolute paths. */
export interface Host {
  /** The Node executable that runs VS Code's server. */
  readonly node: string;
  /** VS Code's own folder: out/server-main.js stands in it. */
  readonly code: string;
}

/** Names an installation made before; the project's own stands in its cache folder. */
export const HOST_VARIABLE = 'EHR_SCHEMA_VSCODE_HOST';

/**
 * Puts VS Code's server, extension host and workbench under `cache`, unless they are there, with packages of the npm registry
 * alone; takes about a minute.
 * @throws Error with what to do when the machine lacks something that this cannot install.
 */
export function installHost(cache: string): Host {
  const given = process.env[HOST_VARIABLE];
  if (given) return hostAt(given);
  if (process.platform !== 'linux')
    throw new Error('VS Code could not be downloaded, and the host that replaces it runs on Linux only.');
  const folder = join(cache, `vscode-host-${CODE_SERVER}-node-${NODE}`);
  if (!existsSync(folder)) {
    console.log('Fetching VS Code from the npm registry (about a minute, once) …');
    const unfinished = `${folder}.${process.pid}`;
    install(unfinished);
    renameSync(unfinished, folder);
  }
  return hostAt(folder);
}

function hostAt(folder: string): Host {
  return {
    node: join(folder, 'node_modules', nodePackage(), 'bin/node'),
    code: join(folder, 'node_modules/code-server/lib/vscode'),
  };
}

function nodePackage(): string {
  return `node-linux-${process.arch}`;
}

function install(folder: string): void {
  provide('python3', 'make', 'g++');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  npm(folder, ['install', '--no-save', '--ignore-scripts', `${nodePackage()}@${NODE}`, `code-server@${CODE_SERVER}`]);
  const home = join(folder, 'node_modules', nodePackage());
  const code = join(folder, 'node_modules/code-server/lib/vscode');
  npm(code, ['install', '--omit=dev', '--ignore-scripts'], home);
  // The two native modules that the server and the extension host load at start; the package of Node has the headers.
  npm(code, ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], home);
  for (const unused of ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot'])
    rmSync(join(code, unused), { recursive: true, force: true });
}

/** Runs npm, with the Node in `home` first on the path where given; what it says is shown only when it fails. */
function npm(folder: string, args: readonly string[], home?: string): void {
  const env = home
    ? { ...process.env, PATH: `${join(home, 'bin')}:${process.env.PATH}`, npm_config_nodedir: home }
    : process.env;
  run('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, env });
}

function run(command: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): void {
  execFileSync(command, args, { ...options, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 28 });
}

/**
 * The browser that shows the workbench: as root on Debian it is installed where it is missing.
 * @throws Error with what to do where it cannot be installed.
 */
export function installChromium(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = names.map(which).find((path) => path !== undefined);
  if (found) return found;
  provide('chromium');
  return which('chromium')!;
}

/** Makes sure that the commands are there: as root on Debian by apt-get, where the package bears the command's name. */
function provide(...commands: readonly string[]): void {
  const missing = commands.filter((command) => !which(command));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !which('apt-get'))
    throw new Error(
      `Please install ${missing.join(', ')}: the end-to-end tests need it where VS Code cannot be downloaded.`,
    );
  console.log(`Installing ${missing.join(', ')} with apt-get …`);
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** The absolute path of a command, or undefined when the search path has none. */
export function which(command: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(':');
  return folders.map((folder) => join(folder, command)).find((path) => existsSync(path));
}
