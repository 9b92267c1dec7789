import type { CallExpression, Node, ObjectExpression } from '@babel/types';
import type { Span } from '../../core/span';
import { keyName } from './constants';
import type { PrismaClients } from './prismaClients';
import { bare, memberName, methodCall, type SourceTree, spanOf } from './tree';

/** A call that reads rows through a Prisma client. */
export interface PrismaRead {
  readonly call: CallExpression;
  /** The client's text, such as `this.prisma`. */
  readonly client: string;
  /** The name of the model as the client has it, such as `clinicalNote`; undefined when it is computed. */
  readonly model?: string;
  readonly method: string;
  /** From the client to the method: `prisma.client.findUnique`. */
  readonly span: Span;
  /** The object that the method is called with, when it is written there. */
  readonly argument?: ObjectExpression;
}

/** The methods of a model that read. */
export const READ_METHODS: readonly string[] = [
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'count',
  'aggregate',
  'groupBy',
];

/** What a call reads through Prisma, or undefined when it is another call. */
export function prismaRead(tree: SourceTree, clients: PrismaClients, call: Node): PrismaRead | undefined {
  if (call.type !== 'CallExpression') return undefined;
  const method = methodCall(call);
  if (!method || !READ_METHODS.includes(method.name)) return undefined;
  const delegate = delegateOf(tree, clients, method.object);
  if (!delegate) return undefined;
  const argument = call.arguments[0];
  return {
    ...delegate,
    call,
    method: method.name,
    span: { start: spanOf(call).start, end: spanOf(call.callee).end },
    ...(argument?.type === 'ObjectExpression' && { argument }),
  };
}

/** `prisma.client`, or a constant that was declared as it. */
function delegateOf(
  tree: SourceTree,
  clients: PrismaClients,
  object: Node,
  followed = false,
): Pick<PrismaRead, 'client' | 'model'> | undefined {
  const node = bare(object);
  if (node.type === 'Identifier' && !followed) {
    const declaration = tree.bindingOf(node)?.declaration;
    const value =
      declaration?.type === 'VariableDeclarator' && declaration.id.type === 'Identifier' && declaration.init;
    return value ? delegateOf(tree, clients, value, true) : undefined;
  }
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return undefined;
  if (!clients.isClient(node.object)) return undefined;
  const model = memberName(node);
  return { client: tree.textOf(node.object), ...(model !== undefined && { model }) };
}

/** The value of a key of an object that is written out, or undefined. */
export function propertyOf(object: Node | undefined, key: string): Node | undefined {
  if (object?.type !== 'ObjectExpression') return undefined;
  for (const property of object.properties) {
    if (property.type !== 'ObjectProperty' || property.computed) continue;
    if (keyName(property.key) === key) return property.value;
  }
  return undefined;
}
