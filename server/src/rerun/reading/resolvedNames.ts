import type { Node, TypeCast } from '@pgsql/types';
import { kept } from '../../core/kept';
import { strings } from './names';
import { walk } from './references';

/** A name in a constant that PostgreSQL looks up as soon as it reads the query: `'"T"'::regclass`. */
export interface ResolvedName {
  readonly name: string;
  /** Where the constant stands. */
  readonly location: number | undefined;
}

/** The relations that a query looks up by their names before it runs: it fails when one of them is not there. */
export const resolvedRelations = kept((node: Node): readonly ResolvedName[] => {
  const found: ResolvedName[] = [];
  walk(node, (tag, body) => {
    if (tag !== 'TypeCast') return undefined;
    const { arg, typeName } = body as TypeCast;
    const name = arg && 'A_Const' in arg ? arg.A_Const.sval?.sval : undefined;
    if (arg && 'A_Const' in arg && name && strings(typeName?.names).at(-1) === 'regclass')
      found.push({ name, location: arg.A_Const.location });
    return undefined;
  });
  return found;
});

/** `'name'::regclass` as it is written, with its constant. */
export const CAST_NAME = /^('(?:[^']|'')*')\s*::\s*regclass\b/i;
