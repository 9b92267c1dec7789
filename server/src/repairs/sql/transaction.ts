import type { Repair } from '../../core/finding';
import type { SqlDocument, Statement } from '../../languages/sql/syntax';
import { styleAt } from './style';

/**
 * BEGIN and COMMIT around the statements from `first` to `last`, so that a stop between them takes all of them back.
 * Gives nothing where one of them ends a transaction or cannot run in one.
 */
export function inTransaction(document: SqlDocument, first: number, last: number): Repair[] {
  const statements = document.statements.slice(first, last + 1);
  const from = statements[0];
  const to = statements.at(-1);
  if (!from || !to || statements.some(standsAlone) || isOpenBefore(document, first)) return [];
  const { eol, indent, keywords } = styleAt(document.text, from.start, from.syntax.text);
  const end = to.semicolon === undefined ? to.end : to.semicolon + 1;
  return [
    {
      title: 'Put BEGIN and COMMIT around what belongs together',
      safe: true,
      edits: [
        { start: from.start, end: from.start, text: `${keywords('BEGIN')};${eol}${indent}` },
        { start: end, end, text: `${to.semicolon === undefined ? ';' : ''}${eol}${indent}${keywords('COMMIT')};` },
      ],
    },
  ];
}

/** A statement that begins or ends a transaction, or that PostgreSQL refuses within one. */
function standsAlone({ syntax }: Statement): boolean {
  if (syntax.parse.kind !== 'tree') return true;
  const { node } = syntax.parse;
  return (
    'TransactionStmt' in node ||
    ('IndexStmt' in node && node.IndexStmt.concurrent === true) ||
    ('DropStmt' in node && node.DropStmt.concurrent === true) ||
    'VacuumStmt' in node ||
    'AlterSystemStmt' in node
  );
}

function isOpenBefore(document: SqlDocument, index: number): boolean {
  let open = false;
  for (const { syntax } of document.statements.slice(0, index)) {
    if (syntax.parse.kind !== 'tree' || !('TransactionStmt' in syntax.parse.node)) continue;
    const { kind } = syntax.parse.node.TransactionStmt;
    if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') open = true;
    if (kind === 'TRANS_STMT_COMMIT' || kind === 'TRANS_STMT_ROLLBACK') open = false;
  }
  return open;
}

/** A COMMIT before a statement, so that it may use what the statements before it made. For a person to choose. */
export function committedBefore(document: SqlDocument, index: number): Repair[] {
  const statement = document.statements[index];
  if (!statement || isOpenBefore(document, index)) return [];
  const { eol, indent, keywords } = styleAt(document.text, statement.start, statement.syntax.text);
  const edit = { start: statement.start, end: statement.start, text: `${keywords('COMMIT')};${eol}${indent}` };
  return [{ title: 'Commit before the value is used', safe: false, edits: [edit] }];
}
