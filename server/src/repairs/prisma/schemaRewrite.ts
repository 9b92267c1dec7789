import { type Edit, insertion, replacement } from '../../core/edit';
import type { Span } from '../../core/span';
import type { Declaration } from '../../languages/prisma/declaration';
import type { Line } from '../../languages/prisma/syntax';
import { alignedGaps, columnWidths, gapsBelow, isAligned, type Row, type RowLine, rowOf, rowText } from './table';

/** New cells of a line; what is left out stays. `attributes` are written in the order given. */
export interface LineChange {
  readonly name?: string;
  readonly type?: string;
  readonly attributes?: readonly string[];
}

/** A field to put in: its name, its type with `?` or `[]`, and its attributes. */
export type NewField = readonly [name: string, type: string, attributes: string];

interface Insertion {
  readonly rows: readonly NewField[];
  readonly anchor: RowLine;
  readonly side: 'before' | 'after';
}

/** What is to be done to the lines of one block. */
class BlockPlan {
  readonly changes = new Map<RowLine, LineChange>();
  readonly insertions: Insertion[] = [];
}

/**
 * Gathers changes to a schema, in whichever of its files, and turns them into edits that keep what was aligned as Prisma's
 * formatter aligns it, and leave alone what was not.
 */
export class SchemaRewrite {
  readonly #path: string;
  readonly #plans = new Map<Declaration, BlockPlan>();
  readonly #edits: Edit[] = [];

  /** @param path the document that is being checked */
  constructor(path: string) {
    this.#path = path;
  }

  /** Changes cells of a line; several changes of one line are put together. */
  change(declaration: Declaration, line: RowLine, change: LineChange): this {
    const { changes } = this.#planOf(declaration);
    changes.set(line, { ...changes.get(line), ...change });
    return this;
  }

  /** The cells that a line will have, so that a further change can build on them. */
  changeOf(declaration: Declaration, line: RowLine): LineChange | undefined {
    return this.#plans.get(declaration)?.changes.get(line);
  }

  /** Puts fields in beside another one, aligned with it. */
  insert(declaration: Declaration, rows: readonly NewField[], side: 'before' | 'after', anchor: RowLine): this {
    this.#planOf(declaration).insertions.push({ rows, anchor, side });
    return this;
  }

  /** Puts whole lines in behind a line of the block, or at its beginning; each gets the block's indentation. */
  insertLines(declaration: Declaration, lines: readonly string[], after: Line | undefined): this {
    const end = after?.comment?.end ?? after?.end;
    const at = end === undefined ? declaration.block.bodyStart : declaration.lineEnd(end);
    return this.#linesAt(declaration, lines, Math.min(at, declaration.block.bodyEnd));
  }

  /** Puts whole lines in before a line of the block. */
  insertLinesBefore(declaration: Declaration, lines: readonly string[], before: Line): this {
    return this.#linesAt(declaration, lines, declaration.lineStart(before.start));
  }

  /** Replaces a span of a block that is no cell of a row. */
  replace(declaration: Declaration, span: Span, text: string): this {
    this.#add(declaration, replacement(declaration.at(span), text));
    return this;
  }

  /** The edits for everything gathered. */
  edits(): readonly Edit[] {
    for (const [declaration, plan] of this.#plans)
      for (const table of tablesOf(declaration)) this.#rewriteTable(declaration, table, plan);
    this.#plans.clear();
    return this.#edits;
  }

  #planOf(declaration: Declaration): BlockPlan {
    const plan = this.#plans.get(declaration) ?? new BlockPlan();
    this.#plans.set(declaration, plan);
    return plan;
  }

