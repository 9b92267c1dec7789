import type { CallExpression, Node } from '@babel/types';
import type { Span } from '../../core/span';
import { runtimeParts } from './runtimeText';
import { bare, memberName, type SourceTree, spanOf } from './tree';

/** A call that hands a text to the database as it is, with parts that are put in at run time. */
export interface BuiltSql {
  readonly call: CallExpression;
  /** The method's name: `$queryRawUnsafe`, `$executeRawUnsafe`, `raw` or `sql`. */
  readonly method: string;
  /** What to show: `$queryRawUnsafe`, or `Prisma.raw`. */
  readonly name: string;
  readonly span: Span;
  /** The SQL text. */
  readonly sql: Node;
  /** What is put into it at run time, in the order of the text. */
  readonly parts: readonly Node[];
}

/** Methods of a client that run a text as it is, with the one that runs a tagged template instead. */
export const TAGGED_FORM: Readonly<Record<string, string>> = {
  $queryRawUnsafe: '$queryRaw',
  $executeRawUnsafe: '$executeRaw',
};

/** Every such call of a file. */
export function builtSql(tree: SourceTree): BuiltSql[] {
  return tree.nodes.flatMap((call): BuiltSql[] => {
    if (call.type !== 'CallExpression' && call.type !== 'OptionalCallExpression') return [];
    const callee = bare(call.callee);
    const method = memberName(callee);
    const sql = call.arguments[0];
    if (method === undefined || !sql) return [];
    if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return [];
    const ofPrisma = isPrismaNamespace(callee.object) && (method === 'raw' || method === 'sql');
    if (!ofPrisma && !TAGGED_FORM[method]) return [];
    const parts = runtimeParts(tree, sql);
    if (parts.length === 0) return [];
    const span = ofPrisma ? spanOf(callee) : spanOf(callee.property);
    const name = ofPrisma ? `Prisma.${method}` : method;
    // An optional call has the shape of a call; only its repair differs, and that looks at the type.
    return [{ call: call as CallExpression, method, name, span, sql, parts }];
  });
}

function isPrismaNamespace(node: Node): boolean {
  const object = bare(node);
  return object.type === 'Identifier' && object.name === 'Prisma';
}
