import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint } from '@pgsql/types';
import { type AlterLayout, alterLayout, isWord } from '../../languages/sql/layout';
import { quoteIdentifier } from '../../languages/sql/names';
import { constraintColumns, constraintKind, constraintName } from '../../rerun/catalog/constraints';
import { type Action, actionsInOrder } from '../../rerun/effects/alter-table';
import { typeText } from '../../rerun/effects/create-table';
import type { Break } from '../../rerun/execution/outcome';
import { strings } from '../../rerun/reading/names';
import { baseType } from '../../rerun/reading/typeNames';
import { AlterWriter, type Fix, type FixedAction } from './alterWriter';
import {
  all,
  columnExists,
  columnTypeDiffers,
  hasAttribute,
  hasColumn,
  hasConstraint,
  hasConstraintDefinition,
  hasNoIdentity,
  isChildOf,
  type Named,
  not,
  relationExists,
} from './conditions';
import { guardedWhole, neededCondition, type Rewrite, type Subject } from './subject';

/** The ways to make an ALTER TABLE run twice, the house's first. */
export function rewriteAlterTable(subject: Subject, statement: AlterTableStmt): Rewrite[] {
  const layout = alterLayout(subject.tokens);
  const actions = actionsInOrder(statement);
  if (!layout || layout.actions.length !== actions.length) return [];
  const table = { schema: statement.relation?.schemaname, name: statement.relation?.relname ?? '' };
  const view = new AlterRewrite(subject, statement, layout, actions, table);
  return view.rewrites();
}

class AlterRewrite {
  readonly #subject: Subject;
  readonly #statement: AlterTableStmt;
  readonly #layout: AlterLayout;
  readonly #actions: readonly Action[];
  readonly #table: Named;
  readonly #broken: ReadonlyMap<number, Break>;
  readonly #tableGone: boolean;