  #linesAt(declaration: Declaration, lines: readonly string[], at: number): this {
    const { eol } = declaration;
    const indent = indentOf(declaration);
    const text = lines.map((line) => (line === '' ? eol : indent + line + eol)).join('');
    const startsLine = at === declaration.lineStart(at);
    const { start } = declaration.at({ start: at, end: at });
    this.#add(declaration, insertion(start, startsLine ? text : eol + text));
    return this;
  }

  #rewriteTable(declaration: Declaration, lines: readonly RowLine[], plan: BlockPlan): void {
    const insertions = plan.insertions.filter(({ anchor }) => lines.includes(anchor));
    if (insertions.length === 0 && !lines.some((line) => plan.changes.has(line))) return;
    const rows = lines.map((line) => rowOf(declaration, line));
    const cells = rows.map((row, index) => changedCells(row.cells, plan.changes.get(lines[index]!)));
    const isWhole = (_: unknown, index: number) => !lines[index]!.broken;
    const oldWidths = columnWidths(rows.filter(isWhole).map((row) => row.cells));
    const aligned = rows.filter(isWhole).every((row) => isAligned(row, oldWidths));
    const widths = columnWidths([...cells.filter(isWhole), ...insertions.flatMap((inserted) => inserted.rows)]);
    for (const [index, line] of lines.entries()) {
      if (line.broken) continue;
      const row = rows[index]!;
      const changed = plan.changes.has(line);
      if (!changed && !aligned) continue;
      const gaps = aligned ? alignedGaps(cells[index]!, widths) : gapsBelow(cells[index]!, neighbour(rows, index));
      if (changed) this.replace(declaration, line, rowText(cells[index]!, gaps));
      else this.#regap(declaration, line, row, gaps);
    }
    for (const { rows: added, anchor, side } of insertions) {
      const beside = rows[lines.indexOf(anchor)]!;
      const texts = added.map((row) => rowText(row, aligned ? alignedGaps(row, widths) : gapsBelow(row, beside)));
      if (side === 'after') this.insertLines(declaration, texts, anchor);
      else this.insertLinesBefore(declaration, texts, anchor);
    }
    if (aligned && (insertions.length > 0 || widths.some((width, column) => width !== oldWidths[column])))
      this.#claim(declaration, lines, rows);
  }

  /**
   * Two repairs that each put a row into one table must not be applied at once, for neither knows of the other's widths: both
   * write the first gap of the table, even where it stays as it is.
   */
  #claim(declaration: Declaration, lines: readonly RowLine[], rows: readonly Row[]): void {
    const index = rows.findIndex(({ gaps }, at) => gaps.length > 0 && !lines[at]!.broken);
    if (index < 0) return;
    const start = lines[index]!.start + rows[index]!.cells[0]!.length;
    const span = { start, end: start + rows[index]!.gaps[0]! };
    const { start: at } = declaration.at(span);
    const claimed = this.#edits.some(
      (edit) => edit.start <= at && at < edit.end && pathOf(edit, this.#path) === declaration.path,
    );
    if (!claimed) this.replace(declaration, span, declaration.text(span));
  }

  /** Only widens or narrows the blanks between the cells of a row. */
  #regap(declaration: Declaration, line: RowLine, row: Row, gaps: readonly number[]): void {
    let at = line.start;
    for (const [column, gap] of row.gaps.entries()) {
      at += row.cells[column]!.length;
      if (gaps[column] !== gap) this.replace(declaration, { start: at, end: at + gap }, ' '.repeat(gaps[column]!));
      at += gap;
    }
  }

  #add(declaration: Declaration, edit: Edit): void {
    this.#edits.push(declaration.path === this.#path ? edit : { ...edit, path: declaration.path });
  }
}

function pathOf(edit: Edit, path: string): string {
  return edit.path ?? path;
}

/** The lines of a block that are aligned with each other: those with no blank line and no block attribute between them. */
function tablesOf(declaration: Declaration): RowLine[][] {
  const tables: RowLine[][] = [[]];
  for (const line of declaration.block.lines) {
    if (line.kind === 'field' || line.kind === 'value') tables.at(-1)!.push(line);
    else if (line.kind === 'blank' || line.kind === 'attribute') tables.push([]);
  }
  return tables.filter((table) => table.length > 0);
}

function changedCells(cells: readonly string[], change: LineChange | undefined): readonly string[] {
  if (!change) return cells;
  const attributes = change.attributes?.join(' ') ?? cells.at(-1)!;
  const name = change.name ?? cells[0]!;
  return cells.length === 3 ? [name, change.type ?? cells[1]!, attributes] : [name, attributes];
}

/** The row to go by where a table is aligned in its own way: the row itself, or one beside it that has more columns. */
function neighbour(rows: readonly Row[], index: number): Row {
  const row = rows[index]!;
  const fuller = [rows[index - 1], rows[index + 1]].find((other) => other && other.gaps.length > row.gaps.length);
  return fuller ?? row;
}

/** The blanks before the first line of a block that says something. */
function indentOf(declaration: Declaration): string {
  const line = declaration.block.lines.find(({ kind }) => kind !== 'blank' && kind !== 'comment');
  if (!line) return '  ';
  const before = declaration.text({ start: declaration.lineStart(line.start), end: line.start });
  return /^[ \t]*$/.test(before) ? before : '  ';
}
