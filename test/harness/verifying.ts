import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { bundle, ROOT } from './bundle';
import { ehrSchema, type Run } from './cli';
import { folderWith } from './folder';

/** A folder with a history as Prisma lays it out, from the texts of its migrations by name. */
export function historyFolder(migrations: Readonly<Record<string, string>>): Promise<string> {
  const files = Object.entries(migrations).map(([name, text]) => [`prisma/migrations/${name}/migration.sql`, text]);
  return folderWith(Object.fromEntries(files));
}

/** Tests keep their states here, and not where a user has them. */
export const CACHE = join(ROOT, '.cache', 'verify');

/** Runs `ehr-schema verify` to its end. */
export function verify(folder: string, words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Run> {
  return ehrSchema(folder, ['verify', ...words], '', { env: environmentOf(environment) });
}

function environmentOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...process.env, XDG_CACHE_HOME: CACHE, LOCALAPPDATA: CACHE, HOME: CACHE, ...environment };
}

/** A run of `ehr-schema verify` that is still going on. */
export class RunningVerify {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  output = '';

  private constructor(child: ChildProcess) {
    this.process = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    this.ended = new Promise((resolve) => child.on('close', resolve));
  }

  static async start(folder: string, words: readonly string[]): Promise<RunningVerify> {
    const command = [join(await bundle(), 'cli.cjs'), 'verify', ...words];
    return new RunningVerify(spawn(process.execPath, command, { cwd: folder, env: environmentOf({}), stdio: 'pipe' }));
  }

  /** Waits until the run has printed something. */
  async printed(text: string): Promise<void> {
    await until(async () => this.output.includes(text), `${text}\nin:\n${this.output}`);
  }

  /** The process that runs the migrations. */
  async worker(): Promise<number> {
    const [worker] = await childrenOf(this.process.pid!);
    if (worker === undefined) throw new Error('the run has no process for its migrations');
    return worker;
  }
}

/** Waits until a process is gone. */
export function gone(pid: number): Promise<void> {
  return until(async () => !(await processes()).some((other) => other.pid === pid), `process ${pid} is still there`);
}

async function until(condition: () => Promise<boolean>, message: string): Promise<void> {
  const limit = Date.now() + 50_000;
  while (!(await condition())) {
    if (Date.now() > limit) throw new Error(`waited too long: ${message}`);
    await sleep(100);
  }
}

async function childrenOf(parent: number): Promise<number[]> {
  return (await processes()).filter((other) => other.parent === parent).map(({ pid }) => pid);
}

/** The processes of the machine that still run. */
async function processes(): Promise<{ readonly pid: number; readonly parent: number }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state]) => !state?.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}
