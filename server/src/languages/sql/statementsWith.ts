import { originOf } from './document';
import type { SqlDocument, Statement } from './syntax';

/**
 * The indexes of a document's statements of which something holds, in order. After an edit only the statements that it made
 * are asked; for the others the answer of before counts.
 * @param holds must not hang on where the statement stands.
 */
export function indexesWith(holds: (statement: Statement) => boolean): (document: SqlDocument) => readonly number[] {
  const known = new WeakMap<SqlDocument, readonly number[]>();
  return (document) => {
    const found = known.get(document) ?? foundIn(document, holds, known);
    known.set(document, found);
    return found;
  };
}

function foundIn(
  document: SqlDocument,
  holds: (statement: Statement) => boolean,
  known: WeakMap<SqlDocument, readonly number[]>,
): readonly number[] {
  const { statements } = document;
  const origin = originOf(document);
  const before = origin && known.get(origin.previous);
  const found: number[] = [];
  const [first, behind] = before ? [origin.first, statements.length - origin.last] : [0, statements.length];
  for (const index of before ?? []) if (index < first) found.push(index);
  for (let index = first; index < behind; index++) if (holds(statements[index]!)) found.push(index);
  const moved = statements.length - (origin?.previous.statements.length ?? 0);
  for (const index of before ?? []) if (index + moved >= behind) found.push(index + moved);
  return found;
}

/** The statements of a document of which something holds, in order; see `indexesWith`. */
export function statementsWith(
  holds: (statement: Statement) => boolean,
): (document: SqlDocument) => readonly Statement[] {
  const indexesOf = indexesWith(holds);
  return (document) => indexesOf(document).map((index) => document.statements[index]!);
}
