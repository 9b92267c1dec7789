import { type Edit, insertion } from '../../../core/edit';
import { alterLayout, objectName, spanOf } from '../../../languages/sql/layout';
import { quoteIdentifier } from '../../../languages/sql/names';
import type { Statement } from '../../../languages/sql/syntax';
import { DEFAULT_SCHEMA, generatedName, nameOfKey, schemaOfKey } from '../../../rerun/reading/names';
import type { PlacedStatement } from '../../../workspace/statements/placed';
import { styleAt } from '../style';

/** How a file names its indexes: `Appointment_clientId_idx` as Prisma does, or `idx_appointments_client_id` as the house does. */
type IndexNaming = 'prisma' | 'house';

/** An index to be made. */
export interface WantedIndex {
  readonly name: string;
  /** The table as the file writes it. */
  readonly table: string;
  readonly columns: readonly string[];
  /** The file writes names in quotes, whether they need them or not. */
  readonly quotes: boolean;
}

/**
 * An index for columns of a table that a statement names, named as the file names its others.
 * @param table `schema.name`
 * @param isTaken tells whether another index has a name already.
 */
export function wantedIndex(
  text: string,
  placed: PlacedStatement,
  table: string,
  columns: readonly string[],
  isTaken: (name: string) => boolean,
): WantedIndex {
  const written = writtenTable(placed);
  const quotes = written?.endsWith('"') ?? placed.syntax.text.includes('"');
  const base = indexName(indexNaming(text, quotes), nameOfKey(table), columns);
  let name = base;
  for (let n = 1; isTaken(name); n++) name = `${base}${n}`;
  return { name, columns, quotes, table: written ?? tableText(table, quotes) };
}

/** The table of a CREATE or ALTER TABLE as it is written. */
function writtenTable({ node, syntax }: PlacedStatement): string | undefined {
  const isCreate = 'CreateStmt' in node;
  if (!isCreate && !('AlterTableStmt' in node)) return undefined;
  const range = isCreate ? objectName(syntax.tokens) : alterLayout(syntax.tokens)?.name;
  const span = range && spanOf(syntax.tokens, range);
  return span && syntax.text.slice(span.start, span.end);
}

function tableText(table: string, quotes: boolean): string {
  const schema = schemaOfKey(table);
  const names = schema === DEFAULT_SCHEMA ? [nameOfKey(table)] : [schema, nameOfKey(table)];
  return names.map((name) => identifier(name, quotes)).join('.');
}

function identifier(name: string, quotes: boolean): string {
  return quotes ? `"${name.replaceAll('"', '""')}"` : quoteIdentifier(name);
}

/** The way of a file, by the indexes that it has; without any, Prisma's where its names are in quotes. */
function indexNaming(text: string, quotes: boolean): IndexNaming {
  const [, name] =
    /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?("?\w+"?)/i.exec(text) ?? [];
  if (name !== undefined && /^"?idx_/i.test(name)) return 'house';
  if (name !== undefined && /_(?:idx|key)"?$/.test(name)) return 'prisma';
  return quotes ? 'prisma' : 'house';
}

/** A name for an index, in 63 bytes as PostgreSQL keeps them. */
function indexName(naming: IndexNaming, table: string, columns: readonly string[]): string {
  // PostgreSQL shortens the longer of the two parts; behind `idx` it would cut the end off.
  return naming === 'prisma' ? generatedName(table, columns, 'idx') : reversed(table, columns);
}

function reversed(table: string, columns: readonly string[]): string {
  return `idx_${generatedName(table, columns, 'idx').replace(/_idx$/, '')}`;
}

/** Puts indexes in behind a statement, on lines of their own and in the file's style. */
export function createIndexes(text: string, behind: Statement, wanted: readonly WantedIndex[]): readonly Edit[] {
  const { eol, indent, keywords } = styleAt(text, behind.start, behind.syntax.text);
  const isPrisma = /^-- (?:CreateTable|CreateIndex|AddForeignKey|AlterTable)\b/m.test(text);
  const gap = isPrisma || behind.syntax.text.includes('\n') ? eol + eol : eol;
  const comment = isPrisma ? `${indent}-- CreateIndex${eol}` : '';
  const statements = wanted.map(({ name, table, columns, quotes }, i) => {
    const write = (part: string) => identifier(part, quotes);
    const create = `${keywords('CREATE INDEX IF NOT EXISTS')} ${write(name)} ${keywords('ON')} ${table}(${columns.map(write).join(', ')});`;
    return `${i === 0 ? gap : isPrisma ? eol + eol : eol}${comment}${indent}${create}`;
  });
  const end = behind.semicolon === undefined ? behind.end : behind.semicolon + 1;
  const semicolon = behind.semicolon === undefined ? [insertion(behind.end, ';')] : [];
  const rest = /^[ \t]*(?:--[^\r\n]*)?(?=[\r\n]|$)/.exec(text.slice(end));
  return [...semicolon, insertion(end + (rest?.[0].trimEnd().length ?? 0), statements.join(''))];
}
