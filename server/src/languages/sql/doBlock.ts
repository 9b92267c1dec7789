import type { SqlParser } from '../../core/tools';
import { verbatim } from './literals';
import { nameOf } from './names';
import { scanBody } from './plpgsql/body';
import type { StatementCache } from './statementCache';
import type { DoBlock, StatementSyntax, Token } from './syntax';

/**
 * Opens the body of a DO statement in plpgsql. Undefined for other statements and languages, and where escapes in the body's
 * quotes keep its text from standing in the statement as it is.
 */
export function openDoBlock(syntax: StatementSyntax, parser: SqlParser, cache: StatementCache): DoBlock | undefined {
  const { text } = syntax;
  if (!/^do(?![\w$\u0080-\uffff])/i.test(text) || languageOf(syntax.tokens) !== 'plpgsql') return undefined;
  const literal = syntax.tokens.find((token, i) => isText(token) && !isLanguage(syntax.tokens[i - 1]));
  const body = literal && verbatim(literal);
  if (!body) return undefined;
  return { ...body, ...scanBody({ text, body, parser, cache, quoted: literal.kind === 'string' }) };
}

/** Opens the body of CREATE FUNCTION and CREATE PROCEDURE in plpgsql likewise; what they are given counts as a variable. */
export function openRoutine(syntax: StatementSyntax, parser: SqlParser, cache: StatementCache): DoBlock | undefined {
  const { text, tokens, parse } = syntax;
  const statement =
    parse.kind === 'tree' && 'CreateFunctionStmt' in parse.node ? parse.node.CreateFunctionStmt : undefined;
  if (!statement || languageOf(tokens) !== 'plpgsql' || !tokens.some(isLanguage)) return undefined;
  const literal = tokens.find((token, i) => isText(token) && tokens[i - 1]?.text === 'as');
  const body = literal && verbatim(literal);
  if (!body) return undefined;
  const scanned = scanBody({ text, body, parser, cache, quoted: literal.kind === 'string' });
  const given = (statement.parameters ?? []).flatMap((node) =>
    'FunctionParameter' in node && node.FunctionParameter.name ? [node.FunctionParameter.name] : [],
  );
  return { ...body, ...scanned, variables: new Set([...scanned.variables, ...given]) };
}

function languageOf(tokens: readonly Token[]): string | undefined {
  const at = tokens.findIndex(isLanguage);
  if (at < 0) return 'plpgsql';
  const token = tokens[at + 1];
  const span = token && isText(token) ? verbatim(token) : undefined;
  return token && span
    ? token.text.slice(span.start - token.start, span.end - token.start).toLowerCase()
    : nameOf(token);
}

function isLanguage(token: Token | undefined): boolean {
  return token?.kind === 'word' && token.text === 'language';
}

function isText(token: Token): boolean {
  return token.kind === 'dollar' || token.kind === 'string';
}
