import type { Span } from '../../../core/span';
import { nameOf } from '../names';
import type { BlockExpression, BlockStatement, Statement, Token } from '../syntax';
import type { Body } from './body';
import { DynamicSql } from './dynamicSql';
import { BoundExpression, opaqueExpression, ParsedExpression } from './expression';
import { type IntoClause, intoClause } from './into';
import { readRaise } from './raise';
import { TokenCursor } from './tokenCursor';
import { Variables } from './variables';

/** plpgsql's own statements that the analysis has no use for. */
const OTHERS = new Set(['get', 'open', 'fetch', 'move', 'close']);

/** Words that may stand before a `.` or `[` without being a variable. */
const NO_VARIABLES = new Set(['select', 'values', 'perform', 'return', 'if', 'while', 'execute', 'call', 'raise']);

/** Reads the statements of plpgsql that hold no others, and the expressions and spans that all of them have. */
export class SimpleStatements {
  readonly cursor: TokenCursor;
  readonly variables = new Variables();
  readonly #body: Body;

  constructor(body: Body, tokens: readonly Token[]) {
    this.#body = body;
    this.cursor = new TokenCursor(tokens);
  }

  /** Reads the statement that begins here, whatever it is, and moves to its end. */
  read(): BlockStatement {
    const { cursor } = this;
    if (this.isAssignment()) return this.#assignment();
    const word = cursor.token()?.kind === 'word' ? cursor.token()!.text : '';
    if (word === 'return' || word === 'exit' || word === 'continue') return this.#leave(word);
    if (word === 'raise') return this.#raise();
    if (word === 'execute') return this.#execute();
    if (word === 'assert') return this.#assert();
    if (word === 'null' && cursor.findEnd() === cursor.at + 1) return { kind: 'null', ...this.skip() };
    return OTHERS.has(word) ? this.other() : this.#sql();
  }

  /** True before `a := …`, `a = …` and the like with `a.b` and `a[1]`, whatever word the name is. */
  isAssignment(): boolean {
    const { cursor } = this;
    if (nameOf(cursor.token()) === undefined) return false;
    const next = cursor.token(1)?.text;
    if (next === ':=' || next === '=') return true;
    if ((next !== '.' && next !== '[') || NO_VARIABLES.has(cursor.token()!.text)) return false;
    return cursor.find([':=', '=']) < cursor.findEnd();
  }

  /** Passes over a statement that nothing looks into. Whatever it names may have changed then. */
  other(): BlockStatement {
    const { tokens, at } = this.cursor;
    for (const token of tokens.slice(at, this.cursor.findEnd())) {
      const name = nameOf(token);
      if (name !== undefined) this.variables.assign(name);
    }
    return { kind: 'other', ...this.skip() };
  }

  /** Moves to the end of the statement and gives its span. */
  skip(): Span {
    const { cursor } = this;
    const start = cursor.at;
    cursor.at = Math.max(cursor.findEnd(), start + 1);
    return this.span(start, cursor.at);
  }

  /** The span of the tokens from one index up to another; where there are none, the place where they would stand. */
  span(from: number, to: number): Span {
    const { tokens } = this.cursor;
    const [first, last] = [tokens[from], tokens[Math.min(to, tokens.length) - 1]];
    if (first && last && to > from) return { start: first.start, end: last.end };
    const at = tokens[from - 1]?.end ?? this.#body.body.start;
    return { start: at, end: at };
  }

