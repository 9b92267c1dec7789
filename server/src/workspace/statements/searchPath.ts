import type { Node } from '@pgsql/types';

/** The schema that `SET search_path TO …` puts first; undefined for every other statement. */
export function searchedSchema(node: Node): string | undefined {
  if (!('VariableSetStmt' in node)) return undefined;
  const { name, kind, args } = node.VariableSetStmt;
  if (name !== 'search_path' || kind !== 'VAR_SET_VALUE') return undefined;
  const [first] = args ?? [];
  return first && 'A_Const' in first ? first.A_Const.sval?.sval : undefined;
}
