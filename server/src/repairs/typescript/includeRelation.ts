import type { ObjectExpression } from '@babel/types';
import { type Edit, insertion, replacement } from '../../core/edit';
import type { Repair } from '../../core/finding';
import { keyName } from '../../languages/typescript/constants';
import { type PrismaRead, propertyOf } from '../../languages/typescript/prismaReads';
import type { RepeatedRead } from '../../languages/typescript/repeatedReads';
import { type SourceTree, spanOf } from '../../languages/typescript/tree';
import { addItem } from './addItem';

/**
 * Reads a relation with its rows: adds it to the query before the loop and uses `row.relation` in the loop.
 * @returns undefined where the query or the read says more than can be carried over.
 */
export function includeRelation(tree: SourceTree, repeated: RepeatedRead, relation: string): Repair | undefined {
  const { read, repetition, origin } = repeated;
  const rows = origin?.direct ? origin.read : undefined;
  if (rows?.method !== 'findMany' || repetition.element?.type !== 'Identifier') return undefined;
  const selection = selectionOf(tree, read);
  const query = selection && withRelation(tree, rows, `${relation}: ${selection}`);
  if (!query) return undefined;
  const above = tree.parent(read.call);
  const place = above?.type === 'AwaitExpression' ? above : read.call;
  const returned = above?.type === 'ReturnStatement' || above?.type === 'ArrowFunctionExpression';
  if (place === read.call && !returned) return undefined;
  return {
    title: `Include \`${relation}\` in \`${tree.text.slice(rows.span.start, rows.span.end)}\``,
    safe: false,
    edits: [...query, replacement(spanOf(place), `${repetition.element.name}.${relation}`)],
  };
}

/** What is to be read of the relation: `true`, or what the read asks for beside its key. */
function selectionOf(tree: SourceTree, read: PrismaRead): string | undefined {
  const many = read.method === 'findMany';
  if (!many && !/^find(?:Unique|First)/.test(read.method)) return undefined;
  const carried = many ? ['select', 'include', 'orderBy', 'take'] : ['select', 'include'];
  const rest: string[] = [];
  for (const property of read.argument?.properties ?? []) {
    const name = property.type === 'ObjectProperty' ? keyName(property.key) : undefined;
    if (name === 'where') continue;
    if (name === undefined || !carried.includes(name)) return undefined;
    rest.push(tree.textOf(property));
  }
  return rest.length === 0 ? 'true' : `{ ${rest.join(', ')} }`;
}

function withRelation(tree: SourceTree, rows: PrismaRead, property: string): readonly Edit[] | undefined {
  if (rows.call.arguments.length === 0) return [insertion(spanOf(rows.call).end - 1, `{ include: { ${property} } }`)];
  if (!rows.argument) return undefined;
  const chosen = propertyOf(rows.argument, 'include') ?? propertyOf(rows.argument, 'select');
  if (!chosen) return addItem(tree, rows.argument, `include: { ${property} }`);
  return chosen.type === 'ObjectExpression' && !has(chosen, property) ? addItem(tree, chosen, property) : undefined;
}

function has(object: ObjectExpression, property: string): boolean {
  return propertyOf(object, property.slice(0, property.indexOf(':'))) !== undefined;
}
