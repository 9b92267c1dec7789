import type { Span } from '../core/span';
import { walkBlock } from '../languages/sql/plpgsql/walkBlock';
import type { SqlDocument, Statement } from '../languages/sql/syntax';
import { codeLineAfter, lineAt, type Units } from './units';

/** A SQL unit is a statement, those inside a DO block included. */
export function sqlUnits(document: SqlDocument): Units {
  const { text, statements } = document;
  return {
    marker: '--',
    after(comment) {
      const holder = statements.find(({ start, end }) => start < comment.start && comment.end <= end);
      if (!holder) return statements.find(({ start }) => start >= comment.end);
      const inner = innerOf(holder).filter(({ start }) => start >= comment.end);
      return firstAndLargest(inner) ?? codeLineAfter(text, comment.end, '--');
    },
    before(comment) {
      const line = { start: lineAt(text, comment.start).start, end: comment.start };
      const first = statements.find(({ start, end }) => start < line.end && end > line.start);
      return first ? { start: Math.min(first.start, line.start), end: line.end } : line;
    },
    around(offset) {
      const holder = statements.find(({ start, end }) => start <= offset && offset <= end);
      const inner = holder && innerOf(holder).filter(({ start, end }) => start <= offset && offset <= end);
      return inner?.reduce<Span | undefined>(smaller, undefined) ?? holder;
    },
  };
}

function smaller(best: Span | undefined, span: Span): Span {
  return best && best.end - best.start <= span.end - span.start ? best : span;
}

function firstAndLargest(spans: readonly Span[]): Span | undefined {
  const start = Math.min(...spans.map((span) => span.start));
  return spans.filter((span) => span.start === start).sort((a, b) => b.end - a.end)[0];
}

/** The statements inside a DO block, at their places in the document. */
function innerOf({ start, syntax }: Statement): readonly Span[] {
  const statements = [...walkBlock(syntax.block?.statements ?? [])];
  return statements.map((statement) => ({ start: start + statement.start, end: start + statement.end }));
}
