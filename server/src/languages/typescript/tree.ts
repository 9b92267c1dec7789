import type { Expression, File, Identifier, Node } from '@babel/types';
import type { Span } from '../../core/span';
import { type Binding, declarationsOf, isScope } from './bindings';
import { walk } from './walk';

/** A parsed file with the ways up: from a node to its parent, from a name to what declares it. */
export class SourceTree {
  readonly text: string;
  readonly file: File;
  /** Every node, parents before their children. */
  readonly nodes: readonly Node[];
  readonly #parents = new Map<Node, Node>();
  readonly #scopes = new Map<Node, Map<string, Binding>>();

  constructor(text: string, file: File) {
    this.text = text;
    this.file = file;
    const nodes: Node[] = [];
    walk(file.program, (node, parent) => {
      nodes.push(node);
      if (parent) this.#parents.set(node, parent);
    });
    this.nodes = nodes;
    for (const node of nodes) for (const binding of declarationsOf(node)) this.#declare(node, binding);
  }

  /** The node directly above. */
  parent(node: Node): Node | undefined {
    return this.#parents.get(node);
  }

  /** The nodes above, nearest first. */
  *ancestors(node: Node): Generator<Node> {
    for (let above = this.parent(node); above; above = this.parent(above)) yield above;
  }

  /** What declares the name that an identifier stands for, or undefined for a global. */
  bindingOf(identifier: Identifier): Binding | undefined {
    for (const scope of this.ancestors(identifier)) {
      const binding = this.#scopes.get(scope)?.get(identifier.name);
      if (binding) return binding;
    }
    return undefined;
  }

  /** Every identifier that reads or writes a declared name, without the declaration itself. */
  referencesTo(binding: Binding): Identifier[] {
    return this.nodes.filter(
      (node): node is Identifier =>
        node.type === 'Identifier' &&
        node.name === binding.name &&
        node !== binding.identifier &&
        !this.#isLabel(node) &&
        this.bindingOf(node) === binding,
    );
  }

  /** The text of a node. */
  textOf(node: Node): string {
    const { start, end } = spanOf(node);
    return this.text.slice(start, end);
  }

  /** How the file ends its lines. */
  get lineEnd(): string {
    return this.text.includes('\r\n') ? '\r\n' : '\n';
  }

  /** The offset where the line of an offset begins. */
  lineStart(offset: number): number {
    return offset === 0 ? 0 : this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  /** The offset behind the line of an offset, its line end included. */
  nextLine(offset: number): number {
    const end = this.text.indexOf('\n', offset);
    return end < 0 ? this.text.length : end + 1;
  }

  #declare(at: Node, binding: Binding): void {
    const scope = this.#scopeFor(at, binding);
    const names = this.#scopes.get(scope) ?? new Map<string, Binding>();
    this.#scopes.set(scope, names);
    if (!names.has(binding.name)) names.set(binding.name, binding);
  }

  #scopeFor(at: Node, binding: Binding): Node {
    if (binding.scope) return binding.scope;
    for (const above of this.ancestors(at))
      if (isScope(above) && (!binding.hoisted || /Function|Method|Program|StaticBlock/.test(above.type))) return above;
    return this.file.program;
  }

  /** A property's or a member's name, which stands for no variable. */
  #isLabel(node: Identifier): boolean {
    const parent = this.parent(node);
    if (parent?.type === 'MemberExpression' || parent?.type === 'OptionalMemberExpression')
      return parent.property === node && !parent.computed;
    if (parent?.type === 'ObjectProperty') return parent.key === node && !parent.computed;
    return parent?.type === 'ObjectMethod' || parent?.type === 'ClassMethod' || parent?.type === 'ClassProperty'
      ? parent.key === node && !parent.computed
      : false;
  }
}

/** Where a node stands in the text. */
export function spanOf(node: Node): Span {
  return { start: node.start ?? 0, end: node.end ?? 0 };
}

/** An expression without the casts, `satisfies`, `!` and brackets around it. */
export function bare(node: Node): Node {
  let inner = node;
  for (;;) {
    if (
      inner.type === 'TSAsExpression' ||
      inner.type === 'TSSatisfiesExpression' ||
      inner.type === 'TSTypeAssertion' ||
      inner.type === 'TSNonNullExpression' ||
      inner.type === 'ParenthesizedExpression'
    )
      inner = inner.expression;
    else return inner;
  }
}

/** The name of a member, written `a.name` or `a['name']`; undefined when it is computed at run time. */
export function memberName(node: Node): string | undefined {
  if (node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return undefined;
  if (!node.computed) {
    if (node.property.type === 'Identifier') return node.property.name;
    return node.property.type === 'PrivateName' ? node.property.id.name : undefined;
  }
  return node.property.type === 'StringLiteral' ? node.property.value : undefined;
}

/** The object and the name of `object.name(…)`, or undefined when a call is none of a member. */
export function methodCall(node: Node): { object: Expression; name: string; arguments: readonly Node[] } | undefined {
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return undefined;
  const callee = bare(node.callee);
  const name = memberName(callee);
  if (name === undefined) return undefined;
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return undefined;
  if (callee.object.type === 'Super') return undefined;
  return { object: callee.object, name, arguments: node.arguments };
}
