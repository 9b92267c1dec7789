import { Editor } from './editor';
import { firstDay } from './firstDay';
import type { Measurement } from './measurement';
import type { TypingTask } from './typing';

/** Starts each server so many times, by turns, until the findings of the document are there. */
export async function starts(
  { task, folder, file, servers }: TypingTask,
  times: number,
): Promise<readonly Measurement[]> {
  const took = servers.map((): number[] => []);
  const peaks = servers.map(() => 0);
  await firstDay(servers, folder, file);
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
