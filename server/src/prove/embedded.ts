import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type messages, PGlite, protocol } from '@electric-sql/pglite';
import { type Database, type QueryResult, queryFailure } from './database';
import { embeddedArchive } from './extensions';

/** What an embedded database is made of. */
export interface EmbeddedOptions {
  /** The folder that holds pglite.wasm, pglite.data, initdb.wasm and the extensions' archives. */
  readonly folder: string;
  /** Extensions that CREATE EXTENSION is to find. */
  readonly extensions: readonly string[];
  /** The data directory to start from, as `image` gave it; without one, an empty database is made. */
  readonly image?: Uint8Array;
}

/** PostgreSQL as WebAssembly, in memory, on the calling thread: it blocks that thread while a statement runs. */
export class EmbeddedDatabase implements Database {
  readonly kind = 'embedded';
  readonly #engine: PGlite;
  readonly #options: EmbeddedOptions;

  private constructor(engine: PGlite, options: EmbeddedOptions) {
    this.#engine = engine;
    this.#options = options;
  }

  /** Starts PostgreSQL: about 0.4 s with an image, 2 s without. */
  static async open(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
    const { folder, extensions, image } = options;
    const archives = extensions.flatMap((name) => {
      const archive = embeddedArchive(name);
      return archive ? [[name, pathToFileURL(join(folder, archive))] as const] : [];
    });
    const engine = await PGlite.create({
      ...(await engineFiles(folder)),
      extensions: Object.fromEntries(archives),
      // Small log segments keep images small.
      ...(image ? { loadDataDir: new Blob([new Uint8Array(image)]) } : { initDbStartParams: ['--wal-segsize=1'] }),
    });
    const database = new EmbeddedDatabase(engine, options);
    await database.send('SET client_min_messages = error');
    return database;
  }

  async send(sql: string): Promise<QueryResult> {
    const { messages: answer } = await this.#engine.execProtocol(protocol.serialize.query(sql), {
      throwOnError: false,
      syncToFs: false,
    });
    return resultOf(answer);
  }

  /** The data directory as one archive that `open` starts from; only while no transaction is open. */
  async image(): Promise<Uint8Array> {
    await this.send('CHECKPOINT');
    const blob = await this.#engine.dumpDataDir('none');
    return new Uint8Array(await blob.arrayBuffer());
  }

  async copy(): Promise<EmbeddedDatabase> {
    return EmbeddedDatabase.open({ ...this.#options, image: await this.image() });
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }
}

const loaded = new Map<string, Promise<EngineFiles>>();

interface EngineFiles {
  readonly pgliteWasmModule: WebAssembly.Module;
  readonly initdbWasmModule: WebAssembly.Module;
  readonly fsBundle: Blob;
}

/** The parts of the engine, read and compiled once in a process. */
function engineFiles(folder: string): Promise<EngineFiles> {
  const known = loaded.get(folder) ?? readEngineFiles(folder);
  loaded.set(folder, known);
  return known;
}

async function readEngineFiles(folder: string): Promise<EngineFiles> {
  const compiled = async (name: string) => WebAssembly.compile(new Uint8Array(await readFile(join(folder, name))));
  const [pgliteWasmModule, initdbWasmModule, data] = await Promise.all([
    compiled('pglite.wasm'),
    compiled('initdb.wasm'),
    readFile(join(folder, 'pglite.data')),
  ]);
  return { pgliteWasmModule, initdbWasmModule, fsBundle: new Blob([new Uint8Array(data)]) };
}

function resultOf(answer: readonly messages.BackendMessage[]): QueryResult {
  let rows: (string | null)[][] = [];
  let completed = 0;
  for (const message of answer) {
    if (message.name === 'rowDescription') rows = [];
    else if (message.name === 'dataRow') rows.push((message as messages.DataRowMessage).fields);
    else if (message.name === 'commandComplete') completed++;
    else if (message.name === 'error')
      return { failure: queryFailure(message as messages.DatabaseError, completed), rows: [] };
  }
  return { rows };
}
