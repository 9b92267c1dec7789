import type { DropStmt } from '@pgsql/types';
import { dropNames } from '../../languages/sql/layout';
import { strings } from '../../rerun/names';
import { all, isEnum, isOfIdentity, not, relationExists } from './conditions';
import { guardedWhole, insertedBehind, neededCondition, type Rewrite, type Subject } from './subject';

/** The way to make a DROP run twice. */
export function rewriteDrop(subject: Subject, statement?: DropStmt): Rewrite[] {
  const { tokens, breaks } = subject;
  const { kind, ifExists } = dropNames(tokens);
  const dependent = breaks.find(({ reason }) => reason.cause === 'depended on');
  if (breaks.some(({ reason }) => reason.cause === 'in use')) return [];
  if (dependent && statement?.removeType === 'OBJECT_SEQUENCE') return guardSequence(subject, statement);
  if (dependent) return statement?.removeType === 'OBJECT_TYPE' ? guardType(subject, statement, dependent.part) : [];
  const needed = neededCondition(breaks);
  if (ifExists) return needed ? [guardedWhole(subject, needed)] : [];
  return [{ title: 'Add IF EXISTS', safe: true, edits: [insertedBehind(subject, kind, 'IF EXISTS')] }];
}

/** An identity's own sequence has taken the name by then. */
function guardSequence(subject: Subject, { objects = [], missing_ok: missingOk }: DropStmt): Rewrite[] {
  const [object, ...others] = objects;
  const parts = object && 'List' in object ? strings(object.List.items) : [];
  if (others.length > 0 || parts.length === 0) return [];
  const name = { schema: parts.length > 1 ? parts[0] : undefined, name: parts.at(-1)! };
  const isFree = not(isOfIdentity(name));
  return [guardedWhole(subject, missingOk ? isFree : all(relationExists(name), isFree))];
}

/** A table has taken the type's name by then, and IF EXISTS would find the table's row type. */
function guardType(subject: Subject, statement: DropStmt, part: number): Rewrite[] {
  const object = statement.objects?.[part];
  const parts = object && 'TypeName' in object ? strings(object.TypeName.names) : [];
  if (statement.objects?.length !== 1 || parts.length === 0) return [];
  return [guardedWhole(subject, [isEnum({ schema: parts.length > 1 ? parts[0] : undefined, name: parts.at(-1)! })])];
}
