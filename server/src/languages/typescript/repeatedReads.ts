import type { Identifier, Node } from '@babel/types';
import { isAwaited, type Repetition, repetitionOf } from './loops';
import { PrismaClients } from './prismaClients';
import { type PrismaRead, prismaRead, propertyOf } from './prismaReads';
import { type QueryOrigin, queryOrigin } from './queryOrigin';
import { bare, methodCall, type SourceTree } from './tree';
import { walk } from './walk';

/** A Prisma read that is awaited again and again. */
export interface RepeatedRead {
  readonly read: PrismaRead;
  readonly repetition: Repetition;
  /** The query whose rows the loop goes through, where the file shows that they come from one. */
  readonly origin?: QueryOrigin;
}

/** Every Prisma read of a file that is awaited once for each element or in each round of a loop. */
export function repeatedReads(tree: SourceTree): RepeatedRead[] {
  const clients = new PrismaClients(tree);
  return tree.nodes.flatMap((node): RepeatedRead[] => {
    const read = prismaRead(tree, clients, node);
    const repetition = read && isAwaited(tree, read.call) ? repetitionOf(tree, read.call) : undefined;
    if (!read || !repetition || readsInBatches(tree, read, repetition)) return [];
    const origin = repetition.over && queryOrigin(tree, clients, repetition.over);
    return [{ read, repetition, ...(origin && { origin }) }];
  });
}

/** Batches and pages are the cure, not the ill: a list of keys at once, the next page, the same question asked again later. */
function readsInBatches(tree: SourceTree, read: PrismaRead, repetition: Repetition): boolean {
  if (takesWholeBatch(tree, read, repetition)) return true;
  if (repetition.over) return false;
  const pages = propertyOf(read.argument, 'cursor') ?? propertyOf(read.argument, 'skip');
  return pages !== undefined || !dependsOnRound(tree, read, repetition.loop);
}

/** `where: { id: { in: chunk } }` with the loop's own element, or a slice of the list. */
function takesWholeBatch(tree: SourceTree, read: PrismaRead, repetition: Repetition): boolean {
  if (!read.argument) return false;
  let batch = false;
  walk(read.argument, (node) => {
    const list = propertyOf(node, 'in');
    if (list) batch ||= isSlice(tree, bare(list), repetition);
  });
  return batch;
}

function isSlice(tree: SourceTree, list: Node, repetition: Repetition): boolean {
  const method = methodCall(list);
  if (method?.name === 'slice' || method?.name === 'splice') return true;
  if (method?.name === 'map') return isSlice(tree, bare(method.object), repetition);
  if (list.type !== 'Identifier') return false;
  if (repetition.element?.type === 'Identifier' && repetition.element.name === list.name) return true;
  const declaration = tree.bindingOf(list)?.declaration;
  const value = declaration?.type === 'VariableDeclarator' ? declaration.init : undefined;
  return value ? isWithin(tree, value, repetition.loop) && isSlice(tree, bare(value), repetition) : false;
}

/** True when what is asked for changes from round to round: it names something that the loop declares or sets. */
function dependsOnRound(tree: SourceTree, read: PrismaRead, loop: Node): boolean {
  let depends = false;
  for (const argument of read.call.arguments) {
    walk(argument, (node) => {
      if (node.type === 'Identifier') depends ||= isSetWithin(tree, node, loop);
    });
  }
  return depends;
}

function isSetWithin(tree: SourceTree, identifier: Identifier, loop: Node): boolean {
  const binding = tree.bindingOf(identifier);
  if (!binding) return false;
  if (isWithin(tree, binding.declaration, loop)) return true;
  return tree.referencesTo(binding).some((reference) => {
    const parent = tree.parent(reference);
    const written =
      (parent?.type === 'AssignmentExpression' && parent.left === reference) || parent?.type === 'UpdateExpression';
    return written && isWithin(tree, reference, loop);
  });
}

function isWithin(tree: SourceTree, node: Node, outer: Node): boolean {
  for (const above of tree.ancestors(node)) if (above === outer) return true;
  return false;
}
