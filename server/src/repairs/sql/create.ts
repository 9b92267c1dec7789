import type { IndexStmt, Node, SelectStmt } from '@pgsql/types';
import { applyEdits } from '../../core/edit';
import { hasWords, isWord, nameAt, objectName, spanOf } from '../../languages/sql/layout';
import { quoteIdentifier } from '../../languages/sql/names';
import { typeText } from '../../rerun/effects/create-table';
import { generatedIndexName } from '../../rerun/reading/indexNames';
import { strings } from '../../rerun/reading/names';
import { baseType } from '../../rerun/reading/typeNames';
import {
  all,
  castMissing,
  columnExists,
  inCatalog,
  type Named,
  namedBy,
  not,
  operatorMissing,
  typeExistsHere,
} from './conditions';
import { guardedWhole, insertedBehind, neededCondition, type Rewrite, type Subject } from './subject';

/** The ways to make a CREATE run twice, the house's first. */
export function rewriteCreate(subject: Subject): Rewrite[] {
  const { node } = subject;
  const needed = neededCondition(subject.breaks);
  if ('IndexStmt' in node) return createIndex(subject, node.IndexStmt, needed);
  if (!needed) return createAgain(subject);
  const rewrites = createAgain(subject).map((rewrite) => onlyWhere(subject, rewrite, needed));
  return rewrites.length ? rewrites : [guardedWhole(subject, needed)];
}

/** After a stop behind the statement, what it needs may still be there, and what it makes too. */
function onlyWhere(subject: Subject, rewrite: Rewrite, needed: readonly string[]): Rewrite {
  if (rewrite.edits) return guardedWhole({ ...subject, text: applyEdits(subject.text, rewrite.edits) }, needed);
  const pieces = rewrite.pieces?.map((piece) => ({
    ...piece,
    condition: piece.condition ? all(needed, piece.condition) : needed,
  }));
  return { ...rewrite, ...(pieces && { pieces }) };
}

function createAgain(subject: Subject): Rewrite[] {
  const { node } = subject;
  if ('SelectStmt' in node) return selectInto(subject, node.SelectStmt);
  // IF NOT EXISTS takes no elements.
  if ('CreateSchemaStmt' in node && node.CreateSchemaStmt.schemaElts)
    return [guardedWhole(subject, not(inCatalog('pg_namespace', 'nspname', node.CreateSchemaStmt.schemaname ?? '')))];
  const [tag] = Object.keys(node);
  switch (tag) {
    case 'CreateStmt':
    case 'CreateTableAsStmt':
    case 'CreateForeignTableStmt':
    case 'CreateSeqStmt':
    case 'CreateSchemaStmt':
    case 'CreateExtensionStmt':
    case 'CreateStatsStmt':
    case 'CreateForeignServerStmt':
    case 'CreateUserMappingStmt':
      return ifNotExists(subject);
    case 'CreateFunctionStmt':
    case 'RuleStmt':
    case 'CreatePLangStmt':
      return orReplace(subject);
    case 'ViewStmt':
      return createView(subject);
    case 'CreateTrigStmt':
      return createTrigger(subject);
    case 'CreatePolicyStmt':
      return dropFirst(subject, 'POLICY');
    case 'DefineStmt':
      return define(subject, node);
    case 'CreateEnumStmt':
    case 'CompositeTypeStmt':
    case 'CreateDomainStmt':
    case 'CreateRangeStmt':
      return createType(subject, node);
    default:
      return guardOnCatalog(subject, node);
  }
}

function ifNotExists(subject: Subject): Rewrite[] {
  const { tokens } = subject;
  const name = objectName(tokens);
  if (!name || isWord(tokens[name.first - 1], 'exists')) return [];
  return [
    { title: 'Add IF NOT EXISTS', safe: true, edits: [insertedBehind(subject, name.first - 1, 'IF NOT EXISTS')] },
  ];
}

