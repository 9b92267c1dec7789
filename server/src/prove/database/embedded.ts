import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MemoryFS, type messages, PGlite, protocol } from '@electric-sql/pglite';
import { type Database, type QueryResult, query, queryFailure } from './database';
import { engineFiles } from './engineFiles';
import { embeddedArchive } from './extensions';
import { type Files, imageOf, restoreImage } from './image';
import { sessionSettings } from './session';

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

  /** Starts PostgreSQL: less than a second with an image, several without. */
  static async open(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
    const { folder, extensions, image } = options;
    const archives = extensions.flatMap((name) => {
      const archive = embeddedArchive(name);
      return archive ? [[name, pathToFileURL(join(folder, archive))] as const] : [];
    });
    const engine = new LeanPGlite({
      ...(await engineFiles(folder)),
      extensions: Object.fromEntries(archives),
      startParams: [...PGlite.defaultStartParams, ...SMALL],
      ...(image ? { fs: new ImageFileSystem(image) } : { initDbStartParams: ['--wal-segsize=1'] }),
    });
    await engine.waitReady;
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

  /** The data directory as bytes that `open` starts from; only while no transaction is open. */
  async image(): Promise<Uint8Array> {
    // Without the right to a checkpoint, the write-ahead log brings back the same.
    await this.send('BEGIN; SET LOCAL SESSION AUTHORIZATION DEFAULT; CHECKPOINT');
    await query(this, 'ROLLBACK');
    return imageOf(filesOf(this.#engine), PGlite.paths.PGDATA);
  }

  async copy(text: string): Promise<EmbeddedDatabase> {
    // What no SQL gives back, such as temporary tables, is lost.
    const settings = (await sessionSettings(this, [text])) ?? '';
    const copy = await EmbeddedDatabase.open({ ...this.#options, image: await this.image() });
    await query(copy, settings);
    return copy;
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }
}

/** A history fills few buffers, and what lies in the write-ahead log lies in every image: both are kept small. */
const SMALL = ['shared_buffers=32MB', 'wal_recycle=off', 'wal_init_zero=off', 'min_wal_size=2MB'].flatMap((setting) => [
  '-c',
  setting,
]);

/** PGlite without the conversion of values that it does for others. */
class LeanPGlite extends PGlite {
  override async _initArrayTypes(): Promise<void> {
    // A query that would take as long as the rest of a start.
  }
}

/** Files in memory that begin with an image. */
class ImageFileSystem extends MemoryFS {
  readonly #image: Uint8Array;

  constructor(image: Uint8Array) {
    super();
    this.#image = image;
  }

  override async initialSyncFs(): Promise<void> {
    restoreImage(this.#image, filesOf(this.pg!), PGlite.paths.PGDATA);
  }
}

function filesOf({ Module }: PGlite): Files {
  return Module.FS;
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
