import { type Related, type Repair, type Report, repairsOf, type Severity } from '../../../core/finding';
import type { Span } from '../../../core/span';
import type { Declaration } from '../../../languages/prisma/declaration';
import type { Schema } from '../../../workspace/schema/schema';
import { WatchedSchema } from '../../../workspace/schema/watchedSchema';
import type { BlockMemory, KeptReport } from './blockMemory';

/** A block of the document with what is known of it. */
export interface KnownBlock {
  readonly declaration: Declaration;
  readonly memory: BlockMemory;
}

/** The least that a check of a block sees. */
interface Checking {
  readonly schema: Schema;
  report(report: Report): void;
}

/**
 * Runs a check on one block after the other, and anew only where the block's text, or what any check learnt about the rest of
 * the schema, has changed. Otherwise what it reported is reported again, where the block stands now.
 */
export class BlockReports<C extends Checking> {
  readonly #check: (context: C, declaration: Declaration) => void;

  constructor(check: (context: C, declaration: Declaration) => void) {
    this.#check = check;
  }

  /** @param beside what the check sees beside the block, the schema and the configuration; compared by identity. */
  run(context: C, blocks: readonly KnownBlock[], beside?: unknown): void {
    for (const { declaration, memory } of blocks) {
      let kept = memory.reports.get(this);
      if (!kept || kept.beside !== beside) {
        kept = { beside, reports: this.#look(context, declaration, memory) };
        memory.reports.set(this, kept);
      }
      if (kept.reports.length > 0) this.#report(context, declaration, kept.reports);
    }
  }

  #look(context: C, declaration: Declaration, { answers }: BlockMemory): readonly KeptReport[] {
    const schema = new WatchedSchema(context.schema, answers);
    const found = this.#reportsOf({ ...context, schema }, declaration);
    if (found.length === 0) return NONE;
    return found.map(({ at, repairs, ...rest }) => ({
      ...rest,
      within: declaration.within(at),
      hasRepairs: repairs !== undefined && (typeof repairs === 'function' || repairs.length > 0),
    }));
  }

  /** Repairs reach into the schema as it is now, so that the block is looked at once more when one is asked for. */
  #report(context: C, declaration: Declaration, reports: readonly KeptReport[]): void {
    let again: readonly Report[] | undefined;
    const repairsAgain = (index: number) => {
      again ??= this.#reportsOf(context, declaration);
      const report = again[index];
      return report ? repairsOf(report) : [];
    };
    for (const [index, kept] of reports.entries())
      context.report(new BlockReport(kept, declaration.at(kept.within), index, repairsAgain));
  }

  #reportsOf(context: C, declaration: Declaration): readonly Report[] {
    const reports: Report[] = [];
    this.#check({ ...context, report: (report: Report) => reports.push(report) }, declaration);
    return reports;
  }
}

const NONE: readonly KeptReport[] = [];

/** A kept report at its place. */
class BlockReport implements Report {
  readonly at: Span;
  readonly #kept: KeptReport;
  readonly #index: number;
  readonly #repairsOf: (index: number) => readonly Repair[];

  constructor(kept: KeptReport, at: Span, index: number, repairsOf: (index: number) => readonly Repair[]) {
    this.at = at;
    this.#kept = kept;
    this.#index = index;
    this.#repairsOf = repairsOf;
  }

  get message(): string {
    return this.#kept.message;
  }

  get related(): readonly Related[] | undefined {
    return this.#kept.related;
  }

  get severity(): Severity | undefined {
    return this.#kept.severity;
  }

  get repairs(): readonly Repair[] {
    return this.#kept.hasRepairs ? this.#repairsOf(this.#index) : [];
  }
}
