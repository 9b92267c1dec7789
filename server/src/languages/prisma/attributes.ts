import type { Argument, Attribute, Leaf, Value } from './syntax';

/** What carries attributes: a field or an enum value. */
interface Attributed {
  readonly attributes: readonly Attribute[];
}

/** The attribute of a name, such as `default` or `db.Uuid`. */
export function attributeOf(line: Attributed, name: string): Attribute | undefined {
  return line.attributes.find((attribute) => attribute.name.text === name);
}

/** The native type of a field: `@db.VarChar(255)`. */
export function nativeTypeOf(line: Attributed): Attribute | undefined {
  return line.attributes.find((attribute) => attribute.name.text.startsWith('db.'));
}

/** An argument by its name, or by its place among those without a name. */
export function argumentOf(attribute: Attribute | undefined, name: string, place?: number): Value | undefined {
  const named = attribute?.arguments.find((argument) => argument.name?.text === name);
  if (named || place === undefined) return named?.value;
  const unnamed = attribute?.arguments.filter((argument: Argument) => !argument.name);
  return unnamed?.[place]?.value;
}

/** The value of `@default(…)`. */
export function defaultOf(line: Attributed): Value | undefined {
  return argumentOf(attributeOf(line, 'default'), 'value', 0);
}

/** The string of `@map("…")`, `@@map("…")` or a relation's name, with its place. */
export function stringArgument(attribute: Attribute | undefined, name = 'name'): Leaf | undefined {
  const value = argumentOf(attribute, name, 0);
  return value?.kind === 'string' ? value : undefined;
}

/** The names in a list of fields, `[a, b(sort: Desc)]`; undefined when it holds anything else. */
export function namesIn(value: Value | undefined): readonly Leaf[] | undefined {
  if (value?.kind === 'name') return [value];
  if (value?.kind !== 'list') return undefined;
  const names = value.items.map((item) => (item.kind === 'call' ? item.name : item));
  return names.every((name): name is Leaf => name.kind === 'name') ? names : undefined;
}

/** True when a value is a call of a function, `now()` or `uuid(7)`. */
export function isCall(value: Value | undefined, name: string): boolean {
  return value?.kind === 'call' && value.name.text === name;
}
