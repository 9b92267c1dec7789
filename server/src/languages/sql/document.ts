import { kept } from '../../core/kept';
import type { SqlParser } from '../../core/tools';
import { type Piece, Splitter } from './splitter';
import { StatementCache } from './statementCache';
import type { SqlDocument, Statement } from './syntax';

/** The statements of a text; each is parsed when its syntax is first asked for, and once for all equal ones. Never throws. */
export function parseSql(text: string, parser: SqlParser, cache = cacheOf(parser)): SqlDocument {
  const statements: Statement[] = [];
  const splitter = new Splitter(text);
  for (let piece = splitter.next(); piece; piece = splitter.next())
    statements.push(statement(text, piece, parser, cache));
  return { text, statements };
}

/**
 * The same document as `parseSql` makes of `text`, from the one before it: only what lies between the last statement that
 * ends before the change and the first one that ends in the same place behind it is read again.
 */
export function updateSql(
  previous: SqlDocument,
  text: string,
  parser: SqlParser,
  cache = cacheOf(parser),
): SqlDocument {
  const same = commonPrefix(previous.text, text);
  const first = endedBefore(previous.statements, same);
  const statements = previous.statements.slice(0, first);
  let last = 0;
  const shift = text.length - previous.text.length;
  const behind = text.length - commonSuffix(previous.text, text, same);
  const splitter = new Splitter(text, (statements.at(-1)?.semicolon ?? -1) + 1);
  for (let piece = splitter.next(); piece; piece = splitter.next()) {
    statements.push(statement(text, piece, parser, cache));
    if (piece.semicolon === undefined || piece.semicolon < behind) continue;
    const next = indexBehind(previous.statements, piece.semicolon - shift);
    if (next < 0) continue;
    last = previous.statements.length - next;
    for (let i = next; i < previous.statements.length; i++) statements.push(moved(previous.statements[i]!, shift));
    break;
  }
  const document = { text, statements };
  origins.set(document, { previous, first, last });
  // Nobody goes further back than one step.
  origins.delete(previous);
  return document;
}

/** What `updateSql` made a document from, and how many statements they have in common at the beginning and at the end. */
export interface Origin {
  readonly previous: SqlDocument;
  readonly first: number;
  readonly last: number;
}

const origins = new WeakMap<SqlDocument, Origin>();

/** The document that one was made from by an edit; undefined for one that was read whole, or that was edited itself since. */
export function originOf(document: SqlDocument): Origin | undefined {
  return origins.get(document);
}

/** The statements that this parser has parsed, for callers that keep no cache of their own. */
const cacheOf = kept((parser: SqlParser) => new StatementCache(parser.keeps));

function statement(text: string, piece: Piece, parser: SqlParser, cache: StatementCache): Statement {
  return { ...piece, syntax: cache.syntax(text.slice(piece.start, piece.end), parser) };
}

function moved(statement: Statement, by: number): Statement {
  if (by === 0) return statement;
  const { start, end, semicolon, unterminated, syntax } = statement;
  if (semicolon === undefined || unterminated) return { ...statement, start: start + by, end: end + by };
  return { start: start + by, end: end + by, semicolon: semicolon + by, syntax };
}

/** How many statements stand before the last semicolon that the unchanged beginning holds, that one's included. */
function endedBefore(statements: readonly Statement[], offset: number): number {
  let count = 0;
  for (let i = 0; i < statements.length && statements[i]!.start < offset; i++) {
    const { semicolon } = statements[i]!;
    if (semicolon !== undefined && semicolon < offset) count = i + 1;
  }
  return count;
}

/** The index of the statement behind the one whose semicolon stands at `offset`, or -1 when none ends there. */
function indexBehind(statements: readonly Statement[], offset: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (statements[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low > 0 && statements[low - 1]!.semicolon === offset ? low : -1;
}

/** How much is compared at once: V8 compares slices far faster than letters. */
const CHUNK = 1_024;

function commonPrefix(a: string, b: string): number {
  const limit = Math.min(a.length, b.length);
  let at = 0;
  while (at + CHUNK <= limit && a.slice(at, at + CHUNK) === b.slice(at, at + CHUNK)) at += CHUNK;
  while (at < limit && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function commonSuffix(a: string, b: string, prefix: number): number {
  const limit = Math.min(a.length, b.length) - prefix;
  let count = 0;
  while (
    count + CHUNK <= limit &&
    a.slice(a.length - count - CHUNK, a.length - count) === b.slice(b.length - count - CHUNK, b.length - count)
  )
    count += CHUNK;
  while (count < limit && a.charCodeAt(a.length - 1 - count) === b.charCodeAt(b.length - 1 - count)) count++;
  return count;
}