function orReplace(subject: Subject): Rewrite[] {
  if (isWord(subject.tokens[1], 'or')) return [];
  return [{ title: 'Add OR REPLACE', safe: true, edits: [insertedBehind(subject, 0, 'OR REPLACE')] }];
}

/** Once the file has given the view other columns, there is nothing left to replace. */
function createView(subject: Subject): Rewrite[] {
  const overtaken = subject.breaks.find(({ reason }) => reason.overtaken)?.reason.overtaken;
  return overtaken
    ? [guardedWhole(subject, not(columnExists(namedBy(overtaken.key), overtaken.column)))]
    : orReplace(subject);
}

function createIndex(subject: Subject, statement: IndexStmt, needed: readonly string[] | undefined): Rewrite[] {
  const { tokens } = subject;
  const name = objectName(tokens);
  const word = tokens.findIndex((token) => isWord(token, 'index'));
  const behind = isWord(tokens[word + 1], 'concurrently') ? word + 1 : word;
  const made = subject.breaks.find(({ reason }) => reason.made)?.reason.made;
  const wanted = made ?? generatedIndexName(statement.relation?.relname ?? '', statement);
  const given = name ? '' : ` ${quoteIdentifier(wanted)}`;
  const end = tokens[behind]!.end;
  const clause = hasWords(tokens, behind + 1, 'if', 'not', 'exists')
    ? []
    : [{ start: end, end, text: ` ${subject.style.keywords('IF NOT EXISTS')}${given}` }];
  if (!needed) return [{ title: 'Add IF NOT EXISTS', safe: true, edits: clause }];
  // CONCURRENTLY cannot run in a DO block, which is one transaction.
  if (statement.concurrent) return [];
  const text = clause[0] ? subject.text.slice(0, end) + clause[0].text + subject.text.slice(end) : subject.text;
  return [guardedWhole({ ...subject, text }, needed)];
}

/** SELECT … INTO has no clause: CREATE TABLE … AS does the same and has one. */
function selectInto(subject: Subject, statement: SelectStmt): Rewrite[] {
  const { tokens, style } = subject;
  const into = tokens.findIndex((token) => isWord(token, 'into'));
  let at = into + 1;
  while (isWord(tokens[at], 'table', 'unlogged', 'temp', 'temporary')) at++;
  const name = nameAt(tokens, at);
  if (!name || !statement.intoClause) return [];
  const { start, end } = spanOf(tokens, { first: into, last: name.last });
  const table = subject.text.slice(tokens[name.first]!.start, tokens[name.last]!.end);
  return [
    {
      title: 'Write CREATE TABLE IF NOT EXISTS … AS',
      safe: true,
      edits: [
        { start: 0, end: 0, text: `${style.keywords('CREATE TABLE IF NOT EXISTS')} ${table} ${style.keywords('AS')} ` },
        { start, end: tokens[name.last + 1]?.start ?? end, text: '' },
      ],
    },
  ];
}

function createType(subject: Subject, node: Node): Rewrite[] {
  const type = typeName(node);
  return type ? [guardedWhole(subject, not(typeExistsHere(type)))] : [];
}

function typeName(node: Node): Named | undefined {
  if ('CompositeTypeStmt' in node) {
    const range = node.CompositeTypeStmt.typevar;
    return { schema: range?.schemaname, name: range?.relname ?? '' };
  }
  const names =
    'CreateEnumStmt' in node
      ? node.CreateEnumStmt.typeName
      : 'CreateDomainStmt' in node
        ? node.CreateDomainStmt.domainname
        : 'CreateRangeStmt' in node
          ? node.CreateRangeStmt.typeName
          : undefined;
  const parts = strings(names);
  return parts.length ? { schema: parts.length > 1 ? parts[0] : undefined, name: parts.at(-1)! } : undefined;
}

