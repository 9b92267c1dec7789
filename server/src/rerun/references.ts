import type { ColumnRef, Node } from '@pgsql/types';
import { strings } from './names';

/** Calls `visit` for every node below (and with) `node`, by the node's tag; a visit that gives false is not entered. */
export function walk(node: unknown, visit: (tag: string, body: unknown) => boolean | undefined): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  for (const [tag, body] of Object.entries(node)) {
    if (typeof body !== 'object' || body === null) continue;
    if (visit(tag, body) !== false) walk(body, visit);
  }
}

/** The dotted parts of each column reference in an expression, without those in subqueries when `deep` is false. */
export function columnReferences(node: unknown, deep = true): string[][] {
  const found: string[][] = [];
  walk(node, (tag, body) => {
    if (tag === 'ColumnRef' && !isStar(body as ColumnRef)) found.push(strings((body as ColumnRef).fields));
    return deep || tag !== 'SubLink';
  });
  return found;
}

/** `*` and `t.*`, which name no column. */
export function isStar({ fields }: ColumnRef): boolean {
  const last = fields?.at(-1);
  return last !== undefined && 'A_Star' in last;
}

/** Whether an expression reads a column, in whatever table's name. */
export function readsColumn(node: unknown, column: string): boolean {
  return columnReferences(node).some((parts) => parts.at(-1) === column);
}

/** A column by itself, casts aside. */
export function isColumn(node: Node, column: string): boolean {
  if ('TypeCast' in node) return node.TypeCast.arg !== undefined && isColumn(node.TypeCast.arg, column);
  return 'ColumnRef' in node && strings(node.ColumnRef.fields).at(-1) === column;
}
