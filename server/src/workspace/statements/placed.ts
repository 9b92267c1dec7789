import type { Node } from '@pgsql/types';
import { kept } from '../../core/kept';
import type { Span } from '../../core/span';
import { innerStatements } from '../../languages/sql/plpgsql/walkBlock';
import { statementsWith } from '../../languages/sql/statementsWith';
import type { SqlDocument, Statement, StatementSyntax } from '../../languages/sql/syntax';

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

/** What a statement says, wherever it stands. */
export type Understood = Pick<PlacedStatement, 'node' | 'syntax'>;

/**
 * Finds the statements of a document that are understood and of which something holds, in the order of its text, those within
 * DO blocks in their block's place. After an edit only the statements that it made are asked.
 */
export function placedWith(
  holds: (understood: Understood) => boolean,
): (document: SqlDocument) => readonly PlacedStatement[] {
  const holding = statementsWith(({ syntax }) => understoodIn(syntax).some(holds));
  return (document) => holding(document).flatMap((outer) => placedIn(outer).filter(holds));
}

/** What PostgreSQL's parser has read of a statement: itself, or what stands in its DO block. */
export function understoodIn(syntax: StatementSyntax): readonly Understood[] {
  const { parse } = syntax;
  if (parse.kind !== 'tree') return [];
  if (!('DoStmt' in parse.node)) return [{ node: parse.node, syntax }];
  return heldStatements(syntax).flatMap(({ syntax: inner }) =>
    inner.parse.kind === 'tree' ? [{ node: inner.parse.node, syntax: inner }] : [],
  );
}

/** What is understood of one statement; kept by statement: those before a change stay the same. */
export const placedIn = kept((outer: Statement): readonly PlacedStatement[] => {
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

/** A span of a statement's own text as a span of the document; of a generated one, where it is written. */
export function inDocument(placed: PlacedStatement, span: Span): Span {
  if (placed.generated) return { start: placed.start, end: placed.end };
  return { start: placed.start + span.start, end: placed.start + span.end };
}
