import type { InsertStmt, UpdateStmt } from '@pgsql/types';
import type { Edit } from '../../core/edit';
import { isWord } from '../../languages/sql/layout';
import { quoteIdentifier, quoteLiteral } from '../../languages/sql/names';
import { SQLSTATE } from '../../rerun/catalog/run';
import { constantOf } from '../../rerun/reading/constants';
import { writesOf } from '../../rerun/reading/writes';
import { not } from './conditions';
import { guardedWhole, neededCondition, type Rewrite, type Subject } from './subject';

/** The ways to make an INSERT run twice; only a person knows which columns make a row the same. */
export function rewriteInsert(subject: Subject, statement: InsertStmt): Rewrite[] {
  const needed = neededCondition(subject.breaks);
  if (needed) return [guardedWhole(subject, needed)];
  // What its WITH writes would be written once more all the same.
  if (writesOf(statement.withClause).length > 0) return [];
  const violated = subject.breaks.some(({ reason }) => reason.sqlstate !== undefined);
  if (violated && !statement.onConflictClause) return [...onlyFirst(subject, statement), onConflict(subject)];
  return violated ? [] : notExists(subject, statement);
}

/**
 * ON CONFLICT would draw a number for each row that is there already, so that those behind a stop get other ones than in a run
 * without one: the rows are put in together as long as the first of them is missing.
 */
function onlyFirst(subject: Subject, statement: InsertStmt): Rewrite[] {
  const held = subject.breaks.find(({ reason }) => reason.held)?.reason.held;
  const { relation, selectStmt, cols = [] } = statement;
  const rows = selectStmt && 'SelectStmt' in selectStmt ? selectStmt.SelectStmt.valuesLists : undefined;
  const [first] = rows ?? [];
  if (!held || !first || !('List' in first)) return [];
  const columns = cols.map((node) => ('ResTarget' in node ? node.ResTarget.name : undefined));
  const tests = held.map((column) => {
    const value = constantOf(first.List.items?.[columns.indexOf(column)]);
    return value === undefined ? undefined : `${quoteIdentifier(column)} = ${quoteLiteral(value)}`;
  });
  if (tests.includes(undefined)) return [];
  const table = [relation?.schemaname, relation?.relname].flatMap((part) => (part ? [quoteIdentifier(part)] : []));
  return [guardedWhole(subject, not(`EXISTS (SELECT 1 FROM ${table.join('.')} WHERE ${tests.join(' AND ')})`))];
}

/** No key keeps rows with a NULL in it from coming again: whether there are such rows, only a person knows. */
function onConflict(subject: Subject): Rewrite {
  const { tokens, text, style, breaks } = subject;
  const returning = lastAtTopLevel(subject, 'returning');
  const at = returning < 0 ? text.length : tokens[returning - 1]!.end;
  return {
    title: 'Add ON CONFLICT DO NOTHING',
    // Without a row, the variable that its key goes into stays NULL.
    safe: !breaks.some(({ reason, inner }) => reason.nullable || (inner && returning >= 0)),
    edits: [{ start: at, end: at, text: ` ${style.keywords('ON CONFLICT DO NOTHING')}` }],
  };
}

function lastAtTopLevel({ tokens }: Subject, word: string): number {
  let depth = 0;
  let found = -1;
  tokens.forEach((token, i) => {
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    else if (depth === 0 && isWord(token, word)) found = i;
  });
  return found;
}

/** `INSERT … SELECT … FROM (VALUES …) WHERE NOT EXISTS` on all columns that are given. */
function notExists(subject: Subject, statement: InsertStmt): Rewrite[] {
  const { tokens, text, style } = subject;
  const values = tokens.findIndex((token) => isWord(token, 'values'));
  const columns = (statement.cols ?? []).flatMap((node) =>
    'ResTarget' in node && node.ResTarget.name ? [node.ResTarget.name] : [],
  );
  if (values < 0 || columns.length === 0 || statement.onConflictClause || statement.returningClause) return [];
  const open = tokens.findIndex((token) => token.text === '(');
  const into = text
    .slice(0, tokens[open]!.start)
    .trimEnd()
    .replace(/^insert\s+into\s+/i, '');
  const list = text.slice(tokens[open]!.start, tokens[values - 1]!.end);
  const names = list
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim());
  const side = (alias: string) => names.map((name) => `${alias}.${name}`).join(', ');
  const k = style.keywords;
  const replacement = `${k('SELECT')} v.* ${k('FROM')} (${text.slice(tokens[values]!.start)}) ${k('AS')} v${list}${style.eol}${style.indent}${style.unit}${k('WHERE NOT EXISTS (SELECT FROM')} ${into} t ${k('WHERE')} (${side('t')}) ${k('IS NOT DISTINCT FROM')} (${side('v')}))`;
  return [
    {
      title: 'Insert only rows that are not there yet',
      safe: false,
      edits: [{ start: tokens[values]!.start, end: text.length, text: replacement }],
    },
  ];
}

/** The ways to make an UPDATE, DELETE or SELECT run twice. */
export function rewriteQuery(subject: Subject): Rewrite[] {
  const needed = neededCondition(subject.breaks);
  if (needed) return 'SelectStmt' in subject.node ? [] : [guardedWhole(subject, needed)];
  const gone = subject.breaks.some(({ reason }) => reason.sqlstate === SQLSTATE.invalidText);
  if (gone) return comparedAsText(subject);
  return 'UpdateStmt' in subject.node ? onlyEmpty(subject, subject.node.UpdateStmt) : [];
}

/** `"r"::text = 'C'` asks without an error for a label that the type may not have any more. */
function comparedAsText(subject: Subject): Rewrite[] {
  const { tokens, breaks } = subject;
  const labels = breaks.flatMap(({ reason }) => /^label '(.*)' of the type of/.exec(reason.clause)?.[1] ?? []);
  const where = tokens.findIndex((token) => isWord(token, 'where'));
  const edits: Edit[] = [];
  tokens.forEach((token, i) => {
    const isLabel = token.kind === 'string' && labels.includes(token.text.slice(1, -1).replaceAll("''", "'"));
    const operator = tokens[i - 1]?.text;
    const column = tokens[i - 2];
    if (i < where || where < 0 || !isLabel || !column || (operator !== '=' && operator !== '<>' && operator !== '!='))
      return;
    if (column.kind === 'word' || column.kind === 'quoted')
      edits.push({ start: column.end, end: column.end, text: '::text' });
  });
  return edits.length ? [{ title: 'Compare as text', safe: true, edits }] : [];
}

/** Values that differ at each call are given only to rows that have none. */
function onlyEmpty(subject: Subject, statement: UpdateStmt): Rewrite[] {
  const [target] = statement.targetList ?? [];
  const column = target && 'ResTarget' in target ? target.ResTarget.name : undefined;
  const calls = subject.breaks.every(
    ({ reason }) => reason.cause === 'done again' && /other values/.test(reason.clause),
  );
  if (!column || statement.targetList?.length !== 1 || !calls || statement.whereClause || statement.returningClause)
    return [];
  const set = subject.tokens.findIndex((token) => isWord(token, 'set'));
  const written = subject.text.slice(subject.tokens[set + 1]!.start, subject.tokens[set + 1]!.end);
  const text = ` ${subject.style.keywords('WHERE')} ${written} ${subject.style.keywords('IS NULL')}`;
  return [
    {
      title: 'Fill only rows without a value',
      safe: false,
      edits: [{ start: subject.text.length, end: subject.text.length, text }],
    },
  ];
}