  /** The expression of the tokens from one index up to another. */
  expression(from: number, to: number): BlockExpression {
    const span = this.span(from, to);
    if (span.start >= span.end) return opaqueExpression(span);
    const expression = new ParsedExpression(this.#body, span);
    const { bound } = this.variables;
    return bound.size > 0 ? new BoundExpression(expression, bound) : expression;
  }

  /** The tokens from one index up to another as a statement. */
  statement(from: number, to: number): Statement {
    const { text, cache, parser, quoted } = this.#body;
    const span = this.span(from, to);
    const syntax = cache.syntax(text.slice(span.start, span.end), parser);
    return { ...span, ...(quoted ? { quoted } : undefined), syntax };
  }

  /** The condition up to `word`, which is passed over. */
  condition(word: string): BlockExpression {
    const { cursor } = this;
    const end = cursor.find([word]);
    const condition = this.expression(cursor.at, end);
    cursor.at = end;
    cursor.skip(word);
    return condition;
  }

  #assignment(): BlockStatement {
    const { cursor } = this;
    const start = cursor.at;
    const operator = cursor.find([':=', '=']);
    const end = cursor.find([]);
    const expression = this.expression(operator + 1, end);
    const variable = nameOf(cursor.token())!;
    const isWhole = operator === start + 1;
    this.variables.assign(variable, isWhole ? expression : undefined);
    cursor.at = end;
    return { kind: 'assign', variable, expression, ...this.span(start, end) };
  }

  #leave(leaves: 'return' | 'exit' | 'continue'): BlockStatement {
    const { cursor } = this;
    if (leaves === 'return') {
      if (cursor.is('next', 1) || cursor.is('query', 1)) return this.other();
      return { kind: 'leave', leaves, ...this.skip() };
    }
    const label = cursor.is('when', 1) ? undefined : nameOf(cursor.token(1));
    const when = cursor.find(['when']);
    const end = cursor.find([]);
    const condition = when < end ? { condition: this.expression(when + 1, end) } : undefined;
    return { kind: 'leave', leaves, ...(label === undefined ? undefined : { label }), ...condition, ...this.skip() };
  }

  #raise(): BlockStatement {
    const { cursor } = this;
    const raise = readRaise(cursor.tokens.slice(cursor.at + 1, cursor.find([])));
    return { kind: 'raise', ...raise, ...this.skip() };
  }

  #assert(): BlockStatement {
    const { cursor } = this;
    const condition = this.expression(cursor.at + 1, cursor.find([',']));
    return { kind: 'assert', condition, ...this.skip() };
  }

  #execute(): BlockStatement {
    const { cursor } = this;
    const start = cursor.at;
    const end = cursor.find([]);
    const expression = this.expression(start + 1, cursor.find(['into', 'using']));
    const into = this.#into(start, end);
    cursor.at = end;
    return new DynamicSql(this.#body, this.span(start, end), expression, this.variables, into?.targets);
  }

  #sql(): BlockStatement {
    const { cursor } = this;
    const { text, cache, parser, quoted } = this.#body;
    const start = cursor.at;
    const end = cursor.findEnd();
    const isPerform = cursor.is('perform');
    const into = this.#into(start, end);
    const span = this.span(start, end);
    const written = text.slice(span.start, span.end);
    // Both ways the text keeps its length, so that locations of the tree hold for what is written.
    const select = isPerform ? `SELECT ${written.slice('perform'.length)}` : written;
    const sql = into ? blank(select, this.span(into.start, into.end), span.start) : select;
    const semicolon = cursor.tokens[end]?.start;
    cursor.at = end;
    const statement: Statement = {
      ...span,
      ...(semicolon === undefined ? undefined : { semicolon }),
      ...(quoted ? { quoted } : undefined),
      syntax: cache.syntax(written, parser, sql),
    };
    return { kind: 'sql', statement, ...(into ? { into: into.targets } : undefined), ...span };
  }

  #into(from: number, to: number): IntoClause | undefined {
    const into = intoClause(this.cursor.tokens, from, to);
    for (const target of into?.targets ?? []) this.variables.assign(target);
    return into;
  }
}

/** `text`, which begins at `base`, with blanks in place of a span. */
function blank(text: string, span: Span, base: number): string {
  const [start, end] = [span.start - base, span.end - base];
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ') + text.slice(end);
}
