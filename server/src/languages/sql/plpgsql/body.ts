import type { Span } from '../../../core/span';
import type { SqlParser } from '../../../core/tools';
import type { StatementCache } from '../statementCache';
import type { DoBlock } from '../syntax';
import { tokenize } from '../tokens';
import { BlockScanner } from './blockScanner';

/** The body of a DO statement, and what its statements are parsed with. */
export interface Body {
  /** The whole DO statement: all offsets count from its start. */
  readonly text: string;
  readonly body: Span;
  /** The body stands in a `'…'` string. */
  readonly quoted: boolean;
  readonly parser: SqlParser;
  readonly cache: StatementCache;
}

/**
 * The statements of a body, which are its declarations with a default and its outermost block, and its variables. Half-typed
 * bodies give what is there.
 */
export function scanBody(body: Body): Pick<DoBlock, 'statements' | 'variables'> {
  return new BlockScanner(body, tokenize(body.text, body.body.start, body.body.end)).scan();
}
