import type { Node } from '@pgsql/types';
import type { Span } from '../../../core/span';
import type { BlockExpression, StatementSyntax } from '../syntax';
import type { Body } from './body';

const PREFIX = 'SELECT ';

/** An expression of a body, parsed when its tree is first asked for. */
export class ParsedExpression implements BlockExpression {
  readonly start: number;
  readonly end: number;
  readonly #syntax: StatementSyntax;

  constructor(body: Body, span: Span) {
    this.start = span.start;
    this.end = span.end;
    this.#syntax = body.cache.syntax(PREFIX + body.text.slice(span.start, span.end), body.parser);
  }

  get node(): Node | undefined {
    const { parse } = this.#syntax;
    return parse.kind === 'tree' ? parse.node : undefined;
  }

  offset(location: number | undefined): number | undefined {
    const at = this.#syntax.offset(location);
    return at === undefined || at < PREFIX.length ? undefined : this.start + at - PREFIX.length;
  }
}

/** An expression that cannot be read by itself, such as a value of `CASE x WHEN value`. */
export function opaqueExpression({ start, end }: Span): BlockExpression {
  return { start, end, offset: () => undefined };
}
