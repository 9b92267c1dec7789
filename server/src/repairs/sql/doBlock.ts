import { tokenize } from '../../languages/sql/tokens';
import type { Style } from './style';

/** A statement and the condition under which it runs; lines of the condition stand below each other. */
export interface Piece {
  /** Without a semicolon; indented as if it began a line of its own (see `dedented`). */
  readonly statement: string;
  readonly condition?: readonly string[];
}

/** Writes pieces as statements, those with a condition in one DO block for each run of them. Without a last semicolon. */
export function writePieces(pieces: readonly Piece[], style: Style, semicolon: string): string {
  const parts: string[] = [];
  for (let i = 0; i < pieces.length; ) {
    const run: Piece[] = [];
    while (pieces[i]?.condition) run.push(pieces[i++]!);
    if (run.length) parts.push(doBlock(run, style));
    else parts.push(reindented(pieces[i++]!.statement, style.indent));
  }
  return parts.join(`${semicolon || ';'}${style.eol}${style.indent}`);
}

/** The house's DO block around guarded statements, the first line without indentation, without a last semicolon. */
export function doBlock(pieces: readonly Piece[], style: Style): string {
  const { eol, indent, unit } = style;
  const tag = freeTag(pieces);
  const body = pieces.map((piece) => indent + unit + guarded(piece, { ...style, indent: indent + unit })).join(eol);
  return [
    style.keywords(`DO ${tag}`),
    `${indent}${style.keywords('BEGIN')}`,
    body,
    `${indent}${style.keywords('END')} ${tag}`,
  ].join(eol);
}

/** `IF condition THEN … END IF;`, the first line without indentation. */
export function guarded(piece: Piece, style: Style): string {
  const { eol, indent, unit } = style;
  const statement = `${reindented(piece.statement, indent + unit)};`;
  if (!piece.condition) return `${reindented(piece.statement, indent)};`;
  const [first = '', ...rest] = piece.condition;
  const lines = [`IF ${first}`];
  for (const line of rest) lines.push((line === ')' ? indent : indent + unit) + line);
  lines[lines.length - 1] += ' THEN';
  return `${style.keywords(lines.join(eol))}${eol}${indent}${unit}${statement}${eol}${indent}${style.keywords('END IF;')}`;
}

/** A dollar tag that stands nowhere in the statements. */
function freeTag(pieces: readonly Piece[]): string {
  const text = pieces.map(({ statement }) => statement).join('\n');
  if (!text.includes('$$')) return '$$';
  let n = 0;
  while (text.includes(n === 0 ? '$do$' : `$do${n}$`)) n++;
  return n === 0 ? '$do$' : `$do${n}$`;
}

/** Takes the indentation of the first line off the others; lines within strings and dollar quotes stay as they are. */
export function dedented(statement: string, indent: string): string {
  return mapLines(statement, (line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
}

/** Puts an indentation before each line but the first; lines within strings and dollar quotes stay as they are. */
export function reindented(statement: string, indent: string): string {
  return mapLines(statement, (line) => (line.trim() === '' ? line : indent + line));
}

function mapLines(statement: string, change: (line: string) => string): string {
  if (!statement.includes('\n')) return statement;
  const closed = tokenize(statement).filter(({ kind }) => kind === 'string' || kind === 'dollar' || kind === 'quoted');
  const within = (offset: number) => closed.some(({ start, end }) => start < offset && offset < end);
  let at = 0;
  return statement
    .split('\n')
    .map((line, i) => {
      const start = at;
      at += line.length + 1;
      return i === 0 || within(start) ? line : change(line);
    })
    .join('\n');
}
