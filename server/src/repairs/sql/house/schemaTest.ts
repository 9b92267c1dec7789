import type { Node, SelectStmt } from '@pgsql/types';
import { type Edit, insertion } from '../../../core/edit';
import { isWord } from '../../../languages/sql/layout';
import { quoteLiteral } from '../../../languages/sql/names';
import type { Token } from '../../../languages/sql/syntax';
import { walk } from '../../../rerun/reading/references';

/** The column of a catalog that holds the schema: its name, or for those that end in `namespace` its oid. */
const SCHEMA_COLUMNS: Readonly<Record<string, string>> = {
  columns: 'table_schema',
  tables: 'table_schema',
  views: 'table_schema',
  sequences: 'sequence_schema',
  domains: 'domain_schema',
  triggers: 'trigger_schema',
  table_constraints: 'table_schema',
  key_column_usage: 'table_schema',
  referential_constraints: 'constraint_schema',
  check_constraints: 'constraint_schema',
  constraint_column_usage: 'constraint_schema',
  pg_tables: 'schemaname',
  pg_views: 'schemaname',
  pg_matviews: 'schemaname',
  pg_sequences: 'schemaname',
  pg_indexes: 'schemaname',
  pg_policies: 'schemaname',
  pg_rules: 'schemaname',
  pg_class: 'relnamespace',
  pg_type: 'typnamespace',
  pg_constraint: 'connamespace',
};

/** A test for the schema, as a guard is to have it. */
export interface SchemaTest {
  /** `table_schema = current_schema()`, in upper case. */
  readonly text: string;
  /** The query of the guard that lacks it. */
  readonly query: SelectStmt;
}

/**
 * The test that the query around a node lacks.
 * @param tree the condition of the guard, with `node` in it.
 * @param schema the schema that is meant; undefined for the one that unqualified names are made in.
 */
export function schemaTest(tree: Node, node: Node, schema: string | undefined): SchemaTest | undefined {
  const query = queryAround(tree, node);
  const tables = query ? tablesOf(query) : [];
  const table = tables.find(({ name }) => SCHEMA_COLUMNS[name]);
  if (!query || !table) return undefined;
  const column = SCHEMA_COLUMNS[table.name]!;
  const qualified = tables.length > 1 || table.alias !== table.name ? `${table.alias}.${column}` : column;
  const name = schema === undefined ? 'current_schema()' : quoteLiteral(schema);
  const value = column.endsWith('namespace') ? `(SELECT oid FROM pg_namespace WHERE nspname = ${name})` : name;
  return { text: `${qualified} = ${value}`, query };
}

/** The innermost query that a node stands in. */
function queryAround(tree: Node, node: Node): SelectStmt | undefined {
  let found: SelectStmt | undefined;
  walk({ tree }, (tag, body) => {
    if (tag === 'SelectStmt' && (body as SelectStmt).fromClause && holds(body, node)) found = body as SelectStmt;
    return undefined;
  });
  return found;
}

function holds(tree: unknown, node: Node): boolean {
  const bodies = new Set<unknown>(Object.values(node));
  let found = false;
  walk(tree, (_, body) => {
    found ||= bodies.has(body);
    return !found;
  });
  return found;
}

function tablesOf(query: SelectStmt): { name: string; alias: string }[] {
  const tables: { name: string; alias: string }[] = [];
  walk(query.fromClause, (tag, body) => {
    const { relname = '', alias } = body as { relname?: string; alias?: { aliasname?: string } };
    if (tag === 'RangeVar') tables.push({ name: relname, alias: alias?.aliasname ?? relname });
    return tag !== 'SubLink';
  });
  return tables;
}

/**
 * Puts a test in front of the others of a WHERE.
 * @param tokens those of the guard's condition.
 * @param within the offset of something in that WHERE.
 */
export function addTest(tokens: readonly Token[], within: number, test: string, source: string): Edit | undefined {
  const open: (Token | undefined)[] = [undefined];
  for (const token of tokens) {
    if (token.start >= within) break;
    if (token.text === '(') open.push(undefined);
    else if (token.text === ')') open.pop();
    else if (isWord(token, 'where')) open[open.length - 1] = token;
  }
  const where = open.findLast((token) => token !== undefined);
  if (!where) return undefined;
  const lower = source.slice(where.start, where.end) === 'where';
  const words = lower ? test.replace(/\b(?:SELECT|FROM|WHERE)\b/g, (word) => word.toLowerCase()) : test;
  return insertion(where.end, ` ${words} ${lower ? 'and' : 'AND'}`);
}
