import { type Header, isSign, readHeader } from './headers';
import { readLine } from './lines';
import type { Block, Line, Section } from './syntax';
import { type Token, tokenize } from './tokens';

/** Reads a run of whole lines. Never throws: what cannot be read is left out or kept as junk. */
export function readSection(text: string): Section {
  const reader = new SectionReader(text);
  const tokens = tokenize(text);
  for (const line of linesOf(tokens)) reader.line(line);
  const insideBlock = reader.insideBlock;
  const blocks = reader.finish();
  const comments = tokens.filter(({ kind }) => kind === 'comment').map(({ start, end }) => ({ start, end }));
  return { text, blocks, comments, open: insideBlock ? 'block' : opensComment(tokens) ? 'comment' : undefined };
}

interface TokenLine {
  readonly start: number;
  /** Where the next line begins. */
  readonly next: number;
  readonly tokens: readonly Token[];
}

function linesOf(tokens: readonly Token[]): TokenLine[] {
  const lines: TokenLine[] = [];
  let first = 0;
  let start = 0;
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'newline') continue;
    lines.push({ start, next: token.end, tokens: tokens.slice(first, index) });
    first = index + 1;
    start = token.end;
  }
  const last = tokens.slice(first);
  if (last.length > 0) lines.push({ start, next: last.at(-1)!.end, tokens: last });
  return lines;
}

/** Puts the lines of a section together to blocks. */
class SectionReader {
  readonly #text: string;
  readonly #blocks: Block[] = [];
  #header?: Header;
  #bodyStart = 0;
  #lines: Line[] = [];
  insideBlock = false;

  constructor(text: string) {
    this.#text = text;
  }

  line({ start, next, tokens }: TokenLine): void {
    let rest = tokens;
    // One line may close a block and open the next: `} model Next {`.
    while (this.insideBlock) {
      const header = readHeader(withoutComments(rest), true);
      if (header) {
        this.#close(start, start);
        this.#open(header, next);
        return;
      }
      const closing = closingBrace(rest);
      if (closing === undefined) {
        this.#lines.push(readLine(this.#header!.kind, rest, start));
        return;
      }
      const brace = rest[closing]!;
      if (closing > 0) this.#lines.push(readLine(this.#header!.kind, rest.slice(0, closing), start));
      this.#close(closing > 0 ? brace.start : start, brace.end);
      rest = rest.slice(closing + 1);
    }
    const plain = withoutComments(rest);
    const header = readHeader(plain, false);
    if (!header) return;
    this.#open(header, next);
    const brace = plain.find((token) => isSign(token, '}'));
    if (brace) this.#close(brace.start, brace.end);
  }

  /** Ends the last block where its brace is missing. */
  finish(): readonly Block[] {
    if (this.insideBlock) this.#close(this.#text.length, this.#text.length);
    return this.#blocks;
  }

  #open(header: Header, bodyStart: number): void {
    this.#header = header;
    this.#bodyStart = bodyStart;
    this.#lines = [];
    this.insideBlock = true;
  }

  #close(bodyEnd: number, end: number): void {
    const { kind, name, start } = this.#header!;
    const bodyStart = Math.min(this.#bodyStart, bodyEnd);
    this.#blocks.push({ kind, name, start, end, bodyStart, bodyEnd, lines: this.#lines });
    this.insideBlock = false;
  }
}

function withoutComments(tokens: readonly Token[]): readonly Token[] {
  return tokens.some(({ kind }) => kind === 'comment') ? tokens.filter(({ kind }) => kind !== 'comment') : tokens;
}

/** The index of the `}` that closes the block, not one of an object among the arguments. */
function closingBrace(tokens: readonly Token[]): number | undefined {
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    if (isSign(token, '{')) depth++;
    if (isSign(token, '}') && depth-- === 0) return index;
  }
  return undefined;
}

function opensComment(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => {
    const next = tokens[index + 1];
    return isSign(token, '/') && isSign(next, '*') && next?.start === token.end;
  });
}
