import { insertion } from '../../core/edit';
import type { Repair } from '../../core/finding';
import { typeSpan, typeTokens } from '../../repairs/sql/house/columnType';
import { isLasting } from '../../workspace/tables/lastingColumns';
import { typeName, type WrittenColumn, writtenColumns } from '../../workspace/tables/writtenColumns';
import { sqlRule } from './context';

const OPTIONS = {
  length: { description: 'The length that a repair writes.', default: 255 },
} as const;

/** A VARCHAR says how long it may be. */
export const stringLength = sqlRule({
  id: 'sql/string-length',
  severity: 'info',
  docs: {
    summary: 'A VARCHAR has a length: `VARCHAR(255)` unless another one is known.',
    why: 'VARCHAR without a length takes a gigabyte. A form that sends one by mistake, or on purpose, fills the row, the indexes and every export, and nobody was told where the limit lies.',
    source: 'HOUSE-RULES: Decision rules, string length',
    bad: [
      `CREATE TABLE IF NOT EXISTS clients (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    first_name VARCHAR NOT NULL
);
`,
    ],
    good: [
      `CREATE TABLE IF NOT EXISTS clients (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    first_name VARCHAR(255) NOT NULL,
    notes TEXT
);
`,
    ],
    whenOff: 'Where lengths are checked by the application, and the database is to take what it is given.',
    notes:
      'TEXT is not reported: it says that the text may be long. `character varying` is VARCHAR under its long name, and an array of VARCHAR asks for a length too. Only columns are looked at: those of CREATE TABLE, ADD COLUMN and ALTER COLUMN … TYPE.\n\nThe repair is a suggestion: it changes the column that the migration makes, and the Prisma schema must say the same. On a column that is there already (ALTER COLUMN … TYPE), a value that is too long stops the migration with 22001 string_data_right_truncation.',
  },
  options: OPTIONS,
  check({ document, report, options, workspace, path, tools }) {
    for (const column of unlimitedColumns(document)) {
      if (!isLasting(column, workspace, path, document, tools.sql)) continue;
      const written = `VARCHAR(${options.length})`;
      report({
        at: typeSpan(column),
        message: `"${column.name}" takes texts of any length, up to a gigabyte. Write ${written}, or TEXT where that is meant.`,
        repairs: () => repairsOf(column, options.length),
      });
    }
  },
});

const unlimitedColumns = writtenColumns(
  ({ definition }) => typeName(definition) === 'varchar' && !definition.typeName?.typmods?.length,
);

function repairsOf(column: WrittenColumn, length: number): Repair[] {
  const { placed } = column;
  const range = typeTokens(column);
  if (!range) return [];
  const { tokens } = placed.syntax;
  // Brackets of an array stand behind the length.
  const last = tokens.findLastIndex(({ kind }, i) => i <= range.last && (kind === 'word' || kind === 'quoted'));
  const name = tokens[last]?.text === 'array' ? last - 1 : last;
  const at = placed.start + tokens[name]!.end;
  return [{ title: `Limit it to ${length} characters`, safe: false, edits: [insertion(at, `(${length})`)] }];
}