function createTrigger(subject: Subject): Rewrite[] {
  const constraint = isWord(subject.tokens[1], 'constraint');
  if (constraint || subject.postgres < 14) return dropFirst(subject, 'TRIGGER');
  return orReplace(subject);
}

/** `DROP … IF EXISTS name ON table` before the statement. */
function dropFirst(subject: Subject, kind: 'TRIGGER' | 'POLICY'): Rewrite[] {
  const { tokens, text, style } = subject;
  const name = objectName(tokens);
  const on = tokens.findIndex((token, i) => i > (name?.last ?? 0) && isWord(token, 'on'));
  const table = on < 0 ? undefined : nameAt(tokens, on + 1);
  if (!name || !table) return [];
  const written = (range: { first: number; last: number }) =>
    text.slice(tokens[range.first]!.start, tokens[range.last]!.end);
  const drop = `${style.keywords(`DROP ${kind} IF EXISTS`)} ${written(name)} ${style.keywords('ON')} ${written(table)};`;
  return [
    {
      title: `Drop the ${kind.toLowerCase()} first if it exists`,
      safe: true,
      edits: [{ start: 0, end: 0, text: drop + style.eol + style.indent }],
    },
  ];
}

function define(subject: Subject, node: Node): Rewrite[] {
  const kind = 'DefineStmt' in node ? node.DefineStmt.kind : undefined;
  if (kind === 'OBJECT_COLLATION') return ifNotExists(subject);
  if (kind === 'OBJECT_AGGREGATE') return orReplace(subject);
  if (kind === 'OBJECT_OPERATOR' && 'DefineStmt' in node) return createOperator(subject, node);
  if (kind === 'OBJECT_TYPE' && 'DefineStmt' in node) {
    const parts = strings(node.DefineStmt.defnames);
    return [
      guardedWhole(
        subject,
        not(typeExistsHere({ schema: parts.length > 1 ? parts[0] : undefined, name: parts.at(-1) ?? '' })),
      ),
    ];
  }
  return [];
}

function createOperator(subject: Subject, { DefineStmt: { defnames, definition = [] } }: Definition): Rewrite[] {
  const operand = (side: string) =>
    definition
      .map((item) => ('DefElem' in item && item.DefElem.defname === side ? item.DefElem.arg : undefined))
      .map((type) => (type && 'TypeName' in type ? baseType(typeText(type.TypeName)) : ''))
      .join('');
  const parts = strings(defnames);
  const named = { schema: parts.length > 1 ? parts[0] : undefined, name: parts.at(-1) ?? '' };
  return [guardedWhole(subject, [operatorMissing(named, [operand('leftarg'), operand('rightarg')])])];
}

type Definition = Extract<Node, { DefineStmt: unknown }>;

/** Objects of the whole cluster or database, which have no clause and no schema. */
function guardOnCatalog(subject: Subject, node: Node): Rewrite[] {
  if ('CreateRoleStmt' in node)
    return [guardedWhole(subject, not(inCatalog('pg_roles', 'rolname', node.CreateRoleStmt.role ?? '')))];
  if ('CreatePublicationStmt' in node)
    return [
      guardedWhole(subject, not(inCatalog('pg_publication', 'pubname', node.CreatePublicationStmt.pubname ?? ''))),
    ];
  if ('CreateEventTrigStmt' in node)
    return [
      guardedWhole(subject, not(inCatalog('pg_event_trigger', 'evtname', node.CreateEventTrigStmt.trigname ?? ''))),
    ];
  if ('CreateFdwStmt' in node)
    return [
      guardedWhole(subject, not(inCatalog('pg_foreign_data_wrapper', 'fdwname', node.CreateFdwStmt.fdwname ?? ''))),
    ];
  if ('CreateCastStmt' in node) {
    const { sourcetype, targettype } = node.CreateCastStmt;
    return [guardedWhole(subject, castMissing(baseType(typeText(sourcetype)), baseType(typeText(targettype))))];
  }
  return [];
}
