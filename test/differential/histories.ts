import type { Database } from '../../server/src/prove/database/database';
import { Random } from '../harness/random';
import { BLOCK_FAMILY } from './families/blocks';
import { COLUMN_FAMILY } from './families/columns';
import { CONSTRAINT_FAMILY, LONELY_FAMILY } from './families/constraints';
import { DATA_FAMILY, insert } from './families/data';
import { IDIOM_FAMILY } from './families/idioms';
import { OTHER_FAMILY } from './families/others';
import { ownSequence, PROGRAM_FAMILY } from './families/programs';
import { createTable, TABLE_FAMILY } from './families/tables';
import { createEnum, TYPE_FAMILY } from './families/types';
import type { Family } from './family';
import { Pen } from './pen';
import { readWorld } from './world';

/** Migrations that were applied once, and the one under test. */
export interface History {
  readonly before: readonly string[];
  readonly text: string;
}

const FAMILIES: readonly (readonly [number, Family])[] = [
  [20, TABLE_FAMILY],
  [26, COLUMN_FAMILY],
  [24, CONSTRAINT_FAMILY],
  [14, TYPE_FAMILY],
  [16, PROGRAM_FAMILY],
  [14, DATA_FAMILY],
  [16, BLOCK_FAMILY],
  [10, OTHER_FAMILY],
  [10, IDIOM_FAMILY],
  [1, [[1, ownSequence]]],
];
/** What the first migration of a project is made of. */
const FOUNDING: Family = [
  [8, createTable],
  [2, createEnum],
  [4, insert],
];

/** Writes a history that applies to an empty database, which then holds what it leaves. */
export async function writeHistory(seed: number, database: Database): Promise<History> {
  const random = new Random(seed);
  const author = new Author(new Pen(random), database);
  const before = [await author.migration([[1, FOUNDING]], 4 + random.below(5))];
  for (let more = random.below(3); more > 0; more--) before.push(await author.migration(FAMILIES, 2 + random.below(4)));
  const lonely = random.chance(4);
  const text = await author.migration(lonely ? [[1, LONELY_FAMILY]] : FAMILIES, lonely ? 1 : 1 + random.below(5));
  return { before: before.filter(Boolean), text };
}

class Author {
  readonly #pen: Pen;
  readonly #database: Database;

  constructor(pen: Pen, database: Database) {
    this.#pen = pen;
    this.#database = database;
  }

  async migration(families: readonly (readonly [number, Family])[], count: number): Promise<string> {
    const pen = this.#pen;
    const kept: string[] = [];
    for (let i = 0; i < count; i++) {
      const [, family] = pen.random.weighed(families, ([weight]) => weight);
      const [, write] = pen.random.weighed(family, ([weight]) => weight);
      const text = write(pen, await readWorld(this.#database));
      if (text && (await this.#applies(pen.cased(text)))) kept.push(pen.cased(text));
    }
    await this.#database.send('DISCARD TEMP; RESET ALL');
    return kept.length ? `${kept.join(';\n\n')};\n` : '';
  }

  /** Applies a text, or leaves no trace of it. */
  async #applies(text: string): Promise<boolean> {
    const { failure } = await this.#database.send(text);
    if (failure) await this.#database.send('ROLLBACK');
    return failure === undefined;
  }
}
