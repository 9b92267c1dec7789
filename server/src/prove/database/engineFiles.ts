import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

/** The parts of the embedded PostgreSQL, as PGlite takes them. */
export interface EngineFiles {
  readonly pgliteWasmModule: WebAssembly.Module;
  readonly initdbWasmModule: WebAssembly.Module;
  readonly fsBundle: Blob;
}

const loaded = new Map<string, Promise<EngineFiles>>();

/** Reads and compiles the engine, once in a process and on other threads. */
export function engineFiles(folder: string): Promise<EngineFiles> {
  const known = loaded.get(folder) ?? readEngineFiles(folder);
  loaded.set(folder, known);
  return known;
}

/**
 * How long a function runs before V8 optimizes it, in bytes of its code: many times V8's own figure. PostgreSQL has thousands of
 * functions that run for a little, and to optimize them costs a third of a short run and gains nothing in a long one.
 */
const TIERING_BUDGET = 400_000_000;

async function readEngineFiles(folder: string): Promise<EngineFiles> {
  // A flag that a later V8 no longer knows changes nothing.
  setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`);
  const compiled = async (name: string) => WebAssembly.compile(await readFile(join(folder, name)));
  const [pgliteWasmModule, initdbWasmModule, data] = await Promise.all([
    compiled('pglite.wasm'),
    compiled('initdb.wasm'),
    readFile(join(folder, 'pglite.data')),
  ]);
  return { pgliteWasmModule, initdbWasmModule, fsBundle: new Blob([data]) };
}
