import type { Node } from '@pgsql/types';
import type { Span } from '../core/span';
import type { SqlParser } from '../core/tools';
import { parseSql } from '../languages/sql/document';
import type { Statement } from '../languages/sql/syntax';
import { codePointOffset } from '../languages/sql/units';
import type { QueryFailure } from './database/database';

/** A statement of a migration as the proof needs it. */
export interface ScriptStatement extends Span {
  readonly text: string;
  readonly node?: Node;
  /** BEGIN, COMMIT and the like. */
  readonly control?: 'begin' | 'end' | 'other';
  /** The same statement in a form that a transaction block takes: without CONCURRENTLY. */
  readonly transactional: string;
}

/** A migration cut into statements. */
export interface Script {
  readonly text: string;
  readonly statements: readonly ScriptStatement[];
  /** The file in a form that a transaction of ours takes: no transaction control, no CONCURRENTLY. */
  readonly transactional: string;
  /** It takes back work itself, or leaves a transaction open: only real commits tell what it does. */
  readonly takesBack: boolean;
}

/** Cuts a migration into statements. Never throws: what cannot be parsed stands as it is. */
export function scriptOf(text: string, parser: SqlParser): Script {
  const statements = parseSql(text, parser).statements.map(scriptStatement);
  const plain = statements.every(({ control, text, transactional }) => !control && text === transactional);
  return { text, statements, transactional: plain ? text : joined(statements), takesBack: takesBack(statements) };
}

/** The statement of the file that a failure of it, or of its transactional form, came from. */
export function failedStatement(
  script: Script,
  form: 'text' | 'transactional',
  failure: QueryFailure,
): ScriptStatement | undefined {
  const { statements } = script;
  if (form === 'transactional' && script.transactional !== script.text)
    return statements.filter(({ control }) => !control)[failure.completed];
  if (failure.position === undefined) return statements[failure.completed];
  const at = codePointOffset(script.text, failure.position);
  return statements.find(({ end }) => at <= end) ?? statements.at(-1);
}

function takesBack(statements: readonly ScriptStatement[]): boolean {
  const controls = statements.flatMap(({ node, control }) => (control && node ? [{ node, control }] : []));
  return controls.at(-1)?.control === 'begin' || controls.some(({ node }) => isRollback(node));
}

function isRollback(node: Node): boolean {
  return 'TransactionStmt' in node && /ROLLBACK/.test(node.TransactionStmt.kind ?? '');
}

function joined(statements: readonly ScriptStatement[]): string {
  return statements
    .filter(({ control }) => !control)
    .map(({ transactional }) => transactional)
    .join(';\n');
}

function scriptStatement({ start, end, syntax }: Statement): ScriptStatement {
  const { text, parse } = syntax;
  const node = parse.kind === 'tree' ? parse.node : undefined;
  const control = node && controlOf(node);
  return {
    start,
    end,
    text,
    transactional: node && isConcurrent(node) ? withoutConcurrently(text, syntax) : text,
    ...(node && { node }),
    ...(control && { control }),
  };
}

function controlOf(node: Node): ScriptStatement['control'] {
  if ('VariableSetStmt' in node)
    return node.VariableSetStmt.kind === 'VAR_SET_MULTI' && node.VariableSetStmt.name?.startsWith('TRANSACTION')
      ? 'other'
      : undefined;
  if (!('TransactionStmt' in node)) return undefined;
  const { kind } = node.TransactionStmt;
  if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') return 'begin';
  return kind === 'TRANS_STMT_COMMIT' || kind === 'TRANS_STMT_ROLLBACK' ? 'end' : 'other';
}

function isConcurrent(node: Node): boolean {
  if ('IndexStmt' in node) return node.IndexStmt.concurrent === true;
  if ('DropStmt' in node) return node.DropStmt.concurrent === true;
  if ('ReindexStmt' in node)
    return (node.ReindexStmt.params ?? []).some(
      (option) => 'DefElem' in option && option.DefElem.defname === 'concurrently',
    );
  return false;
}

/** The word goes, everything else keeps its place. */
function withoutConcurrently(text: string, { tokens }: Statement['syntax']): string {
  const word = tokens.find((token) => token.kind === 'word' && token.text === 'concurrently');
  return word ? text.slice(0, word.start) + ' '.repeat(word.end - word.start) + text.slice(word.end) : text;
}
