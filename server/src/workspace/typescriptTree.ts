import type { Span } from '../core/span';
import { parseTypeScript } from '../languages/typescript/parser';
import { SourceTree } from '../languages/typescript/tree';
import type { Workspace } from './workspace';

/** The tree of a file; while the file is half-typed, the last one that could be made. */
export interface KeptTree {
  readonly tree: SourceTree;
  /** Where a span of the tree stands in the text as it is now; undefined when what stood there is being edited. */
  now(span: Span): Span | undefined;
}

/** How many trees are kept: those of the files that are being worked on, not of a whole repository. */
const KEPT = 24;

interface Entry {
  /** The text that was looked at last. */
  readonly text: string;
  readonly kept: KeptTree | undefined;
}

const entries = new WeakMap<Workspace, Map<string, Entry>>();

/** The tree of a TypeScript or JavaScript file of the workspace, or undefined when it never had one. */
export function typescriptTree(workspace: Workspace, path: string): KeptTree | undefined {
  const text = workspace.text(path);
  if (text === undefined) return undefined;
  const known = entries.get(workspace) ?? new Map<string, Entry>();
  entries.set(workspace, known);
  const before = known.get(path);
  known.delete(path);
  const entry = before?.text === text ? before : { text, kept: read(path, text) ?? carried(before?.kept, text) };
  known.set(path, entry);
  if (known.size > KEPT) known.delete(known.keys().next().value!);
  return entry.kept;
}

function read(path: string, text: string): KeptTree | undefined {
  const file = parseTypeScript(path, text);
  return file && { tree: new SourceTree(text, file), now: (span) => span };
}

/** The last good tree, with its spans moved to where the same words stand in the new text. */
function carried(last: KeptTree | undefined, text: string): KeptTree | undefined {
  if (!last) return undefined;
  const { tree } = last;
  const before = tree.text;
  const shorter = Math.min(before.length, text.length);
  let head = 0;
  while (head < shorter && before[head] === text[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  const moved = text.length - before.length;
  return {
    tree,
    now({ start, end }) {
      if (end <= head) return { start, end };
      if (start >= before.length - tail) return { start: start + moved, end: end + moved };
      return undefined;
    },
  };
}
