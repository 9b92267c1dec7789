import type { Declaration } from '../../languages/prisma/declaration';
import type { BlockAttribute, Line } from '../../languages/prisma/syntax';
import type { SchemaRewrite } from './schemaRewrite';

/** The order of Prisma's formatter. */
const ORDER = ['id', 'unique', 'index', 'fulltext', 'map', 'ignore', 'schema'];

/**
 * Puts an attribute such as `@@index([clientId])` into a block: in the formatter's order where the block keeps it, else behind
 * the last attribute of its name, else behind all; the first of a block stands below a blank line.
 */
export function addBlockAttribute(rewrite: SchemaRewrite, declaration: Declaration, name: string, text: string): void {
  const { attributes, block } = declaration;
  if (attributes.length === 0) {
    const last = block.lines.findLast(({ kind }) => kind !== 'blank');
    rewrite.insertLines(declaration, last ? ['', text] : [text], last);
    return;
  }
  const before = attributes.findLast((line) =>
    isOrdered(attributes) ? rankOf(line) <= rank(name) : nameOf(line) === name,
  );
  if (before) rewrite.insertLines(declaration, [text], before);
  else if (isOrdered(attributes))
    rewrite.insertLinesBefore(declaration, [text], withComments(declaration, attributes[0]!));
  else rewrite.insertLines(declaration, [text], attributes.at(-1));
}

function isOrdered(attributes: readonly BlockAttribute[]): boolean {
  return attributes.every((line, index) => index === 0 || rankOf(attributes[index - 1]!) <= rankOf(line));
}

/** The first of the comment lines right above a line, or the line itself. */
function withComments({ block }: Declaration, line: Line): Line {
  let index = block.lines.indexOf(line);
  while (block.lines[index - 1]?.kind === 'comment') index--;
  return block.lines[index]!;
}

function nameOf(line: BlockAttribute): string {
  return line.attribute.name.text;
}

function rankOf(line: BlockAttribute): number {
  return rank(nameOf(line));
}

function rank(name: string): number {
  const found = ORDER.indexOf(name);
  return found < 0 ? ORDER.length : found;
}
