import { deletion, type Edit } from '../../core/edit';
import type { Span } from '../../core/span';
import type { ListedName } from '../../languages/typescript/fieldLists';
import { type SourceTree, spanOf } from '../../languages/typescript/tree';

/** Takes a name out of its array, with its comma and the comment that is its own. */
export function takeOutListedName(tree: SourceTree, listed: ListedName): Edit {
  return deletion(isAlone(tree, listed) ? ownLines(tree, listed) : ownWords(tree, listed));
}

/** True when the name, its comma and a comment behind it have a line for themselves. */
function isAlone(tree: SourceTree, { element, array }: ListedName): boolean {
  const { start, end } = spanOf(element);
  const line = tree.lineStart(start);
  const before = tree.text.slice(line, start);
  const behind = tree.text.slice(end, tree.nextLine(end));
  return spanOf(array).start < line && before.trim() === '' && /^\s*,?\s*(?:\/\/.*|\/\*[^*]*\*\/)?\s*$/.test(behind);
}

function ownLines(tree: SourceTree, { element, array }: ListedName): Span {
  const { start, end } = spanOf(element);
  const line = tree.lineStart(start);
  const next = tree.nextLine(end);
  if (/^\s*,/.test(tree.text.slice(end, next))) return { start: commentsAbove(tree, line, next), end: next };
  // A last name without a comma: the one before it loses its comma too, unless a comment stands between.
  const previous = array.elements[array.elements.indexOf(element) - 1];
  const from = previous ? spanOf(previous).end : line;
  if (!/^\s*,\s*$/.test(tree.text.slice(from, line))) return { start: line, end: next };
  return { start: from, end: next - (/\r?\n$/.exec(tree.text.slice(end, next))?.[0].length ?? 0) };
}

/** Comment lines above are the name's own when a comment, a blank line or the array's end comes next, else they head a group. */
function commentsAbove(tree: SourceTree, line: number, next: number): number {
  if (!/^\s*(?:\/\/|\]|$)/.test(tree.text.slice(next, tree.nextLine(next)))) return line;
  let first = line;
  while (first > 0) {
    const above = tree.lineStart(first - 1);
    if (!/^\s*\/\//.test(tree.text.slice(above, first))) break;
    first = above;
  }
  return first;
}

/** The name among others on its line, with the block comments that touch it and one comma. */
function ownWords(tree: SourceTree, { element, array }: ListedName): Span {
  const { text } = tree;
  let { start, end } = spanOf(element);
  start -= lengthOf(/\/\*[^*]*\*\/\s*$/, text.slice(spanOf(array).start + 1, start));
  end += lengthOf(/^\s*\/\*[^*]*\*\/(?=\s*[,\]])/, text.slice(end));
  const comma = lengthOf(/^\s*,[ \t]*/, text.slice(end));
  if (comma === 0 || array.elements.at(-1) === element)
    return { start: start - lengthOf(/,\s*$/, text.slice(0, start)), end };
  end += comma;
  // No blank is left dangling at the end of a line.
  const dangling = /[\r\n]/.test(text[end] ?? '') ? lengthOf(/[ \t]*$/, text.slice(0, start)) : 0;
  return { start: start - dangling, end };
}

function lengthOf(pattern: RegExp, text: string): number {
  return pattern.exec(text)?.[0].length ?? 0;
}
