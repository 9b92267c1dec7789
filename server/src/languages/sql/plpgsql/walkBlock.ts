import type { BlockStatement, Statement } from '../syntax';

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
