import type { Edit } from '../../core/edit';
import type { NameLists } from '../../languages/typescript/fieldLists';
import { type SourceTree, spanOf } from '../../languages/typescript/tree';
import { addItem } from './addItem';

/** Puts a name below a key of a list; undefined where the key's names are no array of its own. */
export function addListedName(
  tree: SourceTree,
  lists: NameLists,
  key: string,
  name: string,
): readonly Edit[] | undefined {
  const entry = lists.entries.find((one) => one.key === key);
  const quote = quoteOf(tree, lists);
  if (entry) return entry.array && addItem(tree, entry.array, `${quote}${name}${quote}`);
  return addItem(tree, lists.object, `${key}: [${quote}${name}${quote}]`);
}

/** The quote that the list is written with. */
function quoteOf(tree: SourceTree, { entries }: NameLists): string {
  const first = entries.find(({ names }) => names.length > 0)?.names[0];
  const quote = first && tree.text[spanOf(first.element).start];
  return quote === '"' || quote === '`' ? quote : "'";
}
