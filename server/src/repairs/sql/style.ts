import { keywordCase } from '../../languages/sql/names';

/** How a statement is written, so that what a repair adds looks like it. */
export interface Style {
  /** The line end of the document. */
  readonly eol: '\n' | '\r\n';
  /** What stands before the statement on its line. */
  readonly indent: string;
  /** One level deeper; the house indents by four spaces. */
  readonly unit: string;
  /** Writes keywords as the statement writes its own; what stands in quotes stays. */
  keywords(text: string): string;
}

/** The style at a place of a document. */
export function styleAt(text: string, start: number, statement: string): Style {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, start))![0];
  const lower = keywordCase(statement) === 'lower';
  return {
    eol: /\r\n/.test(text) ? '\r\n' : '\n',
    indent,
    unit: indent.includes('\t') ? '\t' : '    ',
    keywords: (words) => (lower ? lowerOutsideQuotes(words) : words),
  };
}

function lowerOutsideQuotes(text: string): string {
  return text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Z_]{2,}/g, (part) =>
    /^['"]/.test(part) ? part : part.toLowerCase(),
  );
}
