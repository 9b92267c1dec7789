import type { Identifier, Node } from '@babel/types';
import { bare, memberName, type SourceTree } from './tree';

/** How far a constant is followed through other constants; a cycle of names must come to an end. */
const DEEPEST = 20;

/** The value of a string that the file itself says: a literal, or a constant of the same file that is one. */
export function constantText(tree: SourceTree, expression: Node, depth = 0): string | undefined {
  const node = bare(expression);
  if (node.type === 'StringLiteral') return node.value;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0)
    return node.quasis[0]?.value.cooked ?? undefined;
  if (node.type !== 'Identifier' || depth > DEEPEST) return undefined;
  const value = constantValue(tree, node);
  return value && constantText(tree, value, depth + 1);
}

/** True when the file itself says every string or number that the expression can be, so that nothing comes from outside. */
export function isConstant(tree: SourceTree, expression: Node, depth = 0): boolean {
  if (depth > DEEPEST) return false;
  const constant = (node: Node) => isConstant(tree, node, depth + 1);
  const node = bare(expression);
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
      return true;
    case 'TemplateLiteral':
      return node.expressions.every(constant);
    case 'BinaryExpression':
      return node.operator === '+' && constant(node.left) && constant(node.right);
    case 'ConditionalExpression':
      return constant(node.consequent) && constant(node.alternate);
    case 'LogicalExpression':
      return constant(node.left) && constant(node.right);
    case 'ArrayExpression':
      return node.elements.every((element) => element !== null && constant(element));
    case 'Identifier': {
      const value = constantValue(tree, node);
      return value !== undefined && constant(value);
    }
    case 'MemberExpression':
      return isConstantMember(tree, node.object, memberName(node), constant);
    default:
      return false;
  }
}

/** What a name was declared with, when it is a `const` of this file and not taken out of something. */
export function constantValue(tree: SourceTree, identifier: Identifier): Node | undefined {
  const binding = tree.bindingOf(identifier);
  if (binding?.kind !== 'const' || binding.path.length > 0) return undefined;
  return binding.declaration.type === 'VariableDeclarator' ? (binding.declaration.init ?? undefined) : undefined;
}

/** An object's literal, through `const`, casts and `Object.freeze`. */
export function constantObject(tree: SourceTree, expression: Node, depth = 0): Node {
  const node = bare(expression);
  if (depth > DEEPEST) return node;
  if (node.type === 'Identifier') {
    const value = constantValue(tree, node);
    return value ? constantObject(tree, value, depth + 1) : node;
  }
  const wrapped = wrappedValue(node);
  return wrapped ? constantObject(tree, wrapped, depth + 1) : node;
}

/** What `Object.freeze(…)` and `new Set(…)` hold: the value that was written. */
function wrappedValue(node: Node): Node | undefined {
  if (node.type === 'NewExpression')
    return node.callee.type === 'Identifier' && node.callee.name === 'Set' ? node.arguments[0] : undefined;
  if (node.type !== 'CallExpression' || node.arguments.length !== 1) return undefined;
  const callee = bare(node.callee);
  const frozen =
    callee.type === 'Identifier' ? /freeze$/i.test(callee.name) : /^(?:freeze|seal)$/.test(memberName(callee) ?? '');
  return frozen ? node.arguments[0] : undefined;
}

/** `COLUMNS[key]` and `COLUMNS.name` are constant when every value of the object is: an allow-list. */
function isConstantMember(
  tree: SourceTree,
  object: Node,
  name: string | undefined,
  constant: (node: Node) => boolean,
): boolean {
  const literal = constantObject(tree, object);
  if (literal.type !== 'ObjectExpression') return false;
  const named = literal.properties.filter(
    (property) => name === undefined || (property.type === 'ObjectProperty' && keyName(property.key) === name),
  );
  return named.length > 0 && named.every((property) => property.type === 'ObjectProperty' && constant(property.value));
}

/** The name of an object's key that is not computed. */
export function keyName(key: Node): string | undefined {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'StringLiteral' ? key.value : undefined;
}
