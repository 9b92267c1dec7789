import type { Identifier, Node } from '@babel/types';
import type { Binding } from './bindings';
import { isConstant } from './constants';
import { bare, memberName, methodCall, type SourceTree } from './tree';

/** How far a text is followed through other names. */
const DEEPEST = 12;

/**
 * The parts of a string expression that are put in at run time: what stands in `${}`, beside a `+`, in `join`, `concat`
 * or `replace`, or in the building of a variable of this file.
 * @returns nothing for constants, and for expressions of which the file does not show how they are made.
 */
export function runtimeParts(tree: SourceTree, expression: Node, depth = 0): Node[] {
  const node = bare(expression);
  if (depth > DEEPEST || isConstant(tree, node)) return [];
  const parts = (inner: Node) => runtimeParts(tree, inner, depth + 1);
  const whole = (inner: Node) => (isFixed(tree, inner, depth) ? [] : [bare(inner)]);
  switch (node.type) {
    case 'TemplateLiteral':
      return node.expressions.flatMap(whole);
    case 'BinaryExpression':
      return node.operator === '+' ? operands(node).flatMap(whole) : [];
    case 'ConditionalExpression':
      return [...parts(node.consequent), ...parts(node.alternate)];
    case 'LogicalExpression':
      return [...parts(node.left), ...parts(node.right)];
    case 'CallExpression':
      return ofCall(tree, node, depth);
    case 'Identifier':
      return builtFrom(tree, node).flatMap((value) => (value.appended ? whole(value.node) : parts(value.node)));
    default:
      return [];
  }
}

/** The operands of a chain of `+`, from left to right. */
export function operands(sum: Node): Node[] {
  const found: Node[] = [];
  for (let node = bare(sum); ; node = bare(node.left)) {
    if (node.type !== 'BinaryExpression' || node.operator !== '+') return [node, ...found];
    found.unshift(node.right);
  }
}

function ofCall(tree: SourceTree, call: Node, depth: number): Node[] {
  const method = methodCall(call);
  if (!method) return [];
  const whole = (inner: Node) => (isFixed(tree, inner, depth) ? [] : [bare(inner)]);
  switch (method.name) {
    case 'join':
      return whole(call);
    case 'concat':
      return [...runtimeParts(tree, method.object, depth + 1), ...method.arguments.flatMap(whole)];
    case 'replace':
    case 'replaceAll':
      return [...runtimeParts(tree, method.object, depth + 1), ...method.arguments.slice(1).flatMap(whole)];
    case 'trim':
    case 'trimStart':
    case 'trimEnd':
    case 'toString':
      return runtimeParts(tree, method.object, depth + 1);
    default:
      return [];
  }
}

/** True when nothing that comes from outside can write SQL here: constants, numbers, and what is built of these alone. */
function isFixed(tree: SourceTree, expression: Node, depth: number): boolean {
  const node = bare(expression);
  if (depth > DEEPEST) return false;
  if (isConstant(tree, node) || isNumber(node)) return true;
  const fixed = (inner: Node) => isFixed(tree, inner, depth + 1);
  switch (node.type) {
    case 'TemplateLiteral':
      return node.expressions.every(fixed);
    case 'BinaryExpression':
      return operands(node).every(fixed);
    case 'ConditionalExpression':
      return fixed(node.consequent) && fixed(node.alternate);
    case 'ArrayExpression':
      return node.elements.every((element) => element !== null && fixed(element));
    case 'Identifier': {
      const values = builtFrom(tree, node);
      return values.length > 0 && values.every((value) => fixed(value.node));
    }
    case 'CallExpression': {
      const method = methodCall(node);
      return method?.name === 'join' && fixed(method.object) && method.arguments.every(fixed);
    }
    default:
      return false;
  }
}

/** What gives a number, whatever it is given; `+` puts texts together too. */
const ARITHMETIC = new Set(['-', '*', '/', '%', '**', '|', '&', '^', '<<', '>>', '>>>']);

/** Numbers by their form: `list.length`, `n + 1`, `Number(…)`, `parseInt(…)`. */
function isNumber(expression: Node): boolean {
  const node = bare(expression);
  if (node.type === 'NumericLiteral' || node.type === 'UpdateExpression') return true;
  if (node.type === 'MemberExpression') return memberName(node) === 'length';
  if (node.type === 'BinaryExpression')
    return node.operator === '+' ? operands(node).every(isNumber) : ARITHMETIC.has(node.operator);
  if (node.type !== 'CallExpression' || node.callee.type === 'V8IntrinsicIdentifier') return false;
  const callee = bare(node.callee);
  if (callee.type === 'Identifier') return /^(?:Number|parseInt|parseFloat|BigInt)$/.test(callee.name);
  return callee.type === 'MemberExpression' && bare(callee.object).type === 'Identifier'
    ? /^(?:Math|Number)$/.test((bare(callee.object) as Identifier).name)
    : false;
}

interface Built {
  readonly node: Node;
  /** True for what is added to a text that is there already. */
  readonly appended: boolean;
}

/** Everything that a variable of this file is given: its first value, what is assigned, appended and pushed. */
function builtFrom(tree: SourceTree, identifier: Identifier): Built[] {
  const binding = tree.bindingOf(identifier);
  const declaration = binding?.declaration;
  if (!binding || declaration?.type !== 'VariableDeclarator' || binding.path.length > 0) return [];
  // A declaration with no value, in a loop's head, is set from outside the text that we can see.
  const first = declaration.init ? [{ node: declaration.init as Node, appended: false }] : [];
  return [...first, ...givenLater(tree, binding)];
}

function givenLater(tree: SourceTree, binding: Binding): Built[] {
  return tree.referencesTo(binding).flatMap((reference): Built[] => {
    const parent = tree.parent(reference);
    if (parent?.type === 'AssignmentExpression' && parent.left === reference)
      return [{ node: parent.right, appended: parent.operator === '+=' }];
    const call = parent?.type === 'MemberExpression' && parent.object === reference ? tree.parent(parent) : undefined;
    const method = call && methodCall(call);
    if (method?.name !== 'push' && method?.name !== 'unshift') return [];
    return method.arguments.map((node) => ({ node, appended: true }));
  });
}
