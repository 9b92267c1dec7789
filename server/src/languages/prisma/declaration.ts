import type { Span } from '../../core/span';
import { type BlockFacts, factsOf } from './blockFacts';
import type { Attribute, Block, BlockAttribute, EnumValue, Field, PrismaDocument, Section } from './syntax';

/** A block at its place: the file that it stands in, and where its section begins there. */
export class Declaration {
  readonly path: string;
  readonly block: Block;
  readonly #section: Section;
  readonly #offset: number;
  readonly #facts: BlockFacts;

  constructor(path: string, block: Block, section: Section, offset: number) {
    this.path = path;
    this.block = block;
    this.#section = section;
    this.#offset = offset;
    this.#facts = factsOf({ block });
  }

  get name(): string {
    return this.block.name.text;
  }

  get kind(): Block['kind'] {
    return this.block.kind;
  }

  /** The place in the file of a span of the block. */
  at({ start, end }: Span): Span {
    return { start: this.#offset + start, end: this.#offset + end };
  }

  /** The span of the block that lies at a place in the file. */
  within({ start, end }: Span): Span {
    return { start: start - this.#offset, end: end - this.#offset };
  }

  /** The text of a span of the block. */
  text({ start, end }: Span): string {
    return this.#section.text.slice(start, end);
  }

  /** The line break that the block is written with. */
  get eol(): string {
    return /\r\n|\n|\r/.exec(this.#section.text)?.[0] ?? '\n';
  }

  /** The offset, in the block's own count, where the line that holds an offset begins. */
  lineStart(offset: number): number {
    const before = this.#section.text.slice(0, offset);
    return Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  }

  /** The offset, in the block's own count, behind the line that holds an offset and behind its line break. */
  lineEnd(offset: number): number {
    const rest = /\r\n|\n|\r/.exec(this.#section.text.slice(offset));
    return rest ? offset + rest.index + rest[0].length : this.#section.text.length;
  }

  get fields(): readonly Field[] {
    return this.#facts.fields;
  }

  get values(): readonly EnumValue[] {
    return this.#facts.values;
  }

  get attributes(): readonly BlockAttribute[] {
    return this.#facts.attributes;
  }

  /** True when no line of the block is half typed. */
  get isWhole(): boolean {
    return this.#facts.isWhole;
  }

  field(name: string): Field | undefined {
    return this.#facts.field(name);
  }

  /** The field whose name is of the same words: `created_at` for `createdAt`. */
  fieldLike(name: string): Field | undefined {
    return this.#facts.fieldLike(name);
  }

  attribute(name: string): Attribute | undefined {
    return this.attributes.find(({ attribute }) => attribute.name.text === name)?.attribute;
  }
}

/**
 * The blocks of a document in their order.
 * @param before those of an earlier reading of the file; the ones that still stand where they stood are taken from there.
 */
export function declarationsOf(
  path: string,
  { sections }: PrismaDocument,
  before: readonly Declaration[] = [],
): Declaration[] {
  const declarations: Declaration[] = [];
  for (const { section, offset } of sections)
    for (const block of section.blocks) {
      const known = before[declarations.length];
      const isThere = known?.block === block && known.at(block).start === offset + block.start;
      declarations.push(isThere ? known : new Declaration(path, block, section, offset));
    }
  return declarations;
}
