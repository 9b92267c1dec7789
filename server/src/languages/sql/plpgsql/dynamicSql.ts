import type { Span } from '../../../core/span';
import { verbatim } from '../literals';
import { split } from '../splitter';
import { type BlockExpression, type BlockStatement, type Statement, UNKNOWN_NAME } from '../syntax';
import { tokenize } from '../tokens';
import type { Body } from './body';
import { constantText, literalLocation, type Scope } from './constants';
import type { Bindings, Variables } from './variables';

/** EXECUTE: what it runs is worked out when it is asked for, once all assignments of the body are known. */
export class DynamicSql implements Span {
  readonly kind = 'execute' satisfies BlockStatement['kind'];
  readonly start: number;
  readonly end: number;
  readonly expression: BlockExpression;
  readonly into?: readonly string[];
  readonly #body: Body;
  readonly #variables: Variables;
  readonly #bound: Bindings;
  #statements?: { readonly known: readonly Statement[] | undefined };

  constructor(
    body: Body,
    span: Span,
    expression: BlockExpression,
    variables: Variables,
    into: readonly string[] | undefined,
  ) {
    this.#body = body;
    this.#variables = variables;
    this.#bound = variables.bound;
    this.start = span.start;
    this.end = span.end;
    this.expression = expression;
    if (into) this.into = into;
  }

  get statements(): readonly Statement[] | undefined {
    this.#statements ??= { known: this.#resolve() };
    return this.#statements.known;
  }

  get outline(): readonly Statement[] {
    const sql = constantText(this.expression, { ...this.#scope(), unknown: UNKNOWN_NAME });
    return sql === undefined || sql === UNKNOWN_NAME ? [] : this.#generated(sql);
  }

  #scope(): Scope {
    return { variables: this.#variables, bound: this.#bound };
  }

  #resolve(): Statement[] | undefined {
    const { expression } = this;
    const sql = constantText(expression, this.#scope());
    if (sql === undefined) return undefined;
    const literal = this.#literal();
    if (literal && this.#body.text.slice(literal.start, literal.end) === sql) return this.#within(literal, sql);
    return this.#generated(sql);
  }

  #generated(sql: string): Statement[] {
    const { start, end } = this.expression;
    const { cache, parser } = this.#body;
    return split(sql).map((piece) => {
      const syntax = cache.syntax(sql.slice(piece.start, piece.end), parser);
      return { start, end, generated: true, syntax };
    });
  }

  /** Statements that stand in the document just as they run. */
  #within(literal: Span & { readonly quoted: boolean }, sql: string): Statement[] {
    const { cache, parser, quoted } = this.#body;
    return split(sql).map(({ start, end, semicolon }) => ({
      start: literal.start + start,
      end: literal.start + end,
      ...(semicolon === undefined ? undefined : { semicolon: literal.start + semicolon }),
      ...(quoted || literal.quoted ? { quoted: true } : undefined),
      syntax: cache.syntax(sql.slice(start, end), parser),
    }));
  }

  /** Where the text stands between quotes, when the expression is one string. */
  #literal() {
    const at = this.expression.offset(literalLocation(this.expression));
    if (at === undefined) return undefined;
    const [token] = tokenize(this.#body.text, at, this.expression.end);
    const span = token && verbatim(token);
    return span && { ...span, quoted: token.kind === 'string' };
  }
}
