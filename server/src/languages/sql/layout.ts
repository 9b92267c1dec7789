import type { Node } from '@pgsql/types';
import { kept } from '../../core/kept';
import type { Span } from '../../core/span';
import type { StatementSyntax, Token } from './syntax';

/** A run of tokens: indexes into the statement's tokens, the last one included. */
export interface TokenRange {
  readonly first: number;
  readonly last: number;
}

/** The offsets of a run of tokens. */
export function spanOf(tokens: readonly Token[], range: TokenRange): Span {
  return { start: tokens[range.first]!.start, end: tokens[range.last]!.end };
}

/** True when the token is this keyword (given in lower case). */
export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text);
}

/** True when the tokens from `at` on are these keywords. */
export function hasWords(tokens: readonly Token[], at: number, ...words: readonly string[]): boolean {
  return words.every((word, i) => isWord(tokens[at + i], word));
}

/** The dotted name that begins at a token; undefined when there is none. */
export function nameAt(tokens: readonly Token[], at: number): TokenRange | undefined {
  if (!isName(tokens[at])) return undefined;
  let last = at;
  while (isDot(tokens[last + 1]) && isName(tokens[last + 2])) last += 2;
  return { first: at, last };
}

function isName(token: Token | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted';
}

function isDot(token: Token | undefined): boolean {
  return token?.text === '.';
}

/** Words that may stand between CREATE, ALTER or DROP and the name of the object. */
const LEADING = new Set(
  `create alter drop or replace temp temporary unlogged global local unique index concurrently table type domain extension schema
  sequence view materialized recursive function procedure aggregate trigger constraint policy rule publication subscription statistics
  collation operator role user group event language trusted procedural server foreign data wrapper if not exists only cast column routine
  text search configuration dictionary parser template class family conversion database tablespace owned access method mapping transform`.split(
    /\s+/,
  ),
);

function isLeading(token: Token | undefined): boolean {
  return token?.kind === 'word' && LEADING.has(token.text);
}

/** Where the name stands in `CREATE …`, `ALTER …` and `DROP …`; undefined for an index or a statistics object without one. */
export const objectName = kept((tokens: readonly Token[]): TokenRange | undefined => {
  let at = 0;
  // A keyword is a name when what follows cannot follow a keyword: `CREATE TABLE role (`.
  while (
    at < tokens.length &&
    isLeading(tokens[at]) &&
    !(at > 1 && tokens[at + 1]?.text === '(' && !isWord(tokens[at], 'cast'))
  )
    at++;
  if (isWord(tokens[at], 'on') || isWord(tokens[at], 'for')) return undefined;
  return nameAt(tokens, at);
});

/** The parts between commas outside parentheses, from a token on; a trailing CASCADE or RESTRICT stays with its part. */
export function listParts(tokens: readonly Token[], from: number): TokenRange[] {
  const parts: TokenRange[] = [];
  let depth = 0;
  let first = from;
  for (let i = from; i < tokens.length; i++) {
    const { text, kind } = tokens[i]!;
    if (kind === 'quoted' || kind === 'string') continue;
    if (text === '(' || text === '[') depth++;
    else if (text === ')' || text === ']') depth--;
    else if (text === ',' && depth === 0) {
      parts.push({ first, last: i - 1 });
      first = i + 1;
    }
  }
  if (first < tokens.length) parts.push({ first, last: tokens.length - 1 });
  return parts;
}

/** What stands where in an ALTER TABLE (or VIEW, INDEX, SEQUENCE, TYPE) with actions. */
export interface AlterLayout {
  /** The name of the altered relation. */
  readonly name: TokenRange;
  /** IF EXISTS is there already. */
  readonly ifExists: boolean;
  /** The token after which IF EXISTS belongs (`TABLE`, `VIEW` …). */
  readonly kind: number;
  readonly actions: readonly TokenRange[];
}

/** Reads the layout of an ALTER statement; undefined when its tokens do not have that shape. */
export const alterLayout = kept((tokens: readonly Token[]): AlterLayout | undefined => {
  if (!isWord(tokens[0], 'alter')) return undefined;
  let at = 1;
  while (isWord(tokens[at], 'foreign', 'materialized')) at++;
  const kind = at++;
  const ifExists = hasWords(tokens, at, 'if', 'exists');
  if (ifExists) at += 2;
  if (isWord(tokens[at], 'only')) at++;
  const name = nameAt(tokens, at);
  if (!name) return undefined;
  const from = tokens[name.last + 1]?.text === '*' ? name.last + 2 : name.last + 1;
  return { name, ifExists, kind, actions: listParts(tokens, from) };
});

