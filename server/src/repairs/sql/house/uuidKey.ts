import { type Edit, insertion, replacement } from '../../../core/edit';
import { isWord, spanOf, type TokenRange } from '../../../languages/sql/layout';
import { inKeywordCase } from '../../../languages/sql/names';
import type { Token } from '../../../languages/sql/syntax';
import { tableElements } from '../../../languages/sql/tableElements';
import { columnConstraints } from '../../../rerun/catalog/constraints';
import type { WrittenColumn } from '../../../workspace/tables/writtenColumns';
import { typeTokens } from './columnType';

/** Makes a column of a CREATE TABLE a UUID with a default; undefined where the column holds more than a key's own clauses. */
export function uuidKeyEdits({ placed, definition, by }: WrittenColumn): readonly Edit[] | undefined {
  const { tokens, text } = placed.syntax;
  const type = typeTokens({ placed, definition });
  const element = tableElements(tokens)?.parts.find(
    ({ first, last }) => type && first <= type.first && type.last <= last,
  );
  const isPlain = columnConstraints(definition.constraints).every(({ contype }) => PLAIN.has(contype ?? ''));
  if (by !== 'create table' || !type || !element || !isPlain) return undefined;
  const identity = identityClause(tokens, element);
  const end = tokens[element.last]!.end;
  const edits = [
    replacement(spanOf(tokens, type), inKeywordCase('UUID', text)),
    ...(identity ? [{ start: tokens[identity.first - 1]!.end, end: tokens[identity.last]!.end, text: '' }] : []),
    insertion(end, ` ${inKeywordCase('DEFAULT', text)} gen_random_uuid()`),
  ];
  return edits.map((edit) => ({ ...edit, start: placed.start + edit.start, end: placed.start + edit.end }));
}

const PLAIN = new Set(['CONSTR_PRIMARY', 'CONSTR_NOTNULL', 'CONSTR_IDENTITY', 'CONSTR_UNIQUE']);

/** `GENERATED … AS IDENTITY (…)` */
function identityClause(tokens: readonly Token[], element: TokenRange): TokenRange | undefined {
  const within = (i: number) => element.first < i && i <= element.last;
  const first = tokens.findIndex((token, i) => within(i) && isWord(token, 'generated'));
  const identity = tokens.findIndex((token, i) => within(i) && isWord(token, 'identity'));
  if (first < 0 || identity < first) return undefined;
  if (tokens[identity + 1]?.text !== '(') return { first, last: identity };
  return { first, last: tokens.findIndex(({ text }, i) => i > identity && text === ')') };
}
