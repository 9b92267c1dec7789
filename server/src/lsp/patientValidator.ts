import type { PrismaDiagnostic, PrismaValidator } from '../core/tools';
import type { SchemaTexts } from './threads/validatorThread';

/** Schemas up to this many UTF-16 code units are validated in a few milliseconds, larger ones in up to some hundred. */
const QUICK = 30_000;

/** A large schema is validated when nothing was typed for this long: what was typed meanwhile would make it void. */
const QUIET_MS = 250;

/** Prisma's validator for an editor: at once for small schemas, elsewhere and when the typing pauses for large ones. */
export class PatientValidator {
  readonly #validateNow: (files: SchemaTexts) => readonly PrismaDiagnostic[];
  readonly #validateElsewhere: (files: SchemaTexts) => Promise<readonly PrismaDiagnostic[]>;
  readonly #arrived: () => void;
  readonly #verdicts = new Map<
    string,
    { readonly files: SchemaTexts; readonly verdict: readonly PrismaDiagnostic[] }
  >();
  readonly #waiting = new Map<string, SchemaTexts>();
  #timer: NodeJS.Timeout | undefined;

  /** @param arrived called when a verdict has come that was asked for earlier. */
  constructor(
    validateNow: (files: SchemaTexts) => readonly PrismaDiagnostic[],
    validateElsewhere: (files: SchemaTexts) => Promise<readonly PrismaDiagnostic[]>,
    arrived: () => void,
  ) {
    this.#validateNow = validateNow;
    this.#validateElsewhere = validateElsewhere;
    this.#arrived = arrived;
  }

  /** The verdict, or undefined when it comes later. */
  readonly validate: PrismaValidator = (files) => {
    if (files.reduce((sum, [, text]) => sum + text.length, 0) <= QUICK) return this.#validateNow(files);
    const name = files[0]![0];
    const known = this.#verdicts.get(name);
    if (known && same(known.files, files)) return known.verdict;
    this.#waiting.set(name, files);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#validateWaiting(), QUIET_MS);
    return undefined;
  };

  async #validateWaiting(): Promise<void> {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [name, files] of waiting)
      this.#verdicts.set(name, { files, verdict: await this.#validateElsewhere(files) });
    this.#arrived();
  }
}

function same(a: SchemaTexts, b: SchemaTexts): boolean {
  return a.length === b.length && a.every(([name, text], index) => b[index]![0] === name && b[index]![1] === text);
}
