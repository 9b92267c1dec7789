import { kept } from '../../core/kept';
import type { Workspace } from '../workspace';

/**
 * What was looked up in the history of a file. What was made with it stays as long as nothing is written of the names
 * elsewhere in the history, or as long as the questions are answered the same.
 */
export interface Notes {
  /** Names of tables and indexes. */
  readonly names: Set<string>;
  /** The answers by question, both as JSON. */
  readonly answers: Map<string, string>;
}

const notesIn = kept((_: Workspace): { notes?: Notes } => ({}));

/** What `use` makes, and what it looked up on the way in the history of its file. */
export function noting<T>(workspace: Workspace, use: () => T): readonly [result: T, notes: Notes] {
  const holder = notesIn(workspace);
  const outer = holder.notes;
  const notes: Notes = { names: new Set(), answers: new Map() };
  holder.notes = notes;
  try {
    return [use(), notes];
  } finally {
    if (outer) holder.notes = outer;
    else delete holder.notes;
  }
}

/** Where to take down what is looked up; undefined when nobody wants to know. */
export function notesOf(workspace: Workspace): Notes | undefined {
  return notesIn(workspace).notes;
}
