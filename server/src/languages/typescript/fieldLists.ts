import type { ArrayExpression, Node, ObjectExpression, ObjectProperty } from '@babel/types';
import type { Span } from '../../core/span';
import { constantObject, constantText, keyName } from './constants';
import { bare, memberName, type SourceTree, spanOf } from './tree';

/** One name in an array of names. */
export interface ListedName {
  readonly name: string;
  /** The words themselves, without the quotes. */
  readonly span: Span;
  /** The whole element of the array. */
  readonly element: NonNullable<ArrayExpression['elements'][number]>;
  readonly array: ArrayExpression;
}

/** One key of a list with the names below it. */
export interface ListedNames {
  readonly key: string;
  /** The key itself, without the quotes. */
  readonly span: Span;
  readonly names: readonly ListedName[];
  /** The array that belongs to this key alone, where it has one: new names go there. */
  readonly array?: ArrayExpression;
  readonly property: ObjectProperty;
}

/** A constant that maps keys to arrays of names: `{ Client: ['phone', 'email'], … }`. */
export interface NameLists {
  readonly object: ObjectExpression;
  readonly entries: readonly ListedNames[];
}

/** How far spreads are followed; a constant that spreads itself must come to an end. */
const DEEPEST = 8;

/**
 * Reads a constant that maps keys to arrays of names, as text: types, casts, `Object.freeze`, sets, quoted keys, and
 * spreads of other constants of the same file are seen through; whatever else stands there is passed over.
 * @returns undefined when the file has no such constant.
 */
export function readNameLists(tree: SourceTree, constant: string): NameLists | undefined {
  const value = declaredValue(tree, constant);
  const object = value && constantObject(tree, value);
  if (object?.type !== 'ObjectExpression') return undefined;
  return { object, entries: entriesOf(tree, object, 0) };
}

/** What the file declares the name with: `const X = …`, `static X = …` or `exports.X = …`. */
function declaredValue(tree: SourceTree, constant: string): Node | undefined {
  for (const node of tree.nodes) {
    if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.id.name === constant && node.init)
      return node.init;
    if (node.type === 'ClassProperty' && keyName(node.key) === constant && node.value) return node.value;
    if (node.type === 'AssignmentExpression' && memberName(node.left) === constant) return node.right;
  }
  return undefined;
}

function entriesOf(tree: SourceTree, object: ObjectExpression, depth: number): ListedNames[] {
  // As at run time, a later key replaces an earlier one with its name.
  const entries = new Map<string, ListedNames>();
  for (const property of object.properties) {
    if (property.type === 'SpreadElement' && depth < DEEPEST) {
      const spread = constantObject(tree, property.argument);
      if (spread.type === 'ObjectExpression')
        for (const entry of entriesOf(tree, spread, depth + 1)) entries.set(entry.key, entry);
    }
    if (property.type !== 'ObjectProperty') continue;
    const key = property.computed ? computedKey(tree, property.key) : keyName(property.key);
    if (key !== undefined) entries.set(key, entryOf(tree, key, property));
  }
  return [...entries.values()];
}

/** `[Prisma.ModelName.Client]` and `[CLIENT]` name a model too. */
function computedKey(tree: SourceTree, key: Node): string | undefined {
  return constantText(tree, key) ?? memberName(bare(key));
}

function entryOf(tree: SourceTree, key: string, property: ObjectProperty): ListedNames {
  const span = property.key.type === 'StringLiteral' ? withoutQuotes(property.key) : spanOf(property.key);
  const array = constantObject(tree, property.value);
  if (array.type !== 'ArrayExpression') return { key, span, names: [], property };
  const own = isWithin(array, property);
  return { key, span, names: namesOf(tree, array, 0), property, ...(own && { array }) };
}

function namesOf(tree: SourceTree, array: ArrayExpression, depth: number): ListedName[] {
  return array.elements.flatMap((element): ListedName[] => {
    if (!element) return [];
    if (element.type === 'SpreadElement') {
      const spread = constantObject(tree, element.argument);
      return spread.type === 'ArrayExpression' && depth < DEEPEST ? namesOf(tree, spread, depth + 1) : [];
    }
    const literal = bare(element);
    const name = constantText(tree, literal) ?? enumMember(literal);
    if (name === undefined) return [];
    const quoted = literal.type === 'StringLiteral' || literal.type === 'TemplateLiteral';
    return [{ name, span: quoted ? withoutQuotes(literal) : spanOf(literal), element, array }];
  });
}

/** `Prisma.ClientScalarFieldEnum.phone` is `phone`. */
function enumMember(node: Node): string | undefined {
  const owner = node.type === 'MemberExpression' ? memberName(bare(node.object)) : undefined;
  return owner?.endsWith('ScalarFieldEnum') ? memberName(node) : undefined;
}

function withoutQuotes(literal: Node): Span {
  const { start, end } = spanOf(literal);
  return { start: start + 1, end: end - 1 };
}

function isWithin(inner: Node, outer: Node): boolean {
  return spanOf(outer).start <= spanOf(inner).start && spanOf(inner).end <= spanOf(outer).end;
}
