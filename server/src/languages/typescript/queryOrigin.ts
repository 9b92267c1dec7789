import type { Identifier, Node } from '@babel/types';
import { isFunction } from './bindings';
import type { PrismaClients } from './prismaClients';
import { type PrismaRead, prismaRead } from './prismaReads';
import { bare, memberName, methodCall, type SourceTree } from './tree';

/** Where rows come from. */
export interface QueryOrigin {
  /** The read that returned them; undefined for raw SQL. */
  readonly read?: PrismaRead;
  /** True when they are the rows themselves, not something made of them or hanging on them. */
  readonly direct: boolean;
}

/** Methods of arrays that give back some of the same rows. */
const SAME_ROWS = new Set(['filter', 'slice', 'sort', 'reverse', 'toSorted', 'toReversed']);

/** How far rows are followed through names. */
const DEEPEST = 12;

/** The Prisma query that an expression's rows come from, as far as the file itself shows it. */
export function queryOrigin(
  tree: SourceTree,
  clients: PrismaClients,
  expression: Node,
  depth = 0,
): QueryOrigin | undefined {
  if (depth > DEEPEST) return undefined;
  const direct = (node: Node) => queryOrigin(tree, clients, node, depth + 1);
  const made = (node: Node | null | undefined) => indirect(node ? direct(node) : undefined);
  const node = bare(expression);
  switch (node.type) {
    case 'AwaitExpression':
      return direct(node.argument);
    case 'TaggedTemplateExpression':
      return isRawQuery(clients, node.tag) ? { direct: false } : undefined;
    case 'CallExpression':
      return ofCall(tree, clients, node, direct);
    case 'LogicalExpression':
      return direct(node.left) ?? direct(node.right);
    case 'ConditionalExpression':
      return direct(node.consequent) ?? direct(node.alternate);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return made(node.object);
    case 'NewExpression':
      return made(node.arguments[0]);
    case 'SpreadElement':
      return direct(node.argument);
    case 'ArrayExpression':
      return node.elements.length === 1 ? direct(node.elements[0]!) : undefined;
    case 'Identifier':
      return ofName(tree, node, direct);
    default:
      return undefined;
  }
}

type Follow = (node: Node) => QueryOrigin | undefined;

function ofCall(tree: SourceTree, clients: PrismaClients, call: Node, follow: Follow): QueryOrigin | undefined {
  const read = prismaRead(tree, clients, call);
  if (read) return { read, direct: true };
  const method = methodCall(call);
  if (!method) {
    // `chunk(rows, 100)`, `groupBy(rows, …)`: something made of its first argument.
    const first = call.type === 'CallExpression' ? call.arguments[0] : undefined;
    return first && indirect(follow(first));
  }
  if (method.name === '$queryRaw' || method.name === '$queryRawUnsafe')
    return clients.isClient(method.object) ? { direct: false } : undefined;
  const own = follow(method.object);
  if (own) return SAME_ROWS.has(method.name) ? own : indirect(own);
  const first = method.arguments[0];
  const helper = bare(method.object);
  return first && helper.type === 'Identifier' && /^(?:Object|Array|_|lodash)$/.test(helper.name)
    ? indirect(follow(first))
    : undefined;
}

function ofName(tree: SourceTree, identifier: Identifier, follow: Follow): QueryOrigin | undefined {
  const binding = tree.bindingOf(identifier);
  if (!binding) return undefined;
  const { declaration, path } = binding;
  if (isFunction(declaration)) {
    const call = tree.parent(declaration);
    const method = call && methodCall(call);
    return method?.arguments[0] === declaration ? indirect(follow(method.object)) : undefined;
  }
  if (declaration.type !== 'VariableDeclarator') return undefined;
  const loop = tree.parent(tree.parent(declaration) ?? declaration);
  if (loop?.type === 'ForOfStatement' && !declaration.init) return indirect(follow(loop.right));
  const value = declaration.init && oneOfMany(declaration.init, path[0]);
  if (value) return indirectUnless(path.length === 1, follow(value));
  const declared = declaration.init ? follow(declaration.init) : undefined;
  if (declared) return indirectUnless(path.length === 0, declared);
  if (binding.kind === 'const') return undefined;
  for (const reference of tree.referencesTo(binding)) {
    const parent = tree.parent(reference);
    const assigned = parent?.type === 'AssignmentExpression' && parent.left === reference && follow(parent.right);
    if (assigned) return assigned;
  }
  return undefined;
}

/** The one of `await Promise.all([…])` or `await client.$transaction([…])` that an index stands for. */
function oneOfMany(value: Node, index: string | number | undefined): Node | undefined {
  const awaited = bare(value);
  const method = awaited.type === 'AwaitExpression' ? methodCall(bare(awaited.argument)) : undefined;
  const list = method && /^(?:all|\$transaction)$/.test(method.name) ? method.arguments[0] : undefined;
  return list?.type === 'ArrayExpression' && typeof index === 'number'
    ? (list.elements[index] ?? undefined)
    : undefined;
}

function indirect(origin: QueryOrigin | undefined): QueryOrigin | undefined {
  return origin && { ...origin, direct: false };
}

function indirectUnless(direct: boolean, origin: QueryOrigin | undefined): QueryOrigin | undefined {
  return direct ? origin : indirect(origin);
}

function isRawQuery(clients: PrismaClients, tag: Node): boolean {
  if (tag.type !== 'MemberExpression' || memberName(tag) !== '$queryRaw') return false;
  return clients.isClient(tag.object);
}
