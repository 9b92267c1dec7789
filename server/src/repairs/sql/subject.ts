import type { Node } from '@pgsql/types';
import type { GuardStyle } from '../../core/configuration';
import type { Edit } from '../../core/edit';
import type { StatementSyntax, Token } from '../../languages/sql/syntax';
import type { Break } from '../../rerun/execution/outcome';
import type { Former } from '../../rerun/second-run';
import { all, hasColumn, inCatalog, namedBy, relationExists } from './conditions';
import type { Piece } from './doBlock';
import { dedented } from './doBlock';
import type { Style } from './style';

/** A statement that a second run stops at, with all that a repair needs to know of it. */
export interface Subject {
  readonly syntax: StatementSyntax;
  readonly node: Node;
  readonly tokens: readonly Token[];
  /** The statement's text, offsets of tokens and edits count from its start. */
  readonly text: string;
  readonly breaks: readonly Break[];
  readonly style: Style;
  readonly guardStyle: GuardStyle;
  /** The lowest major version of PostgreSQL that has to run it. */
  readonly postgres: number;
  /** The type that a column had before the file dropped it and added it again. */
  readonly former: Former;
}

/** How a statement is made to run twice. */
export interface Rewrite {
  readonly title: string;
  readonly safe: boolean;
  /** Changes within the statement, or statements in its place. */
  readonly edits?: readonly Edit[];
  readonly pieces?: readonly Piece[];
}

/** The whole statement under one condition. */
export function guardedWhole(
  subject: Subject,
  condition: readonly string[],
  title = 'Guard with a DO block',
  safe = true,
): Rewrite {
  return { title, safe, pieces: [{ statement: dedented(subject.text, subject.style.indent), condition }] };
}

/** An insertion of keywords behind a token, in the statement's own case. */
export function insertedBehind(subject: Subject, token: number, words: string): Edit {
  const at = subject.tokens[token]!.end;
  return { start: at, end: at, text: ` ${subject.style.keywords(words)}` };
}

/** What has to be there for the statement to run at all, as far as the second run missed it; undefined when nothing was missed. */
export function neededCondition(breaks: readonly Break[]): readonly string[] | undefined {
  const conditions = new Set<string>();
  for (const { reason } of breaks) {
    const { missing, missingRole } = reason;
    if (missingRole !== undefined) conditions.add(inCatalog('pg_roles', 'rolname', missingRole));
    if (!missing || (reason.cause !== 'table not there' && reason.cause !== 'column not there')) continue;
    conditions.add(
      missing.column === undefined
        ? relationExists(namedBy(missing.key))
        : hasColumn(namedBy(missing.key), missing.column),
    );
  }
  return conditions.size ? all(...conditions) : undefined;
}
