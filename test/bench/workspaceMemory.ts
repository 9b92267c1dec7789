import { Editor } from './editor';
import type { Measurement } from './measurement';
import type { TypingTask } from './typing';

/** Time for a server to put away what it no longer needs. */
const REST_MS = 3_000;

/** What our server holds with a history open to it: one document open, and the findings of all files asked for once. */
export async function workspaceMemory({ task, folder, file, servers }: TypingTask): Promise<readonly Measurement[]> {
  const measurements: Measurement[] = [];
  for (const server of servers) {
    const editor = await Editor.start(server, folder);
    await editor.open(file);
    await editor.settled();
    const from = performance.now();
    await editor.wholeWorkspace();
    const milliseconds = [performance.now() - from];
    const { who } = server;
    measurements.push({ task: `${task}, peak`, who, milliseconds, megabytes: editor.memory?.peak });
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    measurements.push({ task: `${task}, at rest`, who, milliseconds, megabytes: editor.memory?.now });
    await editor.stop();
  }
  return measurements;
}
