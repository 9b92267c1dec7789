import type { Declaration } from '../../languages/prisma/declaration';
import type { Field, Line } from '../../languages/prisma/syntax';
import type { NewField, SchemaRewrite } from './schemaRewrite';
import { alignedGaps, columnWidths, rowText } from './table';

/** Puts fields in behind another, or, in a model that has none, at its beginning. */
export function addFieldsBehind(
  rewrite: SchemaRewrite,
  model: Declaration,
  rows: readonly NewField[],
  behind?: Field,
): void {
  if (behind) rewrite.insert(model, rows, 'after', behind);
  else rewrite.insertLines(model, alignedTexts(rows), undefined);
}

/**
 * Puts fields in as a paragraph of their own under a comment, where the house's models have it: before the paragraphs at the
 * end that hold relations, or else behind the last field.
 */
export function addParagraph(
  rewrite: SchemaRewrite,
  model: Declaration,
  title: string,
  rows: readonly NewField[],
  isRelation: (field: Field) => boolean,
): void {
  const paragraphs = paragraphsOf(model);
  const texts = [`// ${title}`, ...alignedTexts(rows)];
  const relations =
    paragraphs.length -
    1 -
    paragraphs.findLastIndex((lines) => !lines.some((line) => line.kind === 'field' && isRelation(line)));
  const behind = paragraphs[relations < paragraphs.length ? paragraphs.length - 1 - relations : paragraphs.length - 1];
  if (!behind) {
    rewrite.insertLines(model, texts, undefined);
    return;
  }
  const last = behind.at(-1)!;
  const next = model.block.lines[model.block.lines.indexOf(last) + 1];
  rewrite.insertLines(model, next && next.kind !== 'blank' ? ['', ...texts, ''] : ['', ...texts], last);
}

/** The runs of lines, up to the last field, that no blank line and no block attribute parts. */
function paragraphsOf({ block }: Declaration): readonly (readonly Line[])[] {
  const lastField = block.lines.findLastIndex(({ kind }) => kind === 'field');
  const paragraphs: Line[][] = [[]];
  for (const line of block.lines.slice(0, lastField + 1))
    if (line.kind === 'blank' || line.kind === 'attribute') paragraphs.push([]);
    else paragraphs.at(-1)!.push(line);
  return paragraphs.filter((lines) => lines.some(({ kind }) => kind === 'field'));
}

function alignedTexts(rows: readonly NewField[]): readonly string[] {
  const widths = columnWidths(rows);
  return rows.map((row) => rowText(row, alignedGaps(row, widths)));
}
