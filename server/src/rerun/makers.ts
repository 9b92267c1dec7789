import { kept, keptWithName } from '../core/kept';
import type { Statement, StatementSyntax } from '../languages/sql/syntax';

let next = 0;

/** The names of one syntax's occurrences in a file. */
const namesOf = kept((_: StatementSyntax) => ({ number: next++, byFile: new Map<string, string[]>() }));

/**
 * Names for the statements of a file that stay when others come and go: the same text at the same place among its equals has
 * the same name as long as it is kept.
 */
export const makersOf = keptWithName((statements: readonly Statement[], name): readonly string[] => {
  const seen = new Map<StatementSyntax, number>();
  return statements.map(({ syntax }) => {
    const occurrence = seen.get(syntax) ?? 0;
    seen.set(syntax, occurrence + 1);
    const { number, byFile } = namesOf(syntax);
    const names = byFile.get(name) ?? [];
    byFile.set(name, names);
    names[occurrence] ??= `${name}#${number}.${occurrence}`;
    return names[occurrence];
  });
});
