import type { Identifier, Node } from '@babel/types';

/** What declares a name. */
export interface Binding {
  readonly name: string;
  /** The identifier in the declaration. */
  readonly identifier: Identifier;
  /** The declarator, import specifier, function, class or catch clause. */
  readonly declaration: Node;
  readonly kind: 'import' | 'const' | 'let' | 'var' | 'parameter' | 'function' | 'class';
  /** The keys and indexes that lead from the declared value to this name: `const { a: [, b] } = x` gives b `['a', 1]`. */
  readonly path: readonly (string | number)[];
  /** The scope that the name lives in, where that is not the one that the declaration stands in. */
  readonly scope?: Node;
  /** True when the name lives in the whole function, as with `var`. */
  readonly hoisted?: boolean;
}

/** True for nodes whose declarations are not seen from outside. */
export function isScope(node: Node): boolean {
  return (
    isFunction(node) ||
    node.type === 'Program' ||
    node.type === 'BlockStatement' ||
    node.type === 'StaticBlock' ||
    node.type === 'CatchClause' ||
    node.type === 'SwitchStatement' ||
    node.type === 'TSModuleBlock' ||
    /^For/.test(node.type)
  );
}

/** A function of any kind, with its parameters and its body. */
export type FunctionNode = Extract<Node, { params: unknown; body: Node }>;

/** True for functions, arrows and methods. */
export function isFunction(node: Node): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'ObjectMethod' ||
    node.type === 'ClassMethod' ||
    node.type === 'ClassPrivateMethod'
  );
}

/** The names that one node declares. */
export function declarationsOf(node: Node): Binding[] {
  if (isFunction(node)) return [...ownName(node), ...parametersOf(node)];
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declarations.flatMap((declaration) => {
        const kind = node.kind === 'let' || node.kind === 'var' ? node.kind : 'const';
        return namesIn(declaration.id).map((name) => ({ ...name, declaration, kind, hoisted: kind === 'var' }));
      });
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [{ name: node.local.name, identifier: node.local, declaration: node, kind: 'import', path: [] }];
    case 'ClassDeclaration':
      return node.id ? [{ name: node.id.name, identifier: node.id, declaration: node, kind: 'class', path: [] }] : [];
    case 'CatchClause':
      return node.param
        ? namesIn(node.param).map((name) => ({ ...name, declaration: node, kind: 'let' as const, scope: node }))
        : [];
    default:
      return [];
  }
}

function ownName(node: FunctionNode): Binding[] {
  if (node.type !== 'FunctionDeclaration' || !node.id) return [];
  return [{ name: node.id.name, identifier: node.id, declaration: node, kind: 'function', path: [] }];
}

function parametersOf(node: FunctionNode): Binding[] {
  return node.params.flatMap((parameter) =>
    namesIn(parameter).map((name) => ({ ...name, declaration: node, kind: 'parameter' as const, scope: node })),
  );
}

type Name = Pick<Binding, 'name' | 'identifier' | 'path'>;

/** The names of a pattern, each with the way to it. */
function namesIn(pattern: Node, path: readonly (string | number)[] = []): Name[] {
  switch (pattern.type) {
    case 'Identifier':
      return [{ name: pattern.name, identifier: pattern, path }];
    case 'AssignmentPattern':
      return namesIn(pattern.left, path);
    case 'RestElement':
      return namesIn(pattern.argument, path);
    case 'TSParameterProperty':
      return namesIn(pattern.parameter, path);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element, index) => (element ? namesIn(element, [...path, index]) : []));
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => {
        if (property.type === 'RestElement') return namesIn(property.argument, path);
        const key = property.key.type === 'Identifier' ? property.key.name : '';
        return namesIn(property.value, [...path, key]);
      });
    default:
      return [];
  }
}
