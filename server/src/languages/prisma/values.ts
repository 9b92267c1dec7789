import { type Shape, type ShapeAttribute, type ShapeKeyValue, type ShapeValue, tokenIndex } from './shape';
import type { Argument, Attribute, Call, Leaf, Value } from './syntax';
import type { Token } from './tokens';

/** Puts a line's own names, numbers and strings, with their places, back into the shape that stands for them. */
export class ValueReader {
  readonly #tokens: readonly Token[];
  /** The index of the bracket that closes the one at an index. */
  readonly #closing = new Map<number, number>();
  readonly #emptyLists: number[] = [];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    const open: number[] = [];
    for (const [index, token] of tokens.entries()) {
      if (token.kind !== 'sign') continue;
      if ('([{'.includes(token.text)) open.push(index);
      if (!')]}'.includes(token.text) || open.length === 0) continue;
      const opening = open.pop()!;
      this.#closing.set(opening, index);
      if (token.text === ']' && opening === index - 1) this.#emptyLists.push(opening);
    }
  }

  leaf(standIn: string): Leaf {
    const { kind, text, start, end } = this.#tokens[tokenIndex(standIn)]!;
    return { kind: kind === 'number' || kind === 'string' ? kind : 'name', text, start, end };
  }

  attributes(shape: Shape): Attribute[] {
    return shape.attributes.map((attribute) => this.attribute(attribute));
  }

  attribute(shape: ShapeAttribute): Attribute {
    const at = tokenIndex(shape.name);
    let first = at;
    while (first > 0 && this.#tokens[first - 1]!.text === '@' && this.#tokens[first - 1]!.kind === 'sign') first--;
    return {
      name: this.leaf(shape.name),
      arguments: shape.arguments.map((argument) => this.argument(argument)),
      start: this.#tokens[first]!.start,
      end: this.#endOfCall(at),
    };
  }

  argument(shape: ShapeValue | ShapeKeyValue): Argument {
    if (isKeyValue(shape)) return { name: this.leaf(shape.key), value: this.value(shape.value) };
    return { value: this.value(shape) };
  }

  value(shape: ShapeValue): Value {
    if (typeof shape === 'string') return this.leaf(shape);
    if (typeof shape === 'object' && shape !== null && 'type' in shape) {
      if (shape.type === 'function') return this.#call(shape.name, shape.params ?? []);
      if (shape.type === 'array') {
        const items = (shape.args ?? []).map((item) => this.value(item));
        return { kind: 'list', items, ...this.#around(items[0], '[') };
      }
      const entries = shape.properties.map((entry) => this.argument(entry));
      return { kind: 'object', entries, ...this.#around(entries[0]?.name, '{') };
    }
    throw new TypeError(`a shape holds stand-ins only, not ${String(shape)}`);
  }

  #call(name: string, parameters: readonly (ShapeValue | ShapeKeyValue)[]): Call {
    const leaf = this.leaf(name);
    return {
      kind: 'call',
      name: leaf,
      arguments: parameters.map((parameter) => this.argument(parameter)),
      start: leaf.start,
      end: this.#endOfCall(tokenIndex(name)),
    };
  }

  /** The end of `name(…)`, or of `name` where no parenthesis follows. */
  #endOfCall(name: number): number {
    const closing = this.#closing.get(name + 1);
    return this.#tokens[closing ?? name]!.end;
  }

  /** The span of the brackets around a first element; of empty brackets, in the order in which they stand. */
  #around(first: { start: number } | undefined, bracket: string) {
    const opening = first
      ? this.#tokens.findLastIndex(
          ({ kind, text, start }) => kind === 'sign' && text === bracket && start < first.start,
        )
      : (this.#emptyLists.shift() ?? 0);
    return { start: this.#tokens[opening]!.start, end: this.#tokens[this.#closing.get(opening) ?? opening]!.end };
  }
}

function isKeyValue(shape: ShapeValue | ShapeKeyValue): shape is ShapeKeyValue {
  return (
    typeof shape === 'object' && shape !== null && 'type' in shape && (shape as { type: string }).type === 'keyValue'
  );
}
