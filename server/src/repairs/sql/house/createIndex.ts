import { type Edit, insertion } from '../../../core/edit';
import { quoteIdentifier } from '../../../languages/sql/names';
import type { Statement } from '../../../languages/sql/syntax';
import { generatedName } from '../../../rerun/names';
import { styleAt } from '../style';

/** How a file names its indexes: `Appointment_clientId_idx` as Prisma does, or `idx_appointments_client_id` as the house does. */
export type IndexNaming = 'prisma' | 'house';

/** The way of a file, by the indexes that it has; without any, Prisma's where its names are in quotes. */
export function indexNaming(text: string, quotes: boolean): IndexNaming {
  const [, name] =
    /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?("?\w+"?)/i.exec(text) ?? [];
  if (name !== undefined && /^"?idx_/i.test(name)) return 'house';
  if (name !== undefined && /_(?:idx|key)"?$/.test(name)) return 'prisma';
  return quotes ? 'prisma' : 'house';
}

/** A name for an index, in 63 bytes as PostgreSQL keeps them. */
export function indexName(naming: IndexNaming, table: string, columns: readonly string[]): string {
  // PostgreSQL shortens the longer of the two parts; behind `idx` it would cut the end off.
  return naming === 'prisma' ? generatedName(table, columns, 'idx') : reversed(table, columns);
}

function reversed(table: string, columns: readonly string[]): string {
  return `idx_${generatedName(table, columns, 'idx').replace(/_idx$/, '')}`;
}

/** An index to be made. */
export interface WantedIndex {
  readonly name: string;
  /** The table as the file writes it. */
  readonly table: string;
  readonly columns: readonly string[];
}

/** Puts indexes in behind a statement, on lines of their own and in the file's style. */
export function createIndexes(
  text: string,
  behind: Statement,
  wanted: readonly WantedIndex[],
  quotes: boolean,
): readonly Edit[] {
  const { eol, indent, keywords } = styleAt(text, behind.start, behind.syntax.text);
  const write = (name: string) => (quotes ? `"${name.replaceAll('"', '""')}"` : quoteIdentifier(name));
  const isPrisma = /^-- (?:CreateTable|CreateIndex|AddForeignKey|AlterTable)\b/m.test(text);
  const gap = isPrisma || behind.syntax.text.includes('\n') ? eol + eol : eol;
  const comment = isPrisma ? `${indent}-- CreateIndex${eol}` : '';
  const statements = wanted.map(({ name, table, columns }, i) => {
    const create = `${keywords('CREATE INDEX IF NOT EXISTS')} ${write(name)} ${keywords('ON')} ${table}(${columns.map(write).join(', ')});`;
    return `${i === 0 ? gap : isPrisma ? eol + eol : eol}${comment}${indent}${create}`;
  });
  const end = behind.semicolon === undefined ? behind.end : behind.semicolon + 1;
  const semicolon = behind.semicolon === undefined ? [insertion(behind.end, ';')] : [];
  const rest = /^[ \t]*(?:--[^\r\n]*)?(?=[\r\n]|$)/.exec(text.slice(end));
  return [...semicolon, insertion(end + (rest?.[0].trimEnd().length ?? 0), statements.join(''))];
}
