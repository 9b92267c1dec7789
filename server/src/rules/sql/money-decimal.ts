import type { ColumnDef } from '@pgsql/types';
import { replacement } from '../../core/edit';
import { isMoneyName, MONEY_WORDS } from '../../core/moneyWords';
import type { RuleOptions } from '../../core/rule';
import { singularWordsOf } from '../../languages/prisma/names';
import { inKeywordCase } from '../../languages/sql/names';
import { typeSpan, typeTokens } from '../../repairs/sql/house/columnType';
import { isLasting } from '../../workspace/tables/lastingColumns';
import { type ColumnFacts, typeName, type WrittenColumn, writtenColumns } from '../../workspace/tables/writtenColumns';
import { sqlRule } from './context';

const OPTIONS = {
  ...MONEY_WORDS,
  precision: { description: 'The digits in all that a repair writes.', default: 10 },
  scale: { description: 'The digits behind the point that a repair writes.', default: 2 },
} as const satisfies RuleOptions;

/** Money is counted exactly. */
export const moneyDecimal = sqlRule({
  id: 'sql/money-decimal',
  severity: 'warning',
  docs: {
    summary: 'Money is a `NUMERIC` or `DECIMAL` with a precision, `DECIMAL(10, 2)`.',
    why: 'A floating-point number cannot hold 0.10: sums of claims and copays drift by cents, and no two reports agree. The type `money` takes its digits and its currency from the server’s locale, and changes its meaning with it. A NUMERIC without a precision rounds nothing, so that a third of a cent stays in the books.',
    source: 'HOUSE-RULES: Decision rules, money fields',
    bad: [
      `CREATE TABLE IF NOT EXISTS invoices (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    amount DOUBLE PRECISION NOT NULL,
    copay MONEY,
    tax NUMERIC
);
`,
    ],
    good: [
      `CREATE TABLE IF NOT EXISTS invoices (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    amount DECIMAL(10, 2) NOT NULL,
    copay NUMERIC(10, 2),
    heart_rate REAL,
    total_in_cents INTEGER
);
`,
    ],
    whenOff: 'Where the columns that look like money hold estimates, as in a warehouse for statistics.',
    notes:
      'Money is recognised by whole words of the column’s name, in the singular or plural, as `prisma/money-decimal` recognises it: a word of `words` (amount, balance, charge, copay, cost, fee, price …) anywhere in the name, a word of `weakWords` (total, rate, tax …) where it ends the name, and no word of `otherWords` (count, percent, heart, version …) in it. A column of the type `money` is reported whatever its name. Whole numbers are not reported: cents are counted exactly.\n\nThe repair is a suggestion, since only a person knows the digits that are needed, and an existing column is rounded to them.',
  },
  options: OPTIONS,
  check({ document, report, options, workspace, path, tools }) {
    const isMoney = ({ name, definition }: ColumnFacts) =>
      faultOf(definition)?.always || isMoneyName(singularWordsOf(name), false, options);
    for (const column of unfitColumns(document, isMoney)) {
      const fault = faultOf(column.definition)!;
      if (!isLasting(column, workspace, path, document, tools.sql)) continue;
      const wanted = `DECIMAL(${options.precision}, ${options.scale})`;
      const at = typeSpan(column);
      const written = inKeywordCase(wanted, column.placed.syntax.text);
      report({
        at,
        message: `"${column.name}" is money ${fault.words}. Write ${wanted}.`,
        repairs: typeTokens(column)
          ? [{ title: `Make it a ${wanted}`, safe: false, edits: [replacement(at, written + brackets(column))] }]
          : [],
      });
    }
  },
});

const unfitColumns = writtenColumns(({ definition }) => faultOf(definition) !== undefined);

function faultOf(definition: ColumnDef): { readonly words: string; readonly always?: true } | undefined {
  switch (typeName(definition)) {
    case 'float4':
    case 'float8':
      return { words: 'in a floating-point type, which cannot hold a cent exactly' };
    case 'money':
      return { words: 'in a type whose digits and currency the server’s locale decides', always: true };
    case 'numeric':
      return definition.typeName?.typmods?.length
        ? undefined
        : { words: 'without a precision, so that nothing is rounded' };
    default:
      return undefined;
  }
}

function brackets({ definition }: WrittenColumn): string {
  return '[]'.repeat(definition.typeName?.arrayBounds?.length ?? 0);
}
