import type { ColumnDef } from '@pgsql/types';
import { keptWith } from '../../../core/kept';
import type { Span } from '../../../core/span';
import { spanOf, type TokenRange } from '../../../languages/sql/layout';
import type { StatementSyntax } from '../../../languages/sql/syntax';
import { typeRange } from '../../../languages/sql/tableElements';
import type { PlacedStatement } from '../../../workspace/statements/placed';
import type { WrittenColumn } from '../../../workspace/tables/writtenColumns';

/** The tokens of a column's type; undefined where the statement is not written in the document. */
export function typeTokens({
  placed,
  definition,
}: Pick<WrittenColumn, 'placed' | 'definition'>): TokenRange | undefined {
  return placed.generated ? undefined : typeTokensIn(definition, placed.syntax);
}

const typeTokensIn = keptWith(({ typeName }: ColumnDef, syntax: StatementSyntax): TokenRange | undefined => {
  const { tokens } = syntax;
  const at = syntax.offset(typeName?.location);
  const first = at === undefined ? -1 : tokens.findIndex(({ start }) => start === at);
  return first < 0 ? undefined : typeRange(tokens, first);
});

/** The span of a column's type in the document; of a generated statement, where that is written. */
export function typeSpan(column: WrittenColumn): Span {
  const { placed } = column;
  const range = typeTokens(column);
  return range ? shifted(spanOf(placed.syntax.tokens, range), placed) : { start: placed.start, end: placed.end };
}

function shifted({ start, end }: Span, placed: PlacedStatement): Span {
  return { start: placed.start + start, end: placed.start + end };
}
