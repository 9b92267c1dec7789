import type { RenameStmt } from '@pgsql/types';
import type { Repair } from '../../core/finding';
import type { Guard } from '../../rerun/catalog/run';
import type { Break, Outcome } from '../../rerun/execution/outcome';
import type { Probe } from '../../rerun/reading/probes';
import { conditionFor, type RepairContext, rerunnable } from './rerunnable';
import { styleAt } from './style';

/**
 * Lets a guard test what its statement makes, in place of what it tests. One that tests something else altogether (that
 * another table is there) says where the statement is wanted: it stays, and the statement gets a guard of its own.
 */
export function guardRepairs(context: RepairContext, outcome: Outcome, stop: Break, guard: Guard): Repair[] {
  const { text } = context.document;
  if (!guard.when || !stop.inner) return [];
  const condition = conditionFor(context, outcome, stop);
  // Where the statement has a clause of its own, that protects it whatever the guard tests.
  if (!condition || !isMisnamed(guard, stop)) return rerunnable(context, outcome, stop);
  const start = outcome.statement.start + guard.expression.start;
  const end = outcome.statement.start + guard.expression.end;
  const style = styleAt(text, start, outcome.statement.syntax.text);
  const [first = '', ...rest] = condition;
  const lines = [first, ...rest.map((line) => (line === ')' ? style.indent : style.indent + style.unit) + line)];
  return [
    {
      title: 'Test what the statement makes',
      safe: true,
      edits: [{ start, end, text: style.keywords(lines.join(style.eol)) }],
    },
  ];
}

/** The guard asks for the kind of object that the statement makes or takes away, and the right way round. */
function isMisnamed({ condition }: Guard, { action, node, part }: Break): boolean {
  const isNegated = condition.kind === 'not';
  const asked = condition.kind === 'not' ? condition.of : condition;
  if (asked.kind !== 'probe') return false;
  const { kind } = asked.probe;
  switch (action) {
    case 'add-column':
      return isNegated && kind === 'column';
    case 'add-constraint':
      return isNegated && kind === 'constraint';
    case 'create-type':
      return isNegated && kind === 'type';
    case 'add-enum-value':
      return isNegated && kind === 'label';
    case 'create-table':
    case 'create-index':
      return isNegated && kind === 'relation';
    case 'create-object':
      return isNegated && (kind === 'relation' || kind === 'member' || kind === 'item' || kind === 'type');
    case 'drop':
      return !isNegated && droppedKinds(node, part).includes(kind);
    case 'rename':
      return 'RenameStmt' in node ? kind === renamedKind(node.RenameStmt) : kind === 'label';
    case 'alter':
      return kind === 'column' || kind === 'parent' || kind === 'member';
    default:
      return false;
  }
}

function droppedKinds(node: Break['node'], part: number): readonly Probe['kind'][] {
  if (!('AlterTableStmt' in node)) return ['relation', 'type', 'member', 'item'];
  const command = node.AlterTableStmt.cmds?.[part];
  const isColumn = command && 'AlterTableCmd' in command && command.AlterTableCmd.subtype === 'AT_DropColumn';
  return [isColumn ? 'column' : 'constraint'];
}

function renamedKind({ renameType }: RenameStmt): Probe['kind'] {
  switch (renameType) {
    case 'OBJECT_COLUMN':
    case 'OBJECT_ATTRIBUTE':
      return 'column';
    case 'OBJECT_TABCONSTRAINT':
      return 'constraint';
    case 'OBJECT_TYPE':
    case 'OBJECT_DOMAIN':
      return 'type';
    default:
      return 'relation';
  }
}
