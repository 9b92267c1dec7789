import { type Edit, insertion } from '../../../core/edit';
import type { Token } from '../../../languages/sql/syntax';
import type { TableElements } from '../../../languages/sql/tableElements';
import { styleAt } from '../style';

/** A CREATE TABLE at its place in a document. */
export interface TablePlace {
  /** The text of the document. */
  readonly text: string;
  /** Where the statement begins in it; tokens count from there. */
  readonly start: number;
  readonly tokens: readonly Token[];
  readonly elements: TableElements;
  /** The last of the elements that is a column: constraints stand behind the columns. */
  readonly lastColumn: number;
}

/** Puts column definitions in behind the last column, on lines of their own where the columns stand so. */
export function addColumns(place: TablePlace, definitions: readonly string[]): readonly Edit[] {
  const { text, start, tokens, elements, lastColumn } = place;
  const last = elements.parts[lastColumn];
  if (!last) return [insertion(start + tokens[elements.open]!.end, definitions.join(', '))];
  const first = start + tokens[last.first]!.start;
  const end = start + tokens[last.last]!.end;
  const lineStart = text.lastIndexOf('\n', first - 1) + 1;
  const indent = text.slice(lineStart, first);
  if (indent.trim() !== '') return [insertion(end, definitions.map((definition) => `, ${definition}`).join(''))];
  const { eol } = styleAt(text, start, text.slice(start));
  const comma = tokens[last.last + 1]?.text === ',' ? start + tokens[last.last + 1]!.end : undefined;
  const behind = endOfLine(text, comma ?? end);
  const lines = definitions.map((definition) => `${indent}${definition}`).join(`,${eol}`);
  // What follows on the column's line, a comment, stays with the column.
  const added = insertion(behind, `${eol}${lines}${comma === undefined ? '' : ','}`);
  if (comma !== undefined) return [added];
  return behind === end ? [{ ...added, text: `,${added.text}` }] : [insertion(end, ','), added];
}

/** The end of what stands behind an offset on its line, where that is but a comment; else the offset. */
function endOfLine(text: string, offset: number): number {
  const rest = /^[ \t]*(?:--[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?(?=[\r\n])/.exec(text.slice(offset));
  return offset + (rest?.[0].trimEnd().length ?? 0);
}
