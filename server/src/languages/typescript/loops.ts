import type { Node } from '@babel/types';
import { type FunctionNode, isFunction } from './bindings';
import { bare, methodCall, type SourceTree } from './tree';

/** Something that runs once for each element, or once in each round. */
export interface Repetition {
  /** The statement, or the call of `map`, `forEach` … */
  readonly loop: Node;
  /** What is gone through; undefined for loops that run by a condition. */
  readonly over?: Node;
  /** What each element is called. */
  readonly element?: Node;
}

/** Methods of arrays that call their first argument once for each element. */
const EACH = new Set([
  'map',
  'forEach',
  'flatMap',
  'filter',
  'some',
  'every',
  'find',
  'findIndex',
  'reduce',
  'reduceRight',
]);

/** The nearest loop that runs a node again and again, or undefined when it runs once. */
export function repetitionOf(tree: SourceTree, node: Node): Repetition | undefined {
  let child = node;
  let leaving = false;
  for (const above of tree.ancestors(node)) {
    // What is returned from within a loop runs once: the loop ends with it.
    if (above.type === 'ReturnStatement') leaving = true;
    const loop = leaving ? undefined : statementLoop(above, child);
    if (loop) return loop;
    if (isFunction(above) && above.body === child) {
      const each = callbackLoop(tree, above);
      if (each) return each;
      if (!runsInPlace(tree, above)) return undefined;
      leaving = false;
    }
    child = above;
  }
  return undefined;
}

/** True when a promise is waited for: awaited, returned, yielded or collected, alone or through `Promise.all`. */
export function isAwaited(tree: SourceTree, promise: Node): boolean {
  let child = promise;
  for (const above of tree.ancestors(promise)) {
    switch (above.type) {
      case 'AwaitExpression':
      case 'YieldExpression':
      case 'ReturnStatement':
        return true;
      case 'ArrowFunctionExpression':
        return above.body === child;
      case 'CallExpression':
        if (methodCall(above)?.name === 'push') return true;
        break;
      case 'MemberExpression':
      case 'ArrayExpression':
      case 'SpreadElement':
      case 'ConditionalExpression':
      case 'LogicalExpression':
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
        break;
      default:
        return false;
    }
    child = above;
  }
  return false;
}

function statementLoop(loop: Node, part: Node): Repetition | undefined {
  switch (loop.type) {
    case 'ForOfStatement':
    case 'ForInStatement':
      return part === loop.body ? { loop, over: loop.right, element: patternOf(loop.left) } : undefined;
    case 'ForStatement':
      return part === loop.init ? undefined : { loop };
    case 'WhileStatement':
    case 'DoWhileStatement':
      return { loop };
    default:
      return undefined;
  }
}

/** `list.map((element) => …)`, and `Array.from(list, (element) => …)`. */
function callbackLoop(tree: SourceTree, callback: FunctionNode): Repetition | undefined {
  const loop = tree.parent(callback);
  const method = loop && methodCall(loop);
  if (!loop || !method) return undefined;
  if (EACH.has(method.name) && method.arguments[0] === callback) {
    const element = callback.params[method.name.startsWith('reduce') ? 1 : 0];
    return { loop, over: method.object, ...(element && { element }) };
  }
  const from = method.name === 'from' && bare(method.object).type === 'Identifier' && method.arguments[1] === callback;
  const element = callback.params[0];
  return from ? { loop, over: method.arguments[0]!, ...(element && { element }) } : undefined;
}

/** True for a function that runs where it stands: called at once, or handed to a call whose result is waited for. */
function runsInPlace(tree: SourceTree, callback: Node): boolean {
  let callee = callback;
  let call = tree.parent(callee);
  while (call?.type === 'ParenthesizedExpression') [callee, call] = [call, tree.parent(call)];
  if (call?.type !== 'CallExpression') return false;
  return call.callee === callee || isAwaited(tree, call);
}

function patternOf(left: Node): Node {
  return left.type === 'VariableDeclaration' ? left.declarations[0]!.id : left;
}
