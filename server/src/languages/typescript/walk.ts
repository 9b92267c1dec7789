import type { Node } from '@babel/types';

/** Properties of a node that hold no children of the program. */
const APART = new Set(['loc', 'extra', 'errors', 'comments', 'tokens']);

/** The nodes directly below a node, in the order of the tree. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (const [name, value] of Object.entries(node)) {
    if (value === null || typeof value !== 'object' || APART.has(name)) continue;
    if (Array.isArray(value)) children.push(...value.filter(isNode));
    else if (isNode(value)) children.push(value);
  }
  return children;
}

/** Visits a node and everything below it, parents first. */
export function walk(root: Node, visit: (node: Node, parent: Node | undefined) => void): void {
  // A stack of our own: a chain of ten thousand `+` must not end in a RangeError.
  const waiting: [Node, Node | undefined][] = [[root, undefined]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, parent] = next;
    visit(node, parent);
    const children = childrenOf(node);
    for (let i = children.length - 1; i >= 0; i--) waiting.push([children[i]!, node]);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
