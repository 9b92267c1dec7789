import { LRUCache } from 'lru-cache';
import { kept } from '../core/kept';
import type { SqlParser } from '../core/tools';
import { parseSql, updateSql } from '../languages/sql/document';
import type { SqlDocument } from '../languages/sql/syntax';
import type { Workspace } from './workspace';

/** How many documents are kept: those that are being edited, not a whole history that is gone through once. */
const KEPT = 64;

const documentsOf = kept((_: Workspace) => new LRUCache<string, SqlDocument>({ max: KEPT }));

/** The statements of a SQL file of the workspace; after a change only what it touched is read again. */
export function sqlDocument(workspace: Workspace, path: string, parser: SqlParser): SqlDocument {
  const text = workspace.text(path) ?? '';
  const known = documentsOf(workspace);
  const previous = known.get(path);
  if (previous?.text === text) return previous;
  const document = previous ? updateSql(previous, text, parser) : parseSql(text, parser);
  known.set(path, document);
  return document;
}

/** The statements of a file, from what is kept where it is being edited; a file that is only passed by is not kept. */
export function passingDocument(workspace: Workspace, path: string, parser: SqlParser): SqlDocument {
  const known = documentsOf(workspace).peek(path);
  const text = workspace.text(path) ?? '';
  return known?.text === text ? known : parseSql(text, parser);
}
