import { parseSql } from '../../server/src/languages/sql/document';
import type { BlockExpression, BlockStatement, DoBlock, Statement } from '../../server/src/languages/sql/syntax';
import { loadTestParser } from './parser';

const parser = await loadTestParser();

/** Opens the first statement of a text: its text, and its block where it is a DO statement. */
export function open(text: string): { text: string; block: DoBlock | undefined } {
  const [statement] = parseSql(text, parser).statements;
  return { text: statement!.syntax.text, block: statement!.syntax.block };
}

/** The tree of a DO statement as lines, indented, each with the words that it stands on; `closed` where it has none. */
export function outline(text: string): string[] {
  const opened = open(text);
  const at = ({ start, end }: { start: number; end: number }) => opened.text.slice(start, end).replace(/\s+/g, ' ');
  const condition = (expression: BlockExpression) => `${expression.node ? '' : '?'}${at(expression)}`;
  const into = (targets: readonly string[] | undefined) => (targets ? ` -> ${targets.join(', ')}` : '');
  const sql = (statement: Statement) => {
    const { parse } = statement.syntax;
    const kind = parse.kind === 'tree' ? Object.keys(parse.node)[0] : parse.kind;
    return statement.generated ? `${kind} «${statement.syntax.text}»` : `${kind} ${at(statement)}`;
  };
  const lines = (statements: readonly BlockStatement[]): string[] => statements.flatMap(line);
  const indented = (statements: readonly BlockStatement[]) => lines(statements).map((text) => `  ${text}`);
  const line = (statement: BlockStatement): string[] => {
    switch (statement.kind) {
      case 'sql':
        return [sql(statement.statement) + into(statement.into)];
      case 'execute':
        return [
          `execute ${condition(statement.expression)}${into(statement.into)}`,
          ...(statement.statements?.map((inner) => `  ${sql(inner)}`) ?? ['  unknown']),
        ];
      case 'if':
        return statement.branches.flatMap((branch) => [
          branch.condition ? `if ${condition(branch.condition)}` : 'else',
          ...indented(branch.body),
        ]);
      case 'loop':
        return [`loop ${statement.label ?? ''}`.trim(), ...indented(statement.body)];
      case 'block':
        return [
          `block ${statement.label ?? ''}`.trim(),
          ...indented(statement.body),
          ...statement.handlers.flatMap(({ conditions, body }) => [
            `when ${conditions.join(' or ')}`,
            ...indented(body),
          ]),
        ];
      case 'leave':
        return [
          [statement.leaves, statement.label, statement.condition && `when ${condition(statement.condition)}`]
            .filter((part) => part !== undefined)
            .join(' '),
        ];
      case 'raise':
        return [
          `raise ${statement.aborts ? 'and stop' : 'and go on'}${statement.condition ? ` ${statement.condition}` : ''}`,
        ];
      case 'assign':
        return [`${statement.variable} := ${condition(statement.expression)}`];
      default:
        return [`${statement.kind} ${at(statement)}`];
    }
  };
  return opened.block ? lines(opened.block.statements) : ['closed'];
}

/** The lines of the statements of a body, as `outline` gives them. */
export const inBlock = (body: string) => outline(`DO $$ BEGIN ${body} END $$`).slice(1);

/** The lists of statements that a statement holds. */
export function bodies(statement: BlockStatement): (readonly BlockStatement[])[] {
  if (statement.kind === 'if') return statement.branches.map(({ body }) => body);
  if (statement.kind === 'loop') return [statement.body];
  return statement.kind === 'block' ? [statement.body, ...statement.handlers.map(({ body }) => body)] : [];
}
