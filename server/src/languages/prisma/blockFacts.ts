import { kept } from '../../core/kept';
import { wordKey } from './names';
import type { Block, BlockAttribute, EnumValue, Field } from './syntax';

/** What the rules ask of a block again and again; kept with the block, which stays as long as its text does. */
export class BlockFacts {
  readonly fields: readonly Field[];
  readonly values: readonly EnumValue[];
  readonly attributes: readonly BlockAttribute[];
  /** True when no line is half typed. */
  readonly isWhole: boolean;
  readonly #byName = new Map<string, Field>();
  readonly #byWords = new Map<string, Field>();

  constructor({ lines }: Block) {
    this.fields = lines.filter((line) => line.kind === 'field');
    this.values = lines.filter((line) => line.kind === 'value');
    this.attributes = lines.filter((line) => line.kind === 'attribute');
    this.isWhole = lines.every((line) => line.kind !== 'junk' && !('broken' in line && line.broken));
    for (const field of this.fields) {
      setOnce(this.#byName, field.name.text, field);
      setOnce(this.#byWords, wordKey(field.name.text), field);
    }
  }

  field(name: string): Field | undefined {
    return this.#byName.get(name);
  }

  /** The field whose name is of the same words: `created_at` for `createdAt`. */
  fieldLike(name: string): Field | undefined {
    return this.#byWords.get(wordKey(name));
  }
}

/** Keeps what a block alone determines, as long as its text stays. */
export function keptByBlock<T>(
  read: (facts: BlockFacts, block: Block) => T,
): (declaration: { readonly block: Block }) => T {
  const answer = kept((block: Block) => read(factsOf({ block }), block));
  return ({ block }) => answer(block);
}

/** The facts of a block. */
export function factsOf({ block }: { readonly block: Block }): BlockFacts {
  return factsIn(block);
}

const factsIn = kept((block: Block) => new BlockFacts(block));

function setOnce<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value);
}
