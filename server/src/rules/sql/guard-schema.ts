import type { Repair } from '../../core/finding';
import type { Span } from '../../core/span';
import { statementsWith } from '../../languages/sql/statementsWith';
import type { Statement } from '../../languages/sql/syntax';
import { tokenAt, tokenize } from '../../languages/sql/tokens';
import { addTest, schemaTest } from '../../repairs/sql/house/schemaTest';
import { twinOf } from '../../rerun/execution/twins';
import { DEFAULT_SCHEMA, display } from '../../rerun/reading/names';
import { withFirstRun } from '../../workspace/history/documentRuns';
import { type SchemalessGuard, schemalessGuards } from '../../workspace/statements/schemalessGuards';
import { searchedSchema } from '../../workspace/statements/searchPath';
import { tablesOf } from '../../workspace/tables/history';
import { type SqlContext, sqlRule } from './context';

/** A guard asks about one table, not about every table of that name. */
export const guardSchema = sqlRule({
  id: 'sql/guard-schema',
  severity: 'info',
  docs: {
    summary: 'Where a history has several schemas, the guard of a DO block names the one it is about.',
    why: 'The catalogs list the objects of all schemas. A guard that asks for a name alone is answered by the twin in another schema: IF NOT EXISTS finds it, nothing is created, and the migration succeeds. IF EXISTS finds it too, and the statement fails on what is not there.',
    source: 'HOUSE-RULES: Migration safety; DESIGN: The rules',
    bad: [
      {
        before: `CREATE SCHEMA archive;
CREATE TABLE archive.users (id UUID PRIMARY KEY, department TEXT);
CREATE TABLE users (id UUID PRIMARY KEY);`,
        text: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;
`,
      },
      {
        before: 'CREATE SCHEMA archive; CREATE TABLE archive.clients (id UUID PRIMARY KEY);',
        text: `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'user_role') THEN
        CREATE TYPE user_role AS ENUM ('ADMIN', 'USER');
    END IF;
END $$;
`,
      },
    ],
    good: [
      {
        before: `CREATE SCHEMA archive;
CREATE TABLE archive.users (id UUID PRIMARY KEY, department TEXT);
CREATE TABLE users (id UUID PRIMARY KEY);`,
        text: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;
`,
      },
      {
        before: 'CREATE TABLE users (id UUID PRIMARY KEY);',
        text: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;
`,
      },
    ],
    whenOff: 'Where all schemas but one are known to hold other names.',
    notes:
      "The house’s own guards name no schema, and in a history of one schema they are right: there nothing is reported. Where tables of the history stand in several schemas, a guard without one is an info; where the history has made just that twin, so that the guard is known to be answered wrongly, it is an error.\n\nNames that PostgreSQL resolves itself (`to_regclass('users')`, `'users'::regclass`) follow the search path as the statement does, and need no schema.\n\nThe repair adds the test to the guard’s WHERE: `table_schema = current_schema()`, or the schema that the guarded statement names. `current_schema()` is where PostgreSQL puts what has no schema of its own. In the catalogs of `pg_catalog`, whose rows point to their schema, it is `typnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())`.",
  },
  check(context) {
    let searched = DEFAULT_SCHEMA;
    const found = askingOrSearching(context.document).flatMap((statement) => {
      const { parse } = statement.syntax;
      searched = (parse.kind === 'tree' ? searchedSchema(parse.node) : undefined) ?? searched;
      return schemalessGuards(statement, searched).map((guard) => ({
        statement,
        guard,
        own: guard.schema ?? searched,
      }));
    });
    if (found.length === 0 || !hasSchemas(context, found[0]!.own)) return;
    const { workspace, path, tools, document, report } = context;
    const twins = withFirstRun(workspace, path, document, tools.sql, (first) => {
      first.finish();
      return found.map(({ guard, own }) => twinOf(first.run.catalog, guard.probe, own));
    });
    found.forEach(({ statement, guard }, i) => {
      const twin = twins[i];
      report({
        at: wordsOf(statement, guard),
        message: twin
          ? `${display(twin)} answers this guard too, whatever is or is not in the schema that is meant. Add a test for the schema.`
          : 'The history has several schemas, and this guard is answered by the same name in any of them. Add a test for the schema.',
        repairs: repairsOf(statement, guard),
        ...(twin ? { severity: 'error' } : {}),
      });
    });
  },
});

/** What may hold a guard, or changes where names are looked for. */
const askingOrSearching = statementsWith(
  ({ syntax: { block, parse } }) =>
    block !== undefined || (parse.kind === 'tree' && searchedSchema(parse.node) !== undefined),
);

function hasSchemas({ workspace, path, tools }: SqlContext, own: string): boolean {
  return tablesOf(workspace, path, tools.sql).hasSchemaBeside(own);
}

/** The name that is looked for in every schema: the table's where the guard names one. */
function wordsOf({ start, syntax }: Statement, { expression, probe }: SchemalessGuard): Span {
  const offset = offsetOf(expression, probe.nodes.at(-1)!) ?? expression.start;
  const tokens = tokenize(syntax.text, expression.start, expression.end);
  const token = tokenAt(tokens, offset) ?? expression;
  return { start: start + token.start, end: start + token.end };
}

function offsetOf(expression: SchemalessGuard['expression'], node: object): number | undefined {
  const [body] = Object.values(node) as { location?: number; arg?: object }[];
  const inner = body?.arg ? offsetOf(expression, body.arg) : undefined;
  return inner ?? expression.offset(body?.location);
}

function repairsOf({ start, syntax }: Statement, { expression, probe, schema }: SchemalessGuard): Repair[] {
  const node = probe.nodes[0]!;
  const offset = offsetOf(expression, node);
  const wanted = expression.node && schemaTest(expression.node, node, schema);
  if (!wanted || offset === undefined) return [];
  const edit = addTest(tokenize(syntax.text, expression.start, expression.end), offset, wanted.text, syntax.text);
  if (!edit) return [];
  const edits = [{ ...edit, start: start + edit.start, end: start + edit.end }];
  return [{ title: `Add ${wanted.text}`, safe: true, edits }];
}
