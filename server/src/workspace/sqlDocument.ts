import type { SqlParser } from '../core/tools';
import { parseSql, updateSql } from '../languages/sql/document';
import type { SqlDocument } from '../languages/sql/syntax';
import type { Workspace } from './workspace';

const documents = new WeakMap<Workspace, Map<string, SqlDocument>>();

/** How many documents are kept: those that are being edited, not a whole history that is gone through once. */
const KEPT = 64;

/** The statements of a SQL file of the workspace; after a change only what it touched is read again. */
export function sqlDocument(workspace: Workspace, path: string, parser: SqlParser): SqlDocument {
  const text = workspace.text(path) ?? '';
  const kept = documents.get(workspace) ?? new Map<string, SqlDocument>();
  documents.set(workspace, kept);
  const previous = kept.get(path);
  if (previous?.text === text) return previous;
  const document = previous ? updateSql(previous, text, parser) : parseSql(text, parser);
  kept.delete(path);
  kept.set(path, document);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  return document;
}

/** The statements of a file, from what is kept where it is being edited; a file that is only passed by is not kept. */
export function passingDocument(workspace: Workspace, path: string, parser: SqlParser): SqlDocument {
  const kept = documents.get(workspace)?.get(path);
  const text = workspace.text(path) ?? '';
  return kept?.text === text ? kept : parseSql(text, parser);
}
