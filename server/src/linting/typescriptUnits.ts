import type { Node } from '@babel/types';
import type { Span } from '../core/span';
import { type SourceTree, spanOf } from '../languages/typescript/tree';
import { childrenOf } from '../languages/typescript/walk';
import { typescriptTree } from '../workspace/typescriptTree';
import type { Workspace } from '../workspace/workspace';
import { codeLineAfter, lineAt, type Units } from './units';

/** A TypeScript unit is whatever begins a line: a statement, a property, an element of a list. */
export function typescriptUnits(workspace: Workspace, path: string, text: string): Units {
  const kept = typescriptTree(workspace, path);
  const tree = kept?.tree.text === text ? kept.tree : undefined;
  return {
    marker: '//',
    after(comment) {
      const line = codeLineAfter(text, comment.end, '//');
      return (line && tree && largestFrom(tree, line.start)) ?? line;
    },
    before: (comment) => ({ start: lineAt(text, comment.start).start, end: comment.start }),
    around: (offset) => tree && lineBeginnerAround(tree, offset),
  };
}

/** The largest node that begins exactly at an offset. */
function largestFrom(tree: SourceTree, offset: number): Span | undefined {
  const found = tree.nodes.find((node) => node !== tree.file.program && node.start === offset);
  return found && spanOf(found);
}

/** The smallest node around an offset that is the first thing on its line and stands where a comment may. */
function lineBeginnerAround(tree: SourceTree, offset: number): Span | undefined {
  const { text } = tree;
  const { program } = tree.file;
  let found: Span | undefined;
  for (let node: Node | undefined = program; node; node = childrenOf(node).find((child) => holds(child, offset))) {
    const { start } = spanOf(node);
    const first = text.slice(lineAt(text, start).start, start).trim() === '';
    if (node !== program && first && !UNCOMMENTABLE.test(node.type)) found = spanOf(node);
  }
  return found;
}

/** In a template or in JSX text, two slashes are no comment. */
const UNCOMMENTABLE = /^(?:TemplateElement|JSX\w+)$/;

function holds(node: Node, offset: number): boolean {
  const { start, end } = spanOf(node);
  return start <= offset && offset <= end;
}
