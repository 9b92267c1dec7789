import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fingerprint, fingerprint } from '../../server/src/prove/catalog/fingerprint';
import { EmbeddedDatabase } from '../../server/src/prove/database/embedded';

const require = createRequire(import.meta.url);

/** The folder of PGlite's files, as its package installed them. */
export const PGLITE_FOLDER = dirname(require.resolve('@electric-sql/pglite'));

/** Extensions that tests may create. */
const EXTENSIONS = ['citext', 'pg_trgm', 'pgcrypto', 'uuid-ossp'];

/** A real PostgreSQL for tests, the same one for all tests of a file. */
export class TestDatabase {
  readonly #image: Uint8Array;
  #database: EmbeddedDatabase;
  readonly #pristine: Fingerprint;

  private constructor(image: Uint8Array, database: EmbeddedDatabase, pristine: Fingerprint) {
    this.#image = image;
    this.#database = database;
    this.#pristine = pristine;
  }

  static async open(): Promise<TestDatabase> {
    const image = await emptyImage();
    const database = await start(image);
    return new TestDatabase(image, database, await fingerprint(database));
  }

  /** An empty database, as after installation: a few milliseconds where dropping everything makes it one again. */
  async empty(): Promise<EmbeddedDatabase> {
    await this.#database.send('ROLLBACK');
    const { failure } = await this.#database.send(DROP_EVERYTHING);
    if (!failure && same(await fingerprint(this.#database), this.#pristine)) return this.#database;
    await this.#database.close();
    this.#database = await start(this.#image);
    return this.#database;
  }
}

let opened: Promise<TestDatabase> | undefined;

/** An empty PostgreSQL; whoever asks next gets the same one, emptied. */
export async function emptyDatabase(): Promise<EmbeddedDatabase> {
  opened ??= TestDatabase.open();
  return (await opened).empty();
}

/** The data directory of an empty database. Made once and kept, as it takes two seconds and starting from it a fifth of that. */
export async function emptyImage(): Promise<Uint8Array> {
  const { version } = JSON.parse(readFileSync(join(PGLITE_FOLDER, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const file = fileURLToPath(new URL(`../../.cache/pglite-${version}.image`, import.meta.url));
  const kept = readIfThere(file);
  if (kept) return kept;
  const database = await EmbeddedDatabase.open({ folder: PGLITE_FOLDER, extensions: [] });
  const image = await database.image();
  await database.close();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, image);
  renameSync(`${file}.${process.pid}`, file);
  return image;
}

function readIfThere(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function start(image: Uint8Array): Promise<EmbeddedDatabase> {
  return EmbeddedDatabase.open({ folder: PGLITE_FOLDER, extensions: EXTENSIONS, image });
}

function same(a: Fingerprint, b: Fingerprint): boolean {
  return a.size === b.size && [...a].every(([object, aspects]) => b.get(object) === aspects);
}

/** Everything that a migration is likely to make; what stays behind shows in the fingerprint. */
const DROP_EVERYTHING = `
RESET SESSION AUTHORIZATION;
RESET ALL;
DISCARD TEMP;
DO $$ DECLARE name text; BEGIN
  FOR name IN SELECT extname FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql' LOOP EXECUTE pg_catalog.format('DROP EXTENSION %I CASCADE', name); END LOOP;
  FOR name IN SELECT evtname FROM pg_catalog.pg_event_trigger LOOP EXECUTE pg_catalog.format('DROP EVENT TRIGGER %I CASCADE', name); END LOOP;
  FOR name IN SELECT pubname FROM pg_catalog.pg_publication LOOP EXECUTE pg_catalog.format('DROP PUBLICATION %I', name); END LOOP;
  FOR name IN SELECT nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
    LOOP EXECUTE pg_catalog.format('DROP SCHEMA %I CASCADE', name); END LOOP;
  FOR name IN SELECT rolname FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' AND rolname <> current_user
    LOOP EXECUTE pg_catalog.format('DROP OWNED BY %I CASCADE', name); EXECUTE pg_catalog.format('DROP ROLE %I', name); END LOOP;
END $$;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
GRANT USAGE ON SCHEMA public TO PUBLIC;
COMMENT ON SCHEMA public IS 'standard public schema'`;