/** The words of one action through the name of what it adds, drops or alters. */
export function actionHead(tokens: readonly Token[], action: TokenRange): TokenRange {
  let at = action.first + 1;
  if (isWord(tokens[action.first], 'add', 'drop', 'alter', 'validate', 'rename')) {
    if (isWord(tokens[at], 'column', 'constraint', 'attribute')) at++;
    if (hasWords(tokens, at, 'if', 'not', 'exists')) at += 3;
    else if (hasWords(tokens, at, 'if', 'exists')) at += 2;
    if (isWord(tokens[at], 'primary', 'foreign')) at++;
    return { first: action.first, last: Math.min(at, action.last) };
  }
  return action;
}

/** A DROP in tokens: its names, one range for each object, and the last word of what kind of objects they are. */
export interface DropLayout {
  readonly names: readonly TokenRange[];
  readonly kind: number;
  readonly ifExists: boolean;
}

/** Where the names of a DROP stand, one range for each object. */
export const dropNames = kept((tokens: readonly Token[]): DropLayout => {
  let at = 1;
  while (at < tokens.length && isLeading(tokens[at]) && !isWord(tokens[at], 'if')) at++;
  const kind = at - 1;
  const ifExists = hasWords(tokens, at, 'if', 'exists');
  if (ifExists) at += 2;
  const names = listParts(tokens, at).map((part) => {
    const last = isWord(tokens[part.last], 'cascade', 'restrict') ? part.last - 1 : part.last;
    return { first: part.first, last: Math.max(part.first, last) };
  });
  return { names, kind, ifExists };
});

/**
 * The words of a statement that name what it does, to be marked: `ADD COLUMN "x"`, `CREATE INDEX "i"`, `DROP TABLE "t"`.
 * @param part which action or object, where the statement has several.
 * @returns offsets from the start of the statement.
 */
export function headOf(syntax: StatementSyntax, node: Node, part: number): Span {
  const { tokens } = syntax;
  if (tokens.length === 0) return { start: 0, end: syntax.text.length };
  if ('AlterTableStmt' in node) {
    const action = alterLayout(tokens)?.actions[part];
    if (action) return spanOf(tokens, actionHead(tokens, action));
  }
  if ('DropRoleStmt' in node) return spanOf(tokens, { first: 0, last: dropNames(tokens).names.at(-1)?.last ?? 1 });
  if ('DropStmt' in node) {
    const { names } = dropNames(tokens);
    const name = names[part];
    if (name) return names.length === 1 ? spanOf(tokens, { first: 0, last: name.last }) : spanOf(tokens, name);
  }
  if ('RenameStmt' in node || 'AlterObjectSchemaStmt' in node || 'AlterEnumStmt' in node) {
    const verb = tokens.findIndex((token, i) => i > 1 && isWord(token, 'rename', 'set', 'add'));
    if (verb > 0)
      return spanOf(tokens, {
        first: verb,
        last: 'AlterEnumStmt' in node ? labelEnd(tokens, verb) : tokens.length - 1,
      });
  }
  if (isWord(tokens[0], 'create')) {
    const name = objectName(tokens);
    return spanOf(tokens, { first: 0, last: name ? name.last : Math.min(1, tokens.length - 1) });
  }
  return spanOf(tokens, { first: 0, last: dataName(tokens) });
}

function labelEnd(tokens: readonly Token[], verb: number): number {
  const label = tokens.findIndex((token, i) => i > verb && token.kind === 'string');
  return label < 0 ? tokens.length - 1 : label;
}

/** The last token of `INSERT INTO t`, `UPDATE t`, `DELETE FROM t`, `TRUNCATE t`; otherwise the first word. */
function dataName(tokens: readonly Token[]): number {
  let at = 0;
  if (!isWord(tokens[at], 'insert', 'update', 'delete', 'truncate', 'copy', 'comment', 'grant', 'merge'))
    return Math.min(2, tokens.length - 1);
  at++;
  while (isWord(tokens[at], 'into', 'from', 'table', 'only')) at++;
  return nameAt(tokens, at)?.last ?? Math.min(at, tokens.length - 1);
}
