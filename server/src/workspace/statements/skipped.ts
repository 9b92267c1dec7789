import type { Node } from '@pgsql/types';
import { kept } from '../../core/kept';
import { walkBlock } from '../../languages/sql/plpgsql/walkBlock';
import type { BlockStatement, DoBlock, Statement } from '../../languages/sql/syntax';
import type { Run } from '../../rerun/catalog/run';
import { evaluate } from '../../rerun/execution/guards';
import { conditionOf } from '../../rerun/reading/conditions';

/** A statement that makes nothing when what it makes is there already. */
export interface Guarded {
  readonly node: Node;
  /** The statement itself, or the one within the DO block, whose place counts from the start of the DO statement. */
  readonly statement: Statement;
}

/** True for a statement that may hold such statements, whatever is there. */
export function mayGuard({ syntax }: Statement): boolean {
  const { parse } = syntax;
  return parse.kind === 'tree' && ('DoStmt' in parse.node || asks(parse.node));
}

/** The statements that say IF NOT EXISTS, or that a DO block guards in such a way that the run does not make them now. */
export function guardedStatements(run: Run, outer: Statement): readonly Guarded[] {
  const { parse, block } = outer.syntax;
  if (parse.kind !== 'tree') return [];
  if (!('DoStmt' in parse.node)) return asks(parse.node) ? [{ node: parse.node, statement: outer }] : [];
  // A block that drops something first makes it anew.
  if (!block || makesAnew(block)) return [];
  return guardedIn(run, block.statements, false);
}

const makesAnew = kept(({ statements }: DoBlock) => [...walkBlock(statements)].some(takesAway));

/** `caught`: an error that says that something is there already goes no further. */
function guardedIn(run: Run, statements: readonly BlockStatement[], caught: boolean): Guarded[] {
  return statements.flatMap((statement): Guarded[] => {
    switch (statement.kind) {
      case 'sql':
      case 'execute':
        return sqlOf(statement).flatMap((inner) => {
          const { parse } = inner.syntax;
          if (parse.kind !== 'tree' || !(caught || asks(parse.node))) return [];
          return [{ node: parse.node, statement: inner }];
        });
      case 'if':
        return statement.branches.flatMap(({ condition, body }) => {
          const holds = condition && evaluate(run, conditionOf(condition.node, run.schema));
          return guardedIn(run, body, caught || holds === false);
        });
      case 'block': {
        const catches = statement.handlers.some(({ conditions }) => conditions.some((name) => DUPLICATES.test(name)));
        return guardedIn(run, statement.body, caught || catches);
      }
      default:
        return [];
    }
  });
}

const DUPLICATES = /^(?:duplicate_(?:table|object|column)|others|42P07|42710|42701)$/i;

function sqlOf(statement: Extract<BlockStatement, { kind: 'sql' | 'execute' }>): readonly Statement[] {
  return statement.kind === 'sql' ? [statement.statement] : (statement.statements ?? []);
}

function takesAway(statement: BlockStatement): boolean {
  if (statement.kind !== 'sql' && statement.kind !== 'execute') return false;
  return sqlOf(statement).some(({ syntax: { parse } }) => {
    if (parse.kind !== 'tree') return true;
    if ('AlterTableStmt' in parse.node)
      return (parse.node.AlterTableStmt.cmds ?? []).some(
        (command) =>
          'AlterTableCmd' in command && /^AT_Drop(?:Column|Constraint)$/.test(command.AlterTableCmd.subtype ?? ''),
      );
    return 'DropStmt' in parse.node || 'RenameStmt' in parse.node;
  });
}

/** IF NOT EXISTS on a table, an index or one of the columns. */
const asks = kept((node: Node): boolean => {
  if ('CreateStmt' in node) return node.CreateStmt.if_not_exists ?? false;
  if ('IndexStmt' in node) return node.IndexStmt.if_not_exists ?? false;
  if (!('AlterTableStmt' in node)) return false;
  return (node.AlterTableStmt.cmds ?? []).some(
    (command) =>
      'AlterTableCmd' in command &&
      command.AlterTableCmd.subtype === 'AT_AddColumn' &&
      command.AlterTableCmd.missing_ok,
  );
});
