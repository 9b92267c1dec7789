import type { ArrayExpression, ObjectExpression } from '@babel/types';
import { type Edit, insertion } from '../../core/edit';
import { type SourceTree, spanOf } from '../../languages/typescript/tree';

/** A comma and a comment that stand behind an item on its line. */
const REST_OF_LINE = /^(\s*,)?(?:[ \t]*(?:\/\/[^\r\n]*|\/\*[^*]*\*\/))?/;

/** Adds a text behind the last item of an array or object, on a line of its own where the last one begins one. */
export function addItem(tree: SourceTree, list: ArrayExpression | ObjectExpression, text: string): Edit[] {
  const last = list.type === 'ArrayExpression' ? list.elements.at(-1) : list.properties.at(-1);
  if (!last) return [{ ...spanOf(list), text: list.type === 'ArrayExpression' ? `[${text}]` : `{ ${text} }` }];
  const { start, end } = spanOf(last);
  const line = tree.lineStart(start);
  const indent = tree.text.slice(line, start);
  if (indent.trim() !== '' || line < spanOf(list).start) return [insertion(end, `, ${text}`)];
  const [rest = '', comma] = REST_OF_LINE.exec(tree.text.slice(end, spanOf(list).end - 1)) ?? [];
  const item = insertion(end + rest.length, `${tree.lineEnd}${indent}${text}${comma ? ',' : ''}`);
  return comma ? [item] : [insertion(end, ','), item];
}
