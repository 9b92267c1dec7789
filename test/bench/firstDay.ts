import { Editor } from './editor';
import type { Server } from './programs';

/** What a server keeps for its next start is written by then. */
const FIRST_DAY_MS = 7_000;

const known = new Set<Server>();

/** The start after an installation happens once: what counts is what a person waits for every day. */
export async function firstDay(servers: readonly Server[], folder: string, file: string): Promise<void> {
  for (const server of servers) {
    if (known.has(server)) continue;
    known.add(server);
    const editor = await Editor.start(server, folder);
    await editor.open(file);
    await new Promise((resolve) => setTimeout(resolve, FIRST_DAY_MS));
    await editor.stop();
  }
}
