import { Editor } from './editor';
import type { Measurement } from './measurement';
import type { Server } from './programs';
import type { TypingTask } from './typing';

/** What a server keeps for its next start is written by then. */
const FIRST_DAY_MS = 7_000;

/** Starts each server so many times, by turns, until the findings of the document are there. */
export async function starts(
  { task, folder, file, servers }: TypingTask,
  times: number,
): Promise<readonly Measurement[]> {
  const took = servers.map((): number[] => []);
  const peaks = servers.map(() => 0);
  for (const server of servers) await firstStart(server, folder, file);
  for (let round = 0; round < times; round++)
    for (const [index, server] of servers.entries()) {
      const editor = await Editor.start(server, folder);
      await editor.open(file);
      took[index]!.push(performance.now() - editor.started);
      peaks[index] = Math.max(peaks[index]!, editor.memory?.peak ?? 0);
      await editor.stop();
    }
  return servers.map(({ who }, index) => ({
    task,
    who,
    milliseconds: took[index]!,
    megabytes: peaks[index] || undefined,
  }));
}

/** The start after an installation happens once: what counts is what a person waits for every day. */
async function firstStart(server: Server, folder: string, file: string): Promise<void> {
  const editor = await Editor.start(server, folder);
  await editor.open(file);
  await new Promise((resolve) => setTimeout(resolve, FIRST_DAY_MS));
  await editor.stop();
}
