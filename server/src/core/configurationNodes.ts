import type { Node } from 'jsonc-parser';
import type { ConfigurationFault } from './configurationFault';
import { nearestName } from './nearest';
import type { Span } from './span';

/** A message with more names than this is no help. */
const MOST_NAMES_SHOWN = 12;

/** One of a few words; anything else is noted with the nearest one. */
export function readChoice(node: Node, words: readonly string[], faults: ConfigurationFault[]): string | undefined {
  if (words.includes(node.value)) return node.value;
  const nearest = typeof node.value === 'string' ? nearestName(node.value, words) : undefined;
  faults.push({
    span: spanOf(node),
    message: `This must be one of ${words.map((word) => `"${word}"`).join(', ')}.`,
    ...(nearest !== undefined && { replacement: JSON.stringify(nearest) }),
  });
  return undefined;
}

/** The fault of a name that is not known, with the nearest one that is. */
export function unknownName(what: string, node: Node, names: readonly string[]): ConfigurationFault {
  const nearest = nearestName(node.value, names);
  const few = names.length <= MOST_NAMES_SHOWN ? ` Known are ${names.join(', ')}.` : '';
  const hint = nearest === undefined ? few : ` Did you mean "${nearest}"?`;
  return {
    span: spanOf(node),
    message: `There is no ${what} "${node.value}".${hint}`,
    ...(nearest !== undefined && { replacement: JSON.stringify(nearest) }),
  };
}

/** The properties of an object; a half-typed one has no value yet. */
export function propertiesOf(node: Node): readonly { readonly key: Node; readonly value?: Node }[] {
  return (node.children ?? []).flatMap(({ children }) =>
    children?.[0] ? [{ key: children[0], ...(children[1] && { value: children[1] }) }] : [],
  );
}

/** Where a node stands. */
export function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}
