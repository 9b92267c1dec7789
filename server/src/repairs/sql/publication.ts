import type { AlterPublicationStmt, Node } from '@pgsql/types';
import { isWord, listParts, spanOf } from '../../languages/sql/layout';
import { isPublished, isPublishedSchema, not } from './conditions';
import { dedented, type Piece } from './doBlock';
import { guardedWhole, type Rewrite, type Subject } from './subject';

/** The ways to make ALTER PUBLICATION … ADD and DROP run twice: each table under a condition of its own. */
export function rewritePublication(subject: Subject, statement: AlterPublicationStmt): Rewrite[] {
  const { pubobjects = [] } = statement;
  const conditions = pubobjects.flatMap((object) => leftToDo(statement, object) ?? []);
  if (conditions.length !== pubobjects.length) return [];
  const [first, ...others] = conditions;
  if (first && others.length === 0) return [guardedWhole(subject, first.lines)];
  const pieces = conditions.every(({ isTable }) => isTable) ? tablesApart(subject, conditions) : [];
  return pieces.length > 0 ? [{ title: 'Guard with a DO block', safe: true, pieces }] : [];
}

/** The condition under which an object still has to be added or dropped. */
interface Condition {
  readonly lines: readonly string[];
  readonly isTable: boolean;
}

function leftToDo({ pubname = '', action }: AlterPublicationStmt, object: Node): Condition | undefined {
  const { pubtable, pubobjtype, name } = 'PublicationObjSpec' in object ? object.PublicationObjSpec : {};
  const { relation } = pubtable ?? {};
  const isThere = relation
    ? isPublished(pubname, { schema: relation.schemaname, name: relation.relname ?? '' })
    : pubobjtype === 'PUBLICATIONOBJ_TABLES_IN_SCHEMA' && name !== undefined
      ? isPublishedSchema(pubname, name)
      : undefined;
  if (isThere === undefined) return undefined;
  return { lines: action === 'AP_DropObjects' ? [isThere] : not(isThere), isTable: relation !== undefined };
}

/** `ADD TABLE a, b` and `ADD TABLE a, TABLE b` as statements for one table each. */
function tablesApart({ tokens, text, style }: Subject, conditions: readonly Condition[]): Piece[] {
  const verb = tokens.findIndex((token) => isWord(token, 'add', 'drop'));
  const table = verb + 1;
  const parts = listParts(tokens, table);
  if (!isWord(tokens[table], 'table') || parts.length !== conditions.length) return [];
  const prefix = text.slice(0, tokens[table]!.end);
  return parts.map(({ first, last }, i) => {
    const { start, end } = spanOf(tokens, { first: isWord(tokens[first], 'table') ? first + 1 : first, last });
    return {
      statement: dedented(`${prefix} ${text.slice(start, end)}`, style.indent),
      condition: conditions[i]!.lines,
    };
  });
}
