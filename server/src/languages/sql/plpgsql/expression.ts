import type { Node } from '@pgsql/types';
import type { Span } from '../../../core/span';
import type { BlockExpression, StatementSyntax } from '../syntax';
import type { Body } from './body';
import { boundName } from './constants';
import type { Bindings } from './variables';

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

/** An expression of one round of a loop: variables give way to the constants that they stand for, and no place is known. */
export class BoundExpression implements BlockExpression {
  readonly bound = true;
  readonly start: number;
  readonly end: number;
  readonly #given: BlockExpression;
  readonly #bound: Bindings;
  #node: Node | undefined;

  constructor(given: BlockExpression, bound: Bindings) {
    this.start = given.start;
    this.end = given.end;
    this.#given = given;
    this.#bound = bound;
  }

  get node(): Node | undefined {
    this.#node ??= this.#given.node && (withConstants(this.#given.node, this.#bound) as Node);
    return this.#node;
  }

  offset(): undefined {
    return undefined;
  }
}

/** A copy of a tree with constants in place of variables, and what `||` makes of constants. */
function withConstants(node: unknown, bound: Bindings): unknown {
  if (Array.isArray(node)) return node.map((item) => withConstants(item, bound));
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, withConstants(value, bound)]),
  ) as Node;
  if ('ColumnRef' in copy) {
    const name = boundName(copy.ColumnRef);
    const value = name === undefined ? undefined : bound.get(name);
    return value === undefined ? copy : text(value);
  }
  if (!('A_Expr' in copy)) return copy;
  const [operator] = copy.A_Expr.name ?? [];
  const [left, right] = [textOf(copy.A_Expr.lexpr), textOf(copy.A_Expr.rexpr)];
  const joins = operator && 'String' in operator && operator.String.sval === '||';
  return joins && left !== undefined && right !== undefined ? text(left + right) : copy;
}

function text(sval: string): Node {
  return { A_Const: { sval: { sval } } };
}

function textOf(node: Node | undefined): string | undefined {
  return node && 'A_Const' in node ? node.A_Const.sval?.sval : undefined;
}

/** An expression that cannot be read by itself, such as a value of `CASE x WHEN value`. */
export function opaqueExpression({ start, end }: Span): BlockExpression {
  return { start, end, offset: () => undefined };
}
