import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Host } from './install';

/** A running server of VS Code. */
export interface Workbench {
  /** host:port; the authority of remote addresses must equal it. */
  readonly authority: string;
  /** The process group that the server and everything that it started belong to. */
  readonly group: number;
  /** Ends the server and everything that it started. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** The folder for settings, state and logs. */
  readonly dataDir: string;
  readonly extensionsDir?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** 0, the default: any free one. */
  readonly port?: number;
  /** What the bare address opens. */
  readonly folder?: string;
  /** Asks whether the folder is to be trusted, as VS Code does by default. */
  readonly workspaceTrust?: boolean;
  /** User settings beside those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

const QUIET = {
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  // On the desktop nothing is saved unasked either.
  'files.autoSave': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
  'window.confirmBeforeClose': 'never',
};

const FLAGS = [
  '--without-connection-token',
  '--accept-server-license-terms',
  // Without it a built workbench ignores the extension and the tests that the address names.
  '--enable-smoke-test-driver',
  '--telemetry-level',
  'off',
  '--disable-telemetry',
  '--disable-experiments',
  '--force-disable-user-env',
  '--disable-getting-started-override',
];

/**
 * Starts VS Code's server on a loopback port.
 * @throws Error with its output when it ends before it listens.
 */
export async function startServer(host: Host, options: ServerOptions): Promise<Workbench> {
  const userDir = join(options.dataDir, 'User');
  mkdirSync(userDir, { recursive: true });
  writeFileSync(join(userDir, 'settings.json'), JSON.stringify({ ...QUIET, ...options.settings }, null, 2));
  const args = [
    join(host.code, 'out/server-main.js'),
    ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
    ...['--server-data-dir', options.dataDir, '--user-data-dir', options.dataDir],
    ...['--extensions-dir', options.extensionsDir ?? join(options.dataDir, 'extensions')],
    ...FLAGS,
    ...(options.folder ? ['--default-folder', resolve(options.folder)] : []),
    ...(options.workspaceTrust ? [] : ['--disable-workspace-trust']),
  ];
  const child = spawn(host.node, args, {
    env: { EXTENSIONS_GALLERY: '{}', ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: the extension host and the language servers end with it.
    detached: true,
  });
  const log = createWriteStream(join(options.dataDir, 'server.log'));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const port = await new Promise<string>((listening, failed) => {
    let output = '';
    const read = (chunk: Buffer) => {
      log.write(chunk);
      output += chunk;
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (match) listening(match[1]!);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`VS Code's server ended with ${code}\n${output}`)));
  });
  return {
    authority: `127.0.0.1:${port}`,
    group: child.pid!,
    stop: async () => {
      endGroup(child.pid!, 'SIGTERM');
      const kill = setTimeout(() => endGroup(child.pid!, 'SIGKILL'), 5_000);
      await ended;
      clearTimeout(kill);
      endGroup(child.pid!, 'SIGKILL');
    },
  };
}

function endGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A path of this machine as the workbench names it. */
export function remoteAddress({ authority }: Workbench, path: string): string {
  return `vscode-remote://${authority}${resolve(path)}`;
}

/** The workbench's address that opens a folder; `payload` are pairs of its own, such as `openFile`. */
export function pageAddress(
  workbench: Workbench,
  folder: string | undefined,
  payload: readonly (readonly [string, string])[] = [],
): string {
  const query = new URLSearchParams();
  if (folder === undefined) query.set('ew', 'true');
  else query.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(folder));
  query.set('payload', JSON.stringify([['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...payload]));
  return `http://${workbench.authority}/?${query}`;
}
