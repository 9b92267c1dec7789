import { type SpawnOptions, spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundle } from './bundle';

/** What a run of the command left. */
export interface Run {
  /** Null when the process was ended by a signal. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `ehr-schema` with some arguments in a folder, as a process of its own whose output goes through pipes. */
export async function ehrSchema(
  folder: string,
  words: readonly string[],
  input = '',
  options: SpawnOptions = {},
): Promise<Run> {
  const programs = await bundle();
  // What the command keeps for its next run is no business of the user who runs the tests.
  const cache = join(programs, 'cache');
  const env = { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache };
  const command = join(programs, 'cli.cjs');
  const child = spawn(process.execPath, [command, ...words], { cwd: folder, stdio: 'pipe', env, ...options });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
