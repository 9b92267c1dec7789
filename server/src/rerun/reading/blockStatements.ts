import type { BlockStatement, Statement } from '../../languages/sql/syntax';

/** The statements of a DO block that only runs statements one after another; of any other, none. */
export function statementsOf({ syntax: { block } }: Statement): readonly Statement[] {
  return (block && plain(block.statements)) ?? [];
}

/** The statements among the parts of a block, unless one of them may keep another from running. */
function plain(parts: readonly BlockStatement[]): readonly Statement[] | undefined {
  const statements: Statement[] = [];
  for (const part of parts) {
    if (part.kind === 'sql') statements.push(part.statement);
    else if (part.kind === 'block' && part.handlers.length === 0) {
      const inner = plain(part.body);
      if (!inner) return undefined;
      statements.push(...inner);
    } else if (part.kind !== 'assign' && part.kind !== 'null') return undefined;
  }
  return statements;
}
