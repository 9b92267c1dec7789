import type { Node } from '@pgsql/types';
import type { Span } from '../../core/span';
import { actionHead, alterLayout, isWord, spanOf, type TokenRange } from './layout';
import type { StatementSyntax, Token } from './syntax';
import { tableElements } from './tableElements';
import { tokenAt } from './tokens';

/**
 * The columns of a foreign key as a CREATE or ALTER TABLE names them, or the column that it stands beside.
 * @param location where the tree has the constraint.
 * @returns offsets from the start of the statement.
 */
export function foreignKeyWords(syntax: StatementSyntax, node: Node, location: number | undefined): Span {
  const { tokens } = syntax;
  const token = tokenAt(tokens, syntax.offset(location) ?? 0);
  const at = token ? tokens.indexOf(token) : 0;
  const parts = ('CreateStmt' in node ? tableElements(tokens)?.parts : alterLayout(tokens)?.actions) ?? [];
  const part = parts.find(({ first, last }) => first <= at && at <= last) ?? { first: at, last: at };
  if (isInline(tokens, at)) {
    const name = 'CreateStmt' in node ? part.first : actionHead(tokens, part).last;
    return spanOf(tokens, { first: name, last: name });
  }
  return spanOf(tokens, columnList(tokens, part) ?? part);
}

/** `REFERENCES …` or `CONSTRAINT name REFERENCES …` beside a column. */
function isInline(tokens: readonly Token[], at: number): boolean {
  if (isWord(tokens[at], 'references')) return true;
  return isWord(tokens[at], 'constraint') && isWord(tokens[at + 2], 'references');
}

/** What stands in the parentheses of `FOREIGN KEY (…)`. */
function columnList(tokens: readonly Token[], part: TokenRange): TokenRange | undefined {
  const key = tokens.findIndex((token, i) => i >= part.first && isWord(token, 'foreign'));
  const close = tokens.findIndex(({ text }, i) => i > key && text === ')');
  return key < 0 || close < key + 4 ? undefined : { first: key + 3, last: close - 1 };
}
