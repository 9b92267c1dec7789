import type { DropRoleStmt, DropStmt, Node, ObjectWithArgs } from '@pgsql/types';
import { applyEdits } from '../../core/edit';
import { dropNames } from '../../languages/sql/layout';
import { typeText } from '../../rerun/effects/create-table';
import { strings } from '../../rerun/reading/names';
import { baseType } from '../../rerun/reading/typeNames';
import {
  all,
  isEnum,
  isOfIdentity,
  isRelationOf,
  isRoutineOf,
  type Named,
  not,
  relationExists,
  relationIsNeeded,
  roleIsNeeded,
  routineIsNeeded,
  typeIsNeeded,
} from './conditions';
import { guardedWhole, insertedBehind, neededCondition, type Rewrite, type Subject } from './subject';

/** The way to make a DROP run twice. */
export function rewriteDrop(subject: Subject, statement: DropStmt): Rewrite[] {
  const { tokens, breaks } = subject;
  const { kind, ifExists } = dropNames(tokens);
  const dependent = breaks.find(({ reason }) => reason.cause === 'depended on');
  if (breaks.some(({ reason }) => reason.cause === 'in use')) return guardUsed(subject, statement);
  if (dependent && statement.removeType === 'OBJECT_SEQUENCE') return guardSequence(subject, statement);
  if (dependent) return statement.removeType === 'OBJECT_TYPE' ? guardType(subject, statement, dependent.part) : [];
  if (breaks.some(({ reason }) => reason.cause === 'other kind')) return guardKind(subject, statement);
  // Which of several is meant only a person knows.
  if (breaks.some(({ reason }) => reason.cause === 'ambiguous')) return [];
  const needed = neededCondition(breaks);
  if (ifExists) return needed ? [guardedWhole(subject, needed)] : [];
  return [{ title: 'Add IF EXISTS', safe: true, edits: [insertedBehind(subject, kind, 'IF EXISTS')] }];
}

/** The way to make a DROP ROLE run twice: one that has got something since is that of the file. */
export function rewriteDropRole(subject: Subject, { roles = [], missing_ok: missingOk }: DropRoleStmt): Rewrite[] {
  const { kind } = dropNames(subject.tokens);
  const clause = missingOk ? [] : [insertedBehind(subject, kind, 'IF EXISTS')];
  if (!subject.breaks.some(({ reason }) => reason.cause === 'in use'))
    return missingOk ? [] : [{ title: 'Add IF EXISTS', safe: true, edits: clause }];
  const [role, ...others] = roles;
  const name = role && 'RoleSpec' in role ? role.RoleSpec.rolename : undefined;
  if (name === undefined || others.length > 0) return [];
  return [guardedWhole({ ...subject, text: applyEdits(subject.text, clause) }, not(roleIsNeeded(name)))];
}

/**
 * In the first run nothing stands on what is dropped without CASCADE; once something of the file does, the object is that of the
 * file. A table would keep its rows as well, which is more than dropping it says; a type that must be there is one of a swap.
 */
function guardUsed(subject: Subject, statement: DropStmt): Rewrite[] {
  const [object, ...others] = statement.objects ?? [];
  const needed = object && others.length === 0 ? isNeeded(statement, object) : undefined;
  if (!needed) return [];
  const { kind } = dropNames(subject.tokens);
  const clause = statement.missing_ok ? [] : [insertedBehind(subject, kind, 'IF EXISTS')];
  return [guardedWhole({ ...subject, text: applyEdits(subject.text, clause) }, not(needed))];
}

function isNeeded({ removeType, missing_ok: missingOk }: DropStmt, object: Node): readonly string[] | undefined {
  if ('ObjectWithArgs' in object) {
    const { objname, args_unspecified: unspecified } = object.ObjectWithArgs;
    return unspecified || removeType === 'OBJECT_OPERATOR'
      ? undefined
      : routineIsNeeded(named(strings(objname)), argumentTypes(object.ObjectWithArgs));
  }
  if ('TypeName' in object) return missingOk ? typeIsNeeded(named(strings(object.TypeName.names))) : undefined;
  const isPlain = /^OBJECT_(VIEW|MATVIEW|SEQUENCE)$/.test(removeType ?? '');
  return isPlain && 'List' in object ? relationIsNeeded(named(strings(object.List.items))) : undefined;
}

function named(parts: readonly string[]): Named {
  return { schema: parts.length > 1 ? parts.at(-2) : undefined, name: parts.at(-1) ?? '' };
}

/** Something of another kind has taken the name by then, which IF EXISTS does not let pass. */
function guardKind(subject: Subject, { objects = [], removeType }: DropStmt): Rewrite[] {
  const type: string = removeType ?? '';
  const [object, ...others] = objects;
  if (!object || others.length > 0) return [];
  if ('List' in object) {
    const kinds = RELATION_LETTERS[type];
    return kinds ? [guardedWhole(subject, [isRelationOf(named(strings(object.List.items)), kinds)])] : [];
  }
  const letter = ROUTINE_LETTERS[type];
  const routine = 'ObjectWithArgs' in object ? object.ObjectWithArgs : undefined;
  if (!letter || !routine || routine.args_unspecified) return [];
  return [guardedWhole(subject, [isRoutineOf(named(strings(routine.objname)), argumentTypes(routine), letter)])];
}

/** The kinds of relations as `pg_class.relkind` tells them, partitioned tables and indexes among them. */
const RELATION_LETTERS: Readonly<Record<string, readonly string[]>> = {
  OBJECT_TABLE: ['r', 'p'],
  OBJECT_VIEW: ['v'],
  OBJECT_MATVIEW: ['m'],
  OBJECT_INDEX: ['i', 'I'],
  OBJECT_SEQUENCE: ['S'],
  OBJECT_FOREIGN_TABLE: ['f'],
};

/** The kinds of routines as `pg_proc.prokind` tells them. */
const ROUTINE_LETTERS: Readonly<Record<string, string>> = {
  OBJECT_FUNCTION: 'f',
  OBJECT_PROCEDURE: 'p',
  OBJECT_AGGREGATE: 'a',
};

function argumentTypes(routine: ObjectWithArgs): string[] {
  return (routine.objargs ?? []).map((node) => ('TypeName' in node ? baseType(typeText(node.TypeName)) : ''));
}

/** An identity's own sequence has taken the name by then. */
function guardSequence(subject: Subject, { objects = [], missing_ok: missingOk }: DropStmt): Rewrite[] {
  const [object, ...others] = objects;
  const parts = object && 'List' in object ? strings(object.List.items) : [];
  if (others.length > 0 || parts.length === 0) return [];
  const name = named(parts);
  const isFree = not(isOfIdentity(name));
  return [guardedWhole(subject, missingOk ? isFree : all(relationExists(name), isFree))];
}

/** A table has taken the type's name by then, and IF EXISTS would find the table's row type. */
function guardType(subject: Subject, statement: DropStmt, part: number): Rewrite[] {
  const object = statement.objects?.[part];
  const parts = object && 'TypeName' in object ? strings(object.TypeName.names) : [];
  if (statement.objects?.length !== 1 || parts.length === 0) return [];
  return [guardedWhole(subject, [isEnum(named(parts))])];
}
