import type { Declaration } from '../../languages/prisma/declaration';
import type { EnumValue, Field } from '../../languages/prisma/syntax';

/** A line that Prisma's formatter aligns with its neighbours. */
export type RowLine = Field | EnumValue;

/** The cells of a row: name, type and attributes of a field, name and attributes of an enum value; the last may be empty. */
export interface Row {
  readonly cells: readonly string[];
  /** How many blanks stand behind each cell that another follows. */
  readonly gaps: readonly number[];
}

/** Reads a line as a row. */
export function rowOf(declaration: Declaration, line: RowLine): Row {
  const spans = [line.name, ...(line.kind === 'field' ? [line.typeSpan] : [])];
  const last = spans.at(-1)!;
  const rest = declaration.text({ start: last.end, end: line.end });
  const attributes = rest.trimStart();
  const gaps = spans.slice(1).map((span, index) => span.start - spans[index]!.end);
  if (attributes !== '') gaps.push(rest.length - attributes.length);
  return { cells: [...spans.map((span) => declaration.text(span)), attributes], gaps };
}

/** The widths of the columns, as Prisma's formatter counts them: in bytes of UTF-8. */
export function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const cells of rows)
    for (const [column, cell] of cells.entries()) widths[column] = Math.max(widths[column] ?? 0, byteLength(cell));
  return widths;
}

/** The gaps that align a row's cells to columns of these widths. */
export function alignedGaps(cells: readonly string[], widths: readonly number[]): readonly number[] {
  return filled(cells)
    .slice(0, -1)
    .map((cell, column) => (widths[column] ?? 0) - byteLength(cell) + 1);
}

/** True when a row stands as the formatter would put it. */
export function isAligned(row: Row, widths: readonly number[]): boolean {
  return alignedGaps(row.cells, widths).every((gap, column) => gap === row.gaps[column]);
}

/** The gaps that put a row's cells below those of another row, for tables that are aligned in a way of their own. */
export function gapsBelow(cells: readonly string[], model: Row): readonly number[] {
  const starts = [0];
  for (const [column, gap] of model.gaps.entries()) starts.push(starts[column]! + model.cells[column]!.length + gap);
  let at = 0;
  return filled(cells)
    .slice(0, -1)
    .map((cell, column) => {
      at += cell.length;
      const gap = Math.max(1, (starts[column + 1] ?? 0) - at);
      at += gap;
      return gap;
    });
}

/** The text of a row. */
export function rowText(cells: readonly string[], gaps: readonly number[]): string {
  return filled(cells).reduce((text, cell, column) => text + ' '.repeat(gaps[column - 1] ?? 1) + cell);
}

/** The cells without the last where that is empty. */
function filled(cells: readonly string[]): readonly string[] {
  return cells.at(-1) === '' ? cells.slice(0, -1) : cells;
}

function byteLength(text: string): number {
  return ASCII.test(text) ? text.length : encoder.encode(text).length;
}

const ASCII = /^[\x20-\x7e]*$/;

const encoder = new TextEncoder();
