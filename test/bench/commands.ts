import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurement } from './measurement';
import { memoryOf } from './memory';
import type { Command } from './programs';

/** One way to run one command. */
export interface Run {
  readonly task: string;
  readonly command: Command;
  readonly words: readonly string[];
  readonly folder: string;
  /** What it may have kept from the run before is taken away first. */
  readonly isCold?: boolean;
}

/** Runs commands by turns, so many times each; what they found does not matter, only that they ran. */
export async function commands(runs: readonly Run[], times: number, folder: string): Promise<readonly Measurement[]> {
  const cache = mkdtempSync(join(folder, 'cache-'));
  const took = runs.map((): number[] => []);
  const peaks = runs.map(() => 0);
  // One time more than counts: what is read from disk for the first time is slow for everyone.
  for (let round = 0; round <= times; round++)
    for (const [index, run] of runs.entries()) {
      if (run.isCold) rmSync(cache, { recursive: true, force: true });
      const { milliseconds, peak } = await once(run, cache);
      if (round > 0) took[index]!.push(milliseconds);
      peaks[index] = Math.max(peaks[index]!, peak);
    }
  return runs.map(({ task, command: { who } }, index) => {
    return { task, who, milliseconds: took[index]!, megabytes: peaks[index] || undefined };
  });
}

const LOOK_MS = 20;

async function once({ command, words, folder }: Run, cache: string): Promise<{ milliseconds: number; peak: number }> {
  const [program, ...first] = command.command;
  const from = performance.now();
  const child = spawn(program!, [...first, ...words], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache },
  });
  let peak = 0;
  const looking = setInterval(() => {
    peak = Math.max(peak, memoryOf(child.pid ?? 0)?.peak ?? 0);
  }, LOOK_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  }).finally(() => clearInterval(looking));
  if (code === null || code > 1) throw new Error(`${command.who} ended with ${code}`);
  return { milliseconds: performance.now() - from, peak };
}
