import { kept, keptWithName } from '../../core/kept';
import { sameEnds } from '../../core/sameEnds';
import type { Statement, StatementSyntax } from '../../languages/sql/syntax';

let next = 0;
let lists = 0;

/** The names of one syntax's occurrences in a file, and how many of them the list that is being named has had. */
interface Names {
  readonly number: number;
  readonly byFile: Map<string, string[]>;
  list: number;
  seen: number;
}

const namesOf = kept((_: StatementSyntax): Names => ({ number: next++, byFile: new Map(), list: 0, seen: 0 }));

/**
 * Names for the statements of a file that stay when others come and go: the same text at the same place among its equals has
 * the same name as long as it is kept.
 */
export const makersOf = keptWithName((statements: readonly Statement[], name): readonly string[] => {
  const list = ++lists;
  return statements.map(({ syntax }) => {
    const known = namesOf(syntax);
    if (known.list !== list) known.seen = 0;
    known.list = list;
    const occurrence = known.seen++;
    const names = known.byFile.get(name) ?? [];
    if (names.length === 0) known.byFile.set(name, names);
    names[occurrence] ??= `${name}#${known.number}.${occurrence}`;
    return names[occurrence];
  });
});

/** The name of a statement within a block: what one block makes are different things. */
export function makerWithin(maker: string, { start, generated, syntax }: Statement): string {
  return `${maker}(${generated ? syntax.text.replaceAll('#', ' ') : start})`;
}

/** True for the name of a statement, and of one within it. */
export function isWithin(maker: string, outer: string): boolean {
  return maker === outer || maker.startsWith(`${outer}(`);
}

/** The file that a statement is of, by its name. */
export function fileOfMaker(maker: string): string {
  return maker.slice(0, maker.lastIndexOf('#'));
}

/** How many of the makers of two lists are the same at the beginning, and how many then at the end. */
export type Ends = ReturnType<typeof sameEnds>;

/** All that is done again for a document asks for the same. */
const lastEnds = new WeakMap<readonly string[], { readonly before: readonly string[]; readonly ends: Ends }>();

/** The ends that a document's makers have in common with those of before. */
export function endsOf(before: readonly string[], makers: readonly string[]): Ends {
  const last = lastEnds.get(makers);
  if (last?.before === before) return last.ends;
  const ends = sameEnds(before, makers);
  lastEnds.set(makers, { before, ends });
  return ends;
}
