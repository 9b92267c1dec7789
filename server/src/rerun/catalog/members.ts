import { GONE, type Gone, type Relation } from './objects';
import type { Run } from './run';

/**
 * A trigger, policy or rule of a table, as `kind name`; undefined when nothing is known of it. A table that the file has
 * made has none but those that the file gave it.
 */
export function memberOf(run: Run, relation: Relation, member: string): string | Gone | undefined {
  const isOwn = relation.closed && run.isOwn(relation.id);
  return relation.members.get(member) ?? (isOwn ? GONE : undefined);
}
