import { wordsOf } from '../../../languages/prisma/names';
import { keywordCase } from '../../../languages/sql/names';
import type { SoftDeleteField } from '../../../workspace/schema/softDelete';

/** The columns of a soft delete, in the house's order; the relation is Prisma's alone. */
export const SOFT_DELETE_COLUMNS = [
  'isDeleted',
  'deletedAt',
  'deletedById',
] as const satisfies readonly SoftDeleteField[];

export type SoftDeleteColumn = (typeof SOFT_DELETE_COLUMNS)[number];

/** How a table writes its columns. */
export interface ColumnNaming {
  readonly camelCase: boolean;
  readonly quoted: boolean;
}

/** A column as its table writes it. */
export interface WrittenType {
  readonly name: string;
  /** Its type, in the letters of the file. */
  readonly type: string;
  readonly quoted: boolean;
}

/** The naming of a table by its columns, and where these are of one word each by the table's own name. */
export function columnNaming(table: string, columns: readonly WrittenType[]): ColumnNaming {
  const isCamel = (name: string) => /[a-z\d][A-Z]/.test(name);
  const telling = columns.map(({ name }) => name).filter((name) => wordsOf(name).length > 1);
  const camelCase = telling.length ? telling.filter(isCamel).length * 2 >= telling.length : /[A-Z]/.test(table);
  const quoted = camelCase || columns.filter((column) => column.quoted).length * 2 > columns.length;
  return { camelCase, quoted };
}

/** The name of a column in a table's own way. */
export function columnName(column: SoftDeleteColumn, { camelCase, quoted }: ColumnNaming): string {
  const name = camelCase ? column : wordsOf(column).join('_');
  return quoted ? `"${name}"` : name;
}

/**
 * The definition of a column as the table would write it.
 * @param statement the text of the CREATE TABLE, whose keywords' case it takes.
 * @param actor the type of the id of those who delete; where it is not known, it is of the same kind as the table's own id.
 */
export function columnDefinition(
  column: SoftDeleteColumn,
  naming: ColumnNaming,
  columns: readonly WrittenType[],
  statement: string,
  actor: string | undefined,
): string {
  const lower = keywordCase(statement) === 'lower';
  const write = (words: string) => (lower ? words.toLowerCase() : words);
  const name = columnName(column, naming);
  if (column === 'isDeleted') return `${name} ${write('BOOLEAN NOT NULL DEFAULT')} false`;
  if (column === 'deletedAt')
    return `${name} ${timestampType(columns) ?? write(naming.camelCase ? 'TIMESTAMP(3)' : 'TIMESTAMPTZ')}`;
  const id = actor ?? columns.find((own) => own.name === 'id')?.type;
  return `${name} ${id === undefined ? write(naming.camelCase ? 'TEXT' : 'UUID') : pointedTo(lower ? id.toLowerCase() : id)}`;
}

/** The type of the table's own timestamps: of `created_at` where there are several. */
function timestampType(columns: readonly WrittenType[]): string | undefined {
  const timestamps = columns.filter(({ type }) => /^"?timestamp/i.test(type));
  return (timestamps.find(({ name }) => wordsOf(name).at(-1) === 'at') ?? timestamps[0])?.type;
}

/** The type of a column that points to one of this type: a serial is an integer where it is pointed to. */
function pointedTo(type: string): string {
  return type.replace(/^(small|big)?serial[248]?$/i, (serial, size: string = '') => {
    const integer = size ? `${size}int` : 'integer';
    return serial === serial.toLowerCase() ? integer.toLowerCase() : integer.toUpperCase();
  });
}
