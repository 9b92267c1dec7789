import type { Identifier, Node } from '@babel/types';
import { type Binding, isFunction } from './bindings';
import { bare, memberName, methodCall, type SourceTree } from './tree';

/** Members that only a Prisma client has: what they are called on is one. */
const CLIENT_MEMBERS = new Set([
  '$transaction',
  '$queryRaw',
  '$queryRawUnsafe',
  '$executeRaw',
  '$executeRawUnsafe',
  '$extends',
]);

/** Types and classes that are Prisma clients: `PrismaClient`, `PrismaService`, `Prisma.TransactionClient`. */
const CLIENT_TYPES = /^(?:\w*PrismaClient|\w*PrismaService|TransactionClient)$/;

/** Names that houses give the one client of an application. */
const CLIENT_NAMES = /^(?:prisma|prismaClient|prismaService)$/;

/** Modules of the application whose default export is the client: `./prisma`, `../lib/prisma-client.js`. */
const CLIENT_MODULES = /^[.@~#].*\/prisma-?(?:client|service)?(?:\.[cm]?[jt]s)?$/i;

/** How far a client is followed through other names. */
const DEEPEST = 12;

/**
 * Tells which expressions of a file are Prisma clients, by what they are: imported or constructed as one, typed as one,
 * handed in by `$transaction`, or asked for what only a client has. A `findMany` alone makes no client.
 */
export class PrismaClients {
  readonly #tree: SourceTree;
  readonly #seen = { bindings: new Set<Binding>(), members: new Set<string>() };

  constructor(tree: SourceTree) {
    this.#tree = tree;
    for (const node of tree.nodes) {
      if (!CLIENT_MEMBERS.has(memberName(node) ?? '')) continue;
      if (node.type === 'MemberExpression' || node.type === 'OptionalMemberExpression') this.#take(bare(node.object));
    }
  }

  /** True when the expression is a Prisma client. */
  isClient(expression: Node, depth = 0): boolean {
    const node = bare(expression);
    if (depth > DEEPEST) return false;
    const again = (next: Node) => this.isClient(next, depth + 1);
    switch (node.type) {
      case 'Identifier':
        return this.#isClientName(node, depth);
      case 'ThisExpression':
        return this.#classOf(node)?.superClass ? isClientType(this.#classOf(node)?.superClass) : false;
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return this.#isClientMember(node, memberName(node));
      case 'NewExpression':
        return isClientType(node.callee);
      case 'CallExpression':
        return methodCall(node)?.name === '$extends' && again(methodCall(node)!.object);
      case 'AwaitExpression':
        return again(node.argument);
      case 'AssignmentExpression':
        return again(node.right);
      case 'LogicalExpression':
        return again(node.left) || again(node.right);
      case 'ConditionalExpression':
        return again(node.consequent) || again(node.alternate);
      default:
        return false;
    }
  }

  #take(object: Node): void {
    const binding = object.type === 'Identifier' ? this.#tree.bindingOf(object) : undefined;
    if (binding) this.#seen.bindings.add(binding);
    const name = memberName(object);
    if (name !== undefined) this.#seen.members.add(name);
  }

  #isClientName(node: Identifier, depth: number): boolean {
    const binding = this.#tree.bindingOf(node);
    if (!binding) return CLIENT_NAMES.test(node.name);
    if (this.#seen.bindings.has(binding) || isTypedAsClient(binding.identifier)) return true;
    const { declaration, path } = binding;
    if (binding.kind === 'import') return isClientImport(declaration, this.#tree.parent(declaration));
    if (binding.kind === 'parameter')
      return this.#isTransactionParameter(binding) || CLIENT_NAMES.test(lastOf(binding));
    if (declaration.type !== 'VariableDeclarator' || !declaration.init) return CLIENT_NAMES.test(node.name);
    if (path.length > 0) return CLIENT_NAMES.test(lastOf(binding));
    const value = bare(declaration.init);
    if (this.isClient(value, depth + 1)) return true;
    // `const prisma = connect()` is one by its name; `const prisma = { … }` or `new Map()` is not.
    return (
      CLIENT_NAMES.test(node.name) && !/^(?:Object|Array|New|Arrow|Function|Class|String|Numeric)/.test(value.type)
    );
  }

  #isClientMember(node: Node, name: string | undefined): boolean {
    if (name === undefined || (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression'))
      return false;
    if (CLIENT_NAMES.test(name) || this.#seen.members.has(name)) return true;
    if (bare(node.object).type !== 'ThisExpression') return false;
    return this.#classOf(node)?.body.body.some((member) => this.#makesClient(member, name)) ?? false;
  }

  /** True when a class's member declares `this.name` as a client: a typed or constructed property, or such a parameter. */
  #makesClient(member: Node, name: string): boolean {
    if (member.type === 'ClassProperty' || member.type === 'ClassPrivateProperty') {
      const key = member.key.type === 'PrivateName' ? member.key.id : member.key;
      if (key.type !== 'Identifier' || key.name !== name) return false;
      return isTypedAsClient(member) || (member.value ? this.isClient(member.value, 1) : false);
    }
    if (member.type !== 'ClassMethod' || member.kind !== 'constructor') return false;
    return member.params.some((parameter) => {
      if (parameter.type !== 'TSParameterProperty') return false;
      const declared =
        parameter.parameter.type === 'AssignmentPattern' ? parameter.parameter.left : parameter.parameter;
      return declared.type === 'Identifier' && declared.name === name && isTypedAsClient(declared);
    });
  }

  /** The `tx` of `client.$transaction(async (tx) => …)`. */
  #isTransactionParameter(binding: Binding): boolean {
    const callback = binding.declaration;
    const call = isFunction(callback) ? this.#tree.parent(callback) : undefined;
    const method = call && methodCall(call);
    return method?.name === '$transaction' && method.arguments[0] === callback && binding.path.length === 0;
  }

  #classOf(node: Node) {
    for (const above of this.#tree.ancestors(node))
      if (above.type === 'ClassDeclaration' || above.type === 'ClassExpression') return above;
    return undefined;
  }
}

function lastOf(binding: Binding): string {
  return String(binding.path.at(-1) ?? binding.name);
}

/** True for a class or type by its name, also `Prisma.TransactionClient` and `runtime.PrismaClient`. */
function isClientType(node: Node | null | undefined): boolean {
  if (!node) return false;
  if (node.type === 'Identifier') return CLIENT_TYPES.test(node.name);
  if (node.type === 'TSQualifiedName') return isClientType(node.right);
  return CLIENT_TYPES.test(memberName(node) ?? '');
}

/** True for what is annotated `: PrismaClient`, alone or in a union. */
function isTypedAsClient(node: Node): boolean {
  if (!('typeAnnotation' in node) || node.typeAnnotation?.type !== 'TSTypeAnnotation') return false;
  const type = node.typeAnnotation.typeAnnotation;
  const types = type.type === 'TSUnionType' ? type.types : [type];
  return types.some((one) => one.type === 'TSTypeReference' && isClientType(one.typeName));
}

/** True for `import { prisma } …`, `import { prisma as db } …` and `import db from './prisma'`. */
function isClientImport(specifier: Node, declaration: Node | undefined): boolean {
  if (specifier.type === 'ImportSpecifier') {
    const imported = specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value;
    return CLIENT_NAMES.test(imported) || CLIENT_NAMES.test(specifier.local.name);
  }
  if (specifier.type !== 'ImportDefaultSpecifier' || declaration?.type !== 'ImportDeclaration') return false;
  return CLIENT_NAMES.test(specifier.local.name) || CLIENT_MODULES.test(declaration.source.value);
}
