import type { Span } from '../../core/span';
import type { Token } from './syntax';

/**
 * The span of what stands between a literal's quotes, when that is the string's value as it is; an unterminated literal goes
 * on to its end.
 */
export function verbatim(literal: Token): Span | undefined {
  const { text, start } = literal;
  if (literal.kind === 'dollar') {
    const tag = text.slice(0, text.indexOf('$', 1) + 1);
    const closed = text.length >= 2 * tag.length && text.endsWith(tag);
    return { start: start + tag.length, end: start + text.length - (closed ? tag.length : 0) };
  }
  const open = /^[eE]?'/.exec(text)?.[0].length;
  if (open === undefined) return undefined;
  const inner = text.slice(open, text.length > open && text.endsWith("'") ? -1 : undefined);
  if (inner.includes("'") || (open > 1 && inner.includes('\\'))) return undefined;
  return { start: start + open, end: start + open + inner.length };
}
