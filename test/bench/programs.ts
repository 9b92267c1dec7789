import { join } from 'node:path';
import { STATUS, type StatusParams } from '../../server/src/lsp/protocol';

/** A language server: how it is started, and what its settings have to say so that it does its work. */
export interface Server {
  readonly who: string;
  readonly command: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The notification, with what it has to say, by which it tells that it has read its folder. */
  readonly tellsReady?: { readonly method: string; readonly state: string };
}

/** A command that looks at files once and ends. */
export interface Command {
  readonly who: string;
  readonly command: readonly string[];
}

/** All that is measured, as it is started. */
export interface Programs {
  readonly server: Server;
  readonly squawkServer: Server;
  readonly prismaServer: Server;
  readonly check: Command;
  readonly squawk: Command;
  readonly prismaLint: Command;
}

export const OURS = 'ehr-schema';
export const SQUAWK = 'squawk';
export const PRISMA = 'Prisma’s language server';
export const PRISMA_LINT = 'prisma-lint';

/**
 * @param bundle the folder of our bundles.
 * @param peers the folder that the peers are installed in.
 */
export function programs(bundle: string, peers: string): Programs {
  const modules = join(peers, 'node_modules');
  // The program itself, not the script of its package that starts it: so it is at its fastest.
  const squawk = join(modules, '@squawk-cli', `${process.platform}-${process.arch}`, 'bin', SQUAWK_FILE);
  const prisma = join(modules, '@prisma', 'language-server', 'dist', 'bin.js');
  return {
    server: {
      who: OURS,
      command: [process.execPath, join(bundle, 'server.cjs'), '--stdio'],
      tellsReady: { method: STATUS, state: 'ready' satisfies StatusParams['state'] },
    },
    squawkServer: { who: SQUAWK, command: [squawk, 'server'] },
    prismaServer: {
      who: PRISMA,
      command: [process.execPath, prisma, '--stdio'],
      settings: { prisma: { enableDiagnostics: true } },
    },
    check: { who: OURS, command: [process.execPath, join(bundle, 'cli.cjs'), 'check'] },
    squawk: { who: SQUAWK, command: [squawk] },
    prismaLint: { who: PRISMA_LINT, command: [process.execPath, join(modules, 'prisma-lint', 'dist', 'cli.js')] },
  };
}

const SQUAWK_FILE = process.platform === 'win32' ? 'squawk.exe' : 'squawk';
