import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Editor } from '../harness/lsp';

/** What a server holds at a moment. */
export interface Holding {
  /** Bytes of all its threads' heaps in use after a collection. */
  readonly heap: number;
  /** What keeps its threads alive: timers, watchers, ports, as Node names them. */
  readonly resources: readonly string[];
  /** Open files and sockets; undefined where the system does not tell. */
  readonly files: number | undefined;
  /** Processes that it started and that still run. */
  readonly children: readonly string[];
}

interface Answer {
  readonly heap: number;
  readonly resources: readonly string[];
}

/** The threads of a server: the one that speaks with the editor, and the one that thinks. */
const THREADS = 2;

/** Asks a server that memory.cjs was loaded into. */
export async function holding({ process: server }: Editor): Promise<Holding> {
  const answers = linesOf(server.stderr!, THREADS);
  server.kill('SIGUSR2');
  const threads = (await answers).map((line) => JSON.parse(line) as Answer);
  return {
    heap: threads.reduce((sum, { heap }) => sum + heap, 0),
    resources: threads.flatMap(({ resources }) => resources).sort(),
    files: inProc(() => readdirSync(`/proc/${server.pid}/fd`).length),
    children: inProc(() => childrenOf(server.pid!)) ?? [],
  };
}

async function linesOf(stream: NodeJS.ReadableStream, count: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const reader = createInterface({ input: stream });
  for await (const line of reader) if (line.startsWith('{') && lines.push(line) === count) break;
  reader.close();
  return lines;
}

function childrenOf(pid: number): readonly string[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  const lists = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'));
  return lists.flatMap((list) => list.split(' ').filter((child) => child !== ''));
}

/** Only Linux has /proc. */
function inProc<T>(read: () => T): T | undefined {
  return process.platform === 'linux' ? read() : undefined;
}
