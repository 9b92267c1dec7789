import type { QueryFailure } from './database/database';
import { failedStatement, type Script, type ScriptStatement } from './script';
import type { Failure, Phase } from './verdict';

/**
 * The failure of a text that PostgreSQL refused, on the statement that it refused.
 * @param sent what was sent: the file as it is, its transactional form, or one statement of it.
 */
export function failed(
  phase: Phase,
  script: Script,
  sent: 'text' | 'transactional' | ScriptStatement,
  { message, sqlstate, ...failure }: QueryFailure,
): Failure {
  const statement = typeof sent === 'string' ? failedStatement(script, sent, { message, sqlstate, ...failure }) : sent;
  return { phase, message, sqlstate, ...(statement && placeOf(script, statement)) };
}

/** A statement's number and its place in the file. */
export function placeOf(script: Script, statement: ScriptStatement): Pick<Failure, 'statement' | 'span'> {
  const { start, end } = statement;
  return { statement: script.statements.indexOf(statement), span: { start, end } };
}
