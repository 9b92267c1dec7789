import { LRUCache } from 'lru-cache';
import { kept } from '../core/kept';
import { sameEnds } from '../core/sameEnds';
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

const entriesOf = kept((_: Workspace) => new LRUCache<string, Entry>({ max: KEPT }));

/** The tree of a TypeScript or JavaScript file of the workspace, or undefined when it never had one. */
export function typescriptTree(workspace: Workspace, path: string): KeptTree | undefined {
  const text = workspace.text(path);
  if (text === undefined) return undefined;
  const known = entriesOf(workspace);
  const before = known.get(path);
  const entry = before?.text === text ? before : { text, kept: read(path, text) ?? carried(before?.kept, text) };
  known.set(path, entry);
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
  const [head, tail] = sameEnds(before, text);
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
