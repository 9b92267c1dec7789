import type { Configuration } from '../../../core/configuration';
import type { Report } from '../../../core/finding';
import type { Span } from '../../../core/span';
import type { Declaration } from '../../../languages/prisma/declaration';
import type { Block } from '../../../languages/prisma/syntax';
import type { Schema } from '../../../workspace/schema/schema';
import { Answers } from '../../../workspace/schema/watchedSchema';

/** A report as it is kept: its place counts as the block's own spans do, and its repairs are made when asked for. */
export interface KeptReport extends Omit<Report, 'at' | 'repairs'> {
  readonly within: Span;
  readonly hasRepairs: boolean;
}

/** What one check reported of a block. */
interface Kept {
  /** What the check saw beside the block, the schema and the configuration; compared by identity. */
  readonly beside: unknown;
  readonly reports: readonly KeptReport[];
}

/** What all checks reported of one block, for as long as what they learnt about the rest of the schema is so. */
export class BlockMemory {
  readonly configuration: Configuration;
  /** What the checks learnt about the rest of the schema. */
  readonly answers = new Answers();
  readonly reports = new Map<object, Kept>();

  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }
}

const memories = new WeakMap<Block, BlockMemory>();

/** What is still known of a block; nothing where the block, the configuration or an answer of the schema is a new one. */
export function memoryOf({ block }: Declaration, schema: Schema, configuration: Configuration): BlockMemory {
  const known = memories.get(block);
  if (known?.configuration === configuration && known.answers.holdIn(schema)) return known;
  const memory = new BlockMemory(configuration);
  memories.set(block, memory);
  return memory;
}
