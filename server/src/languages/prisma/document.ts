import { readSection } from './section';
import type { PlacedSection, PrismaDocument, Section } from './syntax';

/**
 * Reads a schema file section by section; a section whose text the document's last reading had is taken from there, so that a
 * keystroke reads one block. Sections of one text are read apart, so that what is kept by block is of one place only. Never
 * throws.
 */
export function readDocument(text: string, previous?: PrismaDocument): PrismaDocument {
  const reader = new DocumentReader(text, previous?.sections ?? []);
  const sections: PlacedSection[] = [];
  for (let offset = 0; offset < text.length; ) {
    const section = reader.sectionAt(offset);
    sections.push({ section, offset });
    offset += section.text.length;
  }
  return { text, sections };
}

class DocumentReader {
  readonly #text: string;
  readonly #before: readonly PlacedSection[];
  #lastCommentEnd?: number;
  readonly #byText = new Map<string, number>();
  readonly #placed = new Set<Section>();
  /** The index of the section of the last reading that is likely to come next. */
  #next = 0;

  constructor(text: string, before: readonly PlacedSection[]) {
    this.#text = text;
    this.#before = before;
  }

  sectionAt(offset: number): Section {
    const likely = this.#before[this.#next]?.section;
    if (likely && !this.#placed.has(likely) && this.#stands(likely, offset)) {
      this.#next++;
      this.#placed.add(likely);
      return likely;
    }
    if (this.#byText.size === 0)
      for (const [index, { section }] of this.#before.entries()) this.#byText.set(section.text, index);
    const section = this.#read(offset);
    this.#placed.add(section);
    return section;
  }

  /**
   * The text up to a line that begins with `}` nearly always holds whole blocks. Where it does not (a comment holds such a
   * line, one line closes a block and opens the next), it is read again with twice as many of them, so that any text takes
   * little more than linear time.
   */
  #read(offset: number): Section {
    const text = this.#text;
    let end = offset;
    for (let braces = 1; ; braces *= 2) {
      for (let count = 0; count < braces && end < text.length; count++) end = endOfBraceLine(text, end);
      const part = text.slice(offset, end);
      const known = this.#knownAs(part);
      const section = known === undefined ? readSection(detached(part)) : this.#before[known]!.section;
      if (end < text.length && !this.#isWhole(section, end)) continue;
      this.#next = known === undefined ? this.#next + 1 : known + 1;
      return section;
    }
  }

  /** The index of a section of the last reading with this text, unless it has a place already. */
  #knownAs(part: string): number | undefined {
    const index = this.#byText.get(part);
    return index === undefined || this.#placed.has(this.#before[index]!.section) ? undefined : index;
  }

  /** True when the text has this very section at an offset. */
  #stands(section: Section, offset: number): boolean {
    const end = offset + section.text.length;
    if (this.#text.slice(offset, end) !== section.text) return false;
    return end === this.#text.length || (endsLine(section.text) && this.#isWhole(section, end));
  }

  /** A comment that nothing closes is no comment. */
  #isWhole({ open }: Section, end: number): boolean {
    if (open !== 'comment') return open === undefined;
    this.#lastCommentEnd ??= this.#text.lastIndexOf('*/');
    return this.#lastCommentEnd < end;
  }
}

function endsLine(text: string): boolean {
  return text.endsWith('\n') || text.endsWith('\r');
}

/** A copy of a part: without it, a section that is kept would keep the whole text that it was cut from. */
function detached(part: string): string {
  return JSON.parse(JSON.stringify(part));
}

/** The offset behind the next line that begins with `}`, or the end of the text. */
function endOfBraceLine(text: string, from: number): number {
  const brace = text.startsWith('}', from) ? from : text.indexOf('\n}', from) + 1;
  if (brace === 0) return text.length;
  const end = text.indexOf('\n', brace);
  return end < 0 ? text.length : end + 1;
}