  constructor(
    subject: Subject,
    statement: AlterTableStmt,
    layout: AlterLayout,
    actions: readonly Action[],
    table: Named,
  ) {
    this.#subject = subject;
    this.#statement = statement;
    this.#layout = layout;
    this.#actions = actions;
    this.#table = table;
    this.#broken = new Map(subject.breaks.map((stop) => [stop.part, stop]));
    this.#tableGone = subject.breaks.some(
      ({ reason }) => reason.cause === 'table not there' && reason.missing?.key.endsWith(`.${table.name}`),
    );
  }

  rewrites(): Rewrite[] {
    if (this.#entangled()) return this.#whole();
    const style = this.#subject.guardStyle;
    const first = this.#rewrite(style === 'do-block' && !this.#tableGone, 'house');
    const second = this.#rewrite(style !== 'do-block' && !this.#tableGone, 'guard');
    return [first, second]
      .filter((rewrite) => rewrite !== undefined)
      .filter((rewrite, i, list) => i === 0 || !sameRewrite(rewrite, list[0]!));
  }

  /** One statement drops and adds the same column or constraint: its parts cannot run one without the other. */
  #entangled(): boolean {
    const dropped = new Set<string>();
    const added = new Set<string>();
    for (const { command } of this.#actions) {
      if (command.subtype === 'AT_DropColumn' || command.subtype === 'AT_DropConstraint')
        dropped.add(`${command.subtype} ${command.name}`);
      const column = addedColumn(command);
      if (column !== undefined) added.add(`AT_DropColumn ${column}`);
      const constraint = constraintOf(command)?.conname;
      if (constraint !== undefined) added.add(`AT_DropConstraint ${constraint}`);
    }
    return [...added].some((name) => dropped.has(name));
  }

  #whole(): Rewrite[] {
    const condition = this.#evidence();
    return condition ? [guardedWhole(this.#subject, all(...this.#taken(), condition))] : [];
  }

  /** What the statement takes away, where the file leaves nothing of that name. */
  #taken(): readonly string[] {
    if (this.#tableGone) return [relationExists(this.#table)];
    return this.#actions.flatMap(({ index, command }) => {
      if (this.#broken.get(index)?.reason.cause !== 'not there') return [];
      if (command.subtype === 'AT_DropColumn') return [hasColumn(this.#table, command.name ?? '')];
      return command.subtype === 'AT_DropConstraint' ? [hasConstraint(this.#table, command.name ?? '')] : [];
    });
  }

  /** What the statement leaves for good: it need not run once that is so. */
  #evidence(): readonly string[] | undefined {
    const commands = this.#actions.map(({ command }) => command);
    const dropped = new Set(commands.filter(({ subtype }) => subtype === 'AT_DropColumn').map(({ name }) => name));
    const added = commands.map(addedColumn).filter((name) => name !== undefined);
    const fresh = added.find((name) => !dropped.has(name));
    if (fresh !== undefined) return not(columnExists(this.#table, fresh));
    const removed = [...dropped].find((name) => name !== undefined && !added.includes(name));
    if (removed !== undefined) return columnExists(this.#table, removed);
    for (const command of commands) {
      const changed = this.#changedType(command);
      if (changed) return [changed];
      const redefined = this.#redefined(command);
      if (redefined) return redefined;
    }
    return undefined;
  }

  #changedType(command: AlterTableCmd): string | undefined {
    const name = addedColumn(command);
    const definition = command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
    if (name === undefined || !definition?.typeName) return undefined;
    return this.#typeDiffers(name, definition.typeName);
  }

  /** The condition that a column does not have a type yet, where the one that it had can be told from it. */
  #typeDiffers(column: string, wanted: ColumnDef['typeName']): string | undefined {
    const former = this.#subject.former(this.#table.name, column);
    const type = baseType(typeText(wanted));
    return former !== undefined && baseType(former) !== type ? columnTypeDiffers(this.#table, column, type) : undefined;
  }

  #redefined(command: AlterTableCmd): readonly string[] | undefined {
    const constraint = constraintOf(command);
    const word =
      constraint?.contype === 'CONSTR_PRIMARY'
        ? 'PRIMARY KEY'
        : constraint?.contype === 'CONSTR_UNIQUE'
          ? 'UNIQUE'
          : undefined;
    if (!constraint?.conname || !word) return undefined;
    const columns = strings(constraint.keys).map(quoteIdentifier).join(', ');
    return not(hasConstraintDefinition(this.#table, constraint.conname, `${word} (${columns})`));
  }

  #rewrite(columnsByBlock: boolean, constraints: 'house' | 'guard'): Rewrite | undefined {
    const fixes = this.#actions.map((action) => ({ action, fix: this.#fix(action, columnsByBlock, constraints) }));
    if (fixes.some(({ fix }) => fix === undefined)) return undefined;
    const known = fixes as FixedAction[];
    const writer = new AlterWriter(this.#subject, this.#layout, this.#tableGone);
    const title = titleOf(known.map(({ fix }) => fix));
    const inPlace =
      known.every(({ fix }) => !fix.condition) && (known.length === 1 || known.every(({ fix }) => !fix.first));
    if (inPlace) return { title, safe: true, edits: writer.edits(known) };
    return { title, safe: true, pieces: writer.pieces(known) };
  }

  #fix({ index, command }: Action, columnsByBlock: boolean, constraints: 'house' | 'guard'): Fix | undefined {
    const stop = this.#broken.get(index);
    const needed = stop && !this.#tableGone ? neededCondition([stop]) : undefined;
    if (!stop && !this.#tableGone) return {};
    const at = this.#layout.actions[index]!.first;
    switch (command.subtype) {
      case 'AT_AddColumn':
        if (stop?.reason.cause === 'old shape') return undefined;
        return this.#addColumn(command, at, columnsByBlock, needed);
      case 'AT_DropColumn':
      case 'AT_DropConstraint':
        return stop?.reason.cause === 'depended on'
          ? undefined
          : { clause: { at: this.#behind(at, 'column', 'constraint', 'attribute'), words: 'IF EXISTS' } };
      case 'AT_AddConstraint':
        return this.#addConstraint(command, at, constraints, needed, this.#made(index));
      case 'AT_AddIdentity':
        return { condition: [hasNoIdentity(this.#table, command.name ?? '')] };
      case 'AT_ColumnDefault':
        return stop?.reason.cause === 'already there'
          ? { condition: [hasNoIdentity(this.#table, command.name ?? '')] }
          : this.#onlyWhere(stop, needed);
      case 'AT_DropIdentity':
      case 'AT_DropExpression':
        return { clause: { at: this.#layout.actions[index]!.last, words: 'IF EXISTS' } };
      case 'AT_AttachPartition':
      case 'AT_DetachPartition':
      case 'AT_AddInherit':
      case 'AT_DropInherit':
        return this.#parent(command);
      case 'AT_AlterColumnType':
        return stop?.reason.cause === 'old shape' ||
          (stop?.reason.cause === 'done again' && this.#leavesBuiltIn(command))
          ? this.#typeChange(command)
          : { ...(needed ? { condition: needed } : {}) };
      default:
        return this.#onlyWhere(stop, needed);
    }
  }

  #onlyWhere(stop: Break | undefined, needed: readonly string[] | undefined): Fix | undefined {
    return stop && !needed && !this.#tableGone ? undefined : { ...(needed ? { condition: needed } : {}) };
  }

  /** The name of the first run for what has none of its own; one of several in a statement cannot be told. */
  #made(index: number): string | undefined {
    const unnamed = this.#actions.filter(({ command }) => constraintOf(command) && !constraintOf(command)!.conname);
    return unnamed.length === 1 ? this.#broken.get(index)?.reason.made : undefined;
  }

  #addColumn(command: AlterTableCmd, at: number, byBlock: boolean, needed: readonly string[] | undefined): Fix {
    const name = addedColumn(command) ?? '';
    if (this.#statement.objtype === 'OBJECT_TYPE') return { condition: not(hasAttribute(this.#table, name)) };
    if (byBlock)
      return {
        condition: needed ? all(needed, not(hasColumn(this.#table, name))) : not(columnExists(this.#table, name)),
      };
    return command.missing_ok
      ? {}
      : {
          clause: { at: this.#behind(at, 'column'), words: 'IF NOT EXISTS' },
          ...(needed ? { condition: needed } : {}),
        };
  }

  #addConstraint(
    command: AlterTableCmd,
    at: number,
    way: 'house' | 'guard',
    needed: readonly string[] | undefined,
    made: string | undefined,
  ): Fix | undefined {
    const constraint = constraintOf(command);
    const kind = constraint && constraintKind(constraint);
    if (!constraint || !kind) return undefined;
    const name = made ?? constraintName(constraint, kind, this.#table.name);
    const named = constraint.conname
      ? {}
      : { named: { at, text: ` ${this.#subject.style.keywords('CONSTRAINT')} ${quoteIdentifier(name)}` } };
    const missing = not(hasConstraint(this.#table, name));
    if (this.#tableGone) return { ...named, condition: all(relationExists(this.#table), missing) };
    if (needed) return { ...named, condition: all(needed, missing) };
    const replaceable = (kind === 'foreign key' || kind === 'check') && constraintColumns(constraint) !== undefined;
    if (way === 'house' && replaceable)
      return {
        ...named,
        first: `${this.#subject.style.keywords('DROP CONSTRAINT IF EXISTS')} ${quoteAsWritten(this.#subject, name)}`,
      };
    return { ...named, condition: missing };
  }

  #parent(command: AlterTableCmd): Fix {
    const attach = command.subtype === 'AT_AttachPartition' || command.subtype === 'AT_AddInherit';
    const range =
      command.def && 'PartitionCmd' in command.def
        ? command.def.PartitionCmd.name
        : command.def && 'RangeVar' in command.def
          ? command.def.RangeVar
          : undefined;
    const other = { schema: range?.schemaname, name: range?.relname ?? '' };
    const partition = command.subtype === 'AT_AttachPartition' || command.subtype === 'AT_DetachPartition';
    const test = partition ? isChildOf(other, this.#table) : isChildOf(this.#table, other);
    return { condition: attach ? not(test) : [test] };
  }

  /** The column had one of PostgreSQL's own types; a type of the file may have been another one of the same name. */
  #leavesBuiltIn(command: AlterTableCmd): boolean {
    const former = this.#subject.former(this.#table.name, command.name ?? '');
    return former !== undefined && !former.startsWith('type ');
  }

  #typeChange(command: AlterTableCmd): Fix | undefined {
    const definition = command.def && 'ColumnDef' in command.def ? command.def.ColumnDef : undefined;
    const differs = definition?.typeName && this.#typeDiffers(command.name ?? '', definition.typeName);
    return differs ? { condition: [differs] } : undefined;
  }

  /** The token behind which a clause of an action belongs: its verb, and the noun where one is written. */
  #behind(at: number, ...nouns: readonly string[]): number {
    return isWord(this.#subject.tokens[at + 1], ...nouns) ? at + 1 : at;
  }
}

function addedColumn(command: AlterTableCmd): string | undefined {
  return command.subtype === 'AT_AddColumn' && command.def && 'ColumnDef' in command.def
    ? command.def.ColumnDef.colname
    : undefined;
}

function constraintOf(command: AlterTableCmd): Constraint | undefined {
  return command.subtype === 'AT_AddConstraint' && command.def && 'Constraint' in command.def
    ? command.def.Constraint
    : undefined;
}

/** The constraint's name as the statement writes it, so that the two lines read alike. */
function quoteAsWritten(subject: Subject, name: string): string {
  const quoted = `"${name.replaceAll('"', '""')}"`;
  return subject.text.includes(quoted) ? quoted : quoteIdentifier(name);
}

function titleOf(fixes: readonly Fix[]): string {
  if (fixes.some(({ condition }) => condition)) return 'Guard with a DO block';
  if (fixes.some(({ first }) => first)) return 'Drop the constraint first if it exists';
  return fixes.some(({ clause }) => clause?.words === 'IF NOT EXISTS') ? 'Add IF NOT EXISTS' : 'Add IF EXISTS';
}

function sameRewrite(a: Rewrite, b: Rewrite): boolean {
  return JSON.stringify([a.edits, a.pieces]) === JSON.stringify([b.edits, b.pieces]);
}
