import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SqlParser } from '../../core/tools';
import { query } from '../database/database';
import { EmbeddedDatabase } from '../database/embedded';
import { engineFiles } from '../database/engineFiles';
import { namedExtensions } from '../database/extensions';
import { sessionSettings } from '../database/session';
import type { Proof } from '../verdict';
import { answers, lastWanted, proveHistory } from './history';
import type { Migration, NamedProof, ProveRequest, RunListener } from './request';
import { type Snapshot, Snapshots } from './snapshots';

/** What the embedded database and the cache of its states are made with. */
export interface Engine {
  readonly parser: SqlParser;
  /** The folder of PGlite's files. */
  readonly pgliteFolder: string;
  /** The version of this program: states that another one kept are not used. */
  readonly version: string;
}

/** Behind how many migrations from the last one a state is kept, for an edit of the last one and one somewhat before. */
const KEPT_BEFORE_LAST = [1, 16];

/** Proves a history on the embedded database, from the longest state of it that is kept. */
export async function proveEmbedded(request: ProveRequest, engine: Engine, listener: RunListener): Promise<void> {
  const snapshots = request.cacheFolder && new Snapshots(request.cacheFolder, await identity(engine));
  const run = new EmbeddedRun(request, engine, listener, snapshots || undefined);
  listener.opened?.('embedded PostgreSQL 18');
  if (!(await run.fromCache())) await run.onDatabase();
}

/** What makes the same state of the same migrations: this program and its PostgreSQL. */
async function identity({ version, pgliteFolder }: Engine): Promise<string> {
  const program = await readFile(join(pgliteFolder, 'pglite.wasm'));
  return `${version} ${createHash('sha1').update(program).digest('hex')}`;
}

class EmbeddedRun {
  readonly #request: ProveRequest;
  readonly #engine: Engine;
  readonly #listener: RunListener;
  readonly #wanted: ReadonlySet<string>;
  readonly #last: number;
  #snapshots: Snapshots | undefined;

  constructor(request: ProveRequest, engine: Engine, listener: RunListener, snapshots: Snapshots | undefined) {
    this.#request = request;
    this.#engine = engine;
    this.#listener = listener;
    this.#wanted = new Set(request.wanted ?? request.migrations.map(({ name }) => name));
    this.#last = lastWanted(request.migrations, this.#wanted);
    this.#snapshots = snapshots;
  }

  /** Answers from what is kept alone, if it can. */
  async fromCache(): Promise<boolean> {
    const kept = await this.#cached((snapshots) => snapshots.proofs(this.#migrations.slice(0, this.#last + 1)));
    if (!kept || this.#firstUnknown(kept.proofs) !== undefined) return this.#last < 0;
    this.#tell(kept.proofs);
    return true;
  }

  async onDatabase(): Promise<void> {
    // The engine is compiled on other threads while a state is read.
    const [snapshot] = await Promise.all([this.#startingState(), engineFiles(this.#engine.pgliteFolder)]);
    const database = await this.#open(snapshot);
    try {
      this.#tell(snapshot?.proofs ?? []);
      await proveHistory(database, this.#migrations, snapshot?.proofs ?? [], {
        parser: this.#engine.parser,
        crashPoints: this.#request.crashPoints,
        wanted: this.#wanted,
        listener: this.#listener,
        reached: (count, proofs) => this.#keep(database, count, proofs),
      });
    } finally {
      await database.close();
    }
  }

  get #migrations(): readonly Migration[] {
    return this.#request.migrations;
  }

  /** The longest state that leaves out no verdict that is wanted and not known. */
  async #startingState(): Promise<Snapshot | undefined> {
    for (let most = this.#last; most > 0; ) {
      const limit = most;
      const snapshot = await this.#cached((snapshots) => snapshots.longest(this.#migrations, limit));
      if (!snapshot) return undefined;
      const unknown = this.#firstUnknown(snapshot.proofs);
      if (unknown === undefined) return snapshot;
      most = unknown;
    }
    return undefined;
  }

  async #open(snapshot: Snapshot | undefined): Promise<EmbeddedDatabase> {
    const extensions = namedExtensions(this.#migrations.map(({ text }) => text));
    const options = { folder: this.#engine.pgliteFolder, extensions };
    if (snapshot) {
      const database = await EmbeddedDatabase.open({ ...options, image: snapshot.image });
      if (snapshot.session) await query(database, snapshot.session);
      return database;
    }
    const image = await this.#cached((snapshots) => snapshots.empty());
    if (image) return EmbeddedDatabase.open({ ...options, image });
    const database = await EmbeddedDatabase.open(options);
    if (this.#snapshots) {
      const made = await database.image();
      await this.#cached((snapshots) => snapshots.keepEmpty(made));
    }
    return database;
  }

  async #keep(database: EmbeddedDatabase, count: number, proofs: readonly (Proof | null)[]): Promise<void> {
    const complete = count === this.#last + 1;
    if (!this.#snapshots || !(complete || KEPT_BEFORE_LAST.includes(this.#last + 1 - count))) return;
    const session = await sessionSettings(
      database,
      this.#migrations.slice(0, count).map(({ text }) => text),
    );
    const image = complete || session === undefined ? undefined : await database.image();
    await this.#cached((snapshots) =>
      snapshots.keep(this.#migrations, { count, proofs, session: session ?? '' }, image),
    );
  }

  #tell(proofs: readonly (Proof | null)[]): void {
    const named = proofs.flatMap((proof, index): NamedProof[] =>
      proof ? [[this.#migrations[index]!.name, proof]] : [],
    );
    this.#listener.kept(named.filter(([name]) => this.#wanted.has(name)));
  }

  #firstUnknown(proofs: readonly (Proof | null)[]): number | undefined {
    const index = proofs.findIndex(
      (proof, i) => this.#wanted.has(this.#migrations[i]!.name) && !answers(proof, this.#request.crashPoints),
    );
    return index < 0 ? undefined : index;
  }

  /** Uses the cache. A fault of it, such as a full disk, costs time and nothing else: it is told once. */
  async #cached<T>(use: (snapshots: Snapshots) => Promise<T>): Promise<T | undefined> {
    if (!this.#snapshots) return undefined;
    try {
      return await use(this.#snapshots);
    } catch (error) {
      this.#snapshots = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      this.#listener.warned?.(`States of the history cannot be kept, so every run begins anew: ${reason}`);
      return undefined;
    }
  }
}
