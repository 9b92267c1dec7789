import type { A_Const, Node } from '@pgsql/types';

/** The text of a constant, casts aside; undefined for NULL and for what is none. */
export function constantOf(node: Node | undefined): string | undefined {
  if (node && 'TypeCast' in node) return constantOf(node.TypeCast.arg);
  if (!node || !('A_Const' in node) || node.A_Const.isnull) return undefined;
  const { sval, ival, fval, boolval }: A_Const = node.A_Const;
  if (sval) return sval.sval ?? '';
  if (ival) return String(ival.ival ?? 0);
  return fval?.fval ?? (boolval ? String(boolval.boolval ?? false) : undefined);
}

/** NULL, casts aside. */
export function isNull(node: Node): boolean {
  if ('TypeCast' in node) return node.TypeCast.arg !== undefined && isNull(node.TypeCast.arg);
  return 'A_Const' in node && node.A_Const.isnull === true;
}
