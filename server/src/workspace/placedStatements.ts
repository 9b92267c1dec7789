import type { Node } from '@pgsql/types';
import { kept } from '../core/kept';
import type { Span } from '../core/span';
import type { BlockStatement, SqlDocument, Statement, StatementSyntax } from '../languages/sql/syntax';

/** A statement that PostgreSQL's parser has read, at its place in the document: at the top level or within a DO block. */
export interface PlacedStatement extends Span {
  readonly syntax: StatementSyntax;
  readonly node: Node;
  /** The statement of the document that it is, or stands in. */
  readonly outer: Statement;
  /** It stands in a DO block. */
  readonly inner: boolean;
  /** Only the run writes its text: there is nothing to mark in it and nothing to edit. */
  readonly generated: boolean;
  /** It stands in a `'…'` string: a quote that an edit puts in must be doubled. */
  readonly quoted: boolean;
}

/** All statements of a document that are understood, in the order of its text, those within DO blocks in their block's place. */
export const placedStatements = kept((document: SqlDocument): readonly PlacedStatement[] =>
  document.statements.flatMap(placedIn),
);

/** Kept by statement: those before a change stay the same. */
const placedIn = kept((outer: Statement): readonly PlacedStatement[] => {
  const { parse } = outer.syntax;
  if (parse.kind !== 'tree') return [];
  if (!('DoStmt' in parse.node)) return [placedAt(outer, outer, parse.node)];
  return heldStatements(outer.syntax).flatMap((inner) => {
    const { parse } = inner.syntax;
    return parse.kind === 'tree' ? [placedAt(inner, outer, parse.node)] : [];
  });
});

const heldStatements = kept(({ block }: StatementSyntax) => innerStatements(block?.statements ?? []));

function placedAt(statement: Statement, outer: Statement, node: Node): PlacedStatement {
  const inner = statement !== outer;
  const from = inner ? outer.start : 0;
  return {
    start: from + statement.start,
    end: from + statement.end,
    syntax: statement.syntax,
    node,
    outer,
    inner,
    generated: statement.generated ?? false,
    quoted: statement.quoted ?? false,
  };
}

/** The SQL statements within statements of plpgsql, at their places in the DO statement. */
export function innerStatements(statements: readonly BlockStatement[]): Statement[] {
  return [...walkBlock(statements)].flatMap((statement) => {
    if (statement.kind === 'sql') return [statement.statement];
    return statement.kind === 'execute' ? (statement.statements ?? []) : [];
  });
}

/** Statements of plpgsql and all that they hold, each before what it holds. */
export function* walkBlock(statements: readonly BlockStatement[]): Iterable<BlockStatement> {
  for (const statement of statements) {
    yield statement;
    if (statement.kind === 'if') for (const { body } of statement.branches) yield* walkBlock(body);
    if (statement.kind === 'loop' || statement.kind === 'block') yield* walkBlock(statement.body);
    if (statement.kind === 'block') for (const { body } of statement.handlers) yield* walkBlock(body);
  }
}

/** A span of a statement's own text as a span of the document; of a generated one, where it is written. */
export function inDocument(placed: PlacedStatement, span: Span): Span {
  if (placed.generated) return { start: placed.start, end: placed.end };
  return { start: placed.start + span.start, end: placed.start + span.end };
}
