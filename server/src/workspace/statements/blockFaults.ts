import { keptWith } from '../../core/kept';
import type { Span } from '../../core/span';
import type { SqlParser } from '../../core/tools';
import { walkBlock } from '../../languages/sql/plpgsql/walkBlock';
import type { BlockStatement, DoBlock, Statement, StatementSyntax, Token } from '../../languages/sql/syntax';
import { tokenize } from '../../languages/sql/tokens';

/** Why PostgreSQL refuses the body of a DO statement; the span counts from the start of the DO statement. */
export interface BlockFault {
  readonly message: string;
  readonly at: Span;
}

/** What PostgreSQL cannot read in a DO statement, in the order of its text: its own SQL, and strings that it would execute. */
export const blockFaults = keptWith((syntax: StatementSyntax, parser: SqlParser): readonly BlockFault[] => {
  const { block } = syntax;
  if (!block) return [];
  const all = [...walkBlock(block.statements)];
  const broken = all.flatMap((statement) => (statement.kind === 'sql' ? faultOf(statement.statement) : []));
  const executed = all.flatMap((statement) => (statement.kind === 'execute' ? executedFaults(statement) : []));
  const unread = unreadConditions(all);
  const isSuspicious = broken.length > 0 || unread.length > 0 || !isClosed(block, syntax);
  const own = isSuspicious ? confirmed(syntax, block, { broken, unread }, parser) : [];
  return [...own, ...executed].sort((a, b) => a.at.start - b.at.start);
});

function faultOf({ syntax: { parse }, start }: Statement): BlockFault[] {
  if (parse.kind !== 'syntax') return [];
  return [{ message: parse.message, at: { start: start + parse.at.start, end: start + parse.at.end } }];
}

function executedFaults({ statements }: Extract<BlockStatement, { kind: 'execute' }>): BlockFault[] {
  return (statements ?? []).flatMap((statement) => (statement.generated ? [] : faultOf(statement)));
}

function unreadConditions(all: readonly BlockStatement[]): readonly Span[] {
  return all.flatMap((statement) =>
    statement.kind === 'if'
      ? statement.branches.flatMap(({ condition }) => (condition?.node ? [] : (condition ?? [])))
      : [],
  );
}

/** True when the last block ends where the body does. */
function isClosed(block: DoBlock, syntax: StatementSyntax): boolean {
  const tokens = tokenize(syntax.text, block.start, block.end).filter(({ text }) => text !== ';');
  const last = block.statements.at(-1);
  return last?.kind === 'block' && last.end === tokens.at(-1)?.end && endsWithEnd(tokens);
}

/** `END`, or `END label`. */
function endsWithEnd(tokens: readonly Token[]): boolean {
  return [tokens.at(-1), tokens.at(-2)].some((token) => token?.kind === 'word' && token.text === 'end');
}

/**
 * What PostgreSQL's own reader of plpgsql says, which gives no place: that of the statement with the same fault, of the word
 * that it names, or of what could not be read. Its other messages depend on tables and types that it does not know here.
 */
function confirmed(
  syntax: StatementSyntax,
  block: DoBlock,
  { broken, unread }: { readonly broken: readonly BlockFault[]; readonly unread: readonly Span[] },
  parser: SqlParser,
): readonly BlockFault[] {
  const verdict = parser.parsePlPgSql(syntax.text);
  if (verdict.kind !== 'syntax' || !/^(?:syntax error|unterminated|missing|mismatched)/.test(verdict.message))
    return [];
  const { message } = verdict;
  const same = broken.filter((fault) => fault.message === message);
  if (same.length > 0) return broken;
  const [, word = ''] = /"(.*)"/s.exec(message) ?? [];
  const named = tokenize(syntax.text, block.start, block.end).filter(
    ({ start, end }) => syntax.text.slice(start, end) === word,
  );
  const places = named.length === 1 ? named : [...broken.map(({ at }) => at), ...unread, ...syntax.tokens];
  const [place] = places;
  return [{ message, at: { start: place?.start ?? 0, end: place?.end ?? syntax.text.length } }];
}
