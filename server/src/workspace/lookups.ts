import { kept } from '../core/kept';
import type { Workspace } from './workspace';

const notesOf = kept((_: Workspace): { names?: Set<string> } => ({}));

/**
 * What `use` makes, and the names of tables and indexes that it looked up on the way in the history of its file: as long as
 * nothing is written of these elsewhere in the history, it makes the same.
 */
export function noting<T>(workspace: Workspace, use: () => T): readonly [result: T, names: ReadonlySet<string>] {
  const notes = notesOf(workspace);
  const outer = notes.names;
  const names = new Set<string>();
  notes.names = names;
  try {
    return [use(), names];
  } finally {
    if (outer) notes.names = outer;
    else delete notes.names;
  }
}

/** Takes down what is looked up; undefined when nobody wants to know. */
export function noter(workspace: Workspace): ((name: string) => void) | undefined {
  const { names } = notesOf(workspace);
  return names && ((name) => void names.add(name));
}
