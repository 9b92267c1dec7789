import type { PrismaDiagnostic, PrismaValidator } from '../core/tools';
import type { Work } from './threads/work';

type Files = Parameters<PrismaValidator>[0];

/** Schemas up to this many UTF-16 code units are validated in a few milliseconds, larger ones in up to a hundred. */
const QUICK = 30_000;

/** A large schema is validated when nothing was typed for this long, so that other findings need not wait for it. */
const QUIET_MS = 250;

/**
 * Prisma's validator for an editor: at once for small schemas, for large ones when the typing pauses.
 * @param arrived called when a verdict has come that was asked for earlier.
 */
export class PatientValidator {
  readonly #validate: (files: Files) => readonly PrismaDiagnostic[];
  readonly #work: Work;
  readonly #arrived: () => void;
  readonly #verdicts = new Map<string, { readonly files: Files; readonly verdict: readonly PrismaDiagnostic[] }>();
  readonly #waiting = new Map<string, Files>();
  #timer: NodeJS.Timeout | undefined;

  constructor(validate: (files: Files) => readonly PrismaDiagnostic[], work: Work, arrived: () => void) {
    this.#validate = validate;
    this.#work = work;
    this.#arrived = arrived;
  }

  /** The verdict, or undefined when it comes later. */
  readonly validate: PrismaValidator = (files) => {
    if (files.reduce((sum, [, text]) => sum + text.length, 0) <= QUICK) return this.#validate(files);
    const name = files[0]![0];
    const known = this.#verdicts.get(name);
    if (known && same(known.files, files)) return known.verdict;
    this.#waiting.set(name, files);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#validateWaiting(), QUIET_MS);
    return undefined;
  };

  #validateWaiting(): void {
    for (const [name, files] of this.#waiting)
      this.#verdicts.set(name, { files, verdict: this.#work.about(name, () => this.#validate(files)) });
    this.#waiting.clear();
    this.#arrived();
  }
}

function same(a: Files, b: Files): boolean {
  return a.length === b.length && a.every(([name, text], index) => b[index]![0] === name && b[index]![1] === text);
}
