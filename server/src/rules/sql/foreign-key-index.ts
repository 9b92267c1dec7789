import type { Repair } from '../../core/finding';
import type { Span } from '../../core/span';
import { sameName, singularWordsOf } from '../../languages/prisma/names';
import { actionHead, alterLayout, isWord, objectName, spanOf, type TokenRange } from '../../languages/sql/layout';
import type { Token } from '../../languages/sql/syntax';
import { tokenAt } from '../../languages/sql/tokens';
import { lazyRepair } from '../../repairs/prisma/lazyRepair';
import { createIndexes, indexName, indexNaming, type WantedIndex } from '../../repairs/sql/house/createIndex';
import { tableElements } from '../../repairs/sql/house/tableElements';
import { display, keyOf, nameOfKey, schemaOfKey } from '../../rerun/names';
import { isAppendOnlyTable } from '../../workspace/appendOnlyTables';
import { inDocument, type PlacedStatement } from '../../workspace/placedStatements';
import type { TableChange } from '../../workspace/tableChanges';
import { type Tables, tablesOf, type WrittenChange, writtenChanges } from '../../workspace/tableHistory';
import type { TableLife } from '../../workspace/tableLives';
import { type SqlContext, sqlRule } from './context';

/** What a foreign key needs, so that following it back does not read the whole table. */
export const foreignKeyIndex = sqlRule({
  id: 'sql/foreign-key-index',
  severity: 'warning',
  docs: {
    summary: 'The columns of a foreign key are the first columns of an index.',
    why: 'PostgreSQL makes an index for a primary key and for a unique constraint, and none for a foreign key. Without one, “the appointments of this client” reads the whole table, and so does every delete of a client and every change of its id, while it holds its locks.',
    source: 'HOUSE-RULES: You do not skip indexes on foreign keys; Index strategy',
    bad: [
      {
        before:
          'CREATE TABLE clients (id UUID PRIMARY KEY); CREATE TABLE appointments (id UUID PRIMARY KEY, client_id UUID NOT NULL);',
        text: `ALTER TABLE appointments DROP CONSTRAINT IF EXISTS fk_appointments_client;
ALTER TABLE appointments ADD CONSTRAINT fk_appointments_client
    FOREIGN KEY (client_id) REFERENCES clients(id);
`,
      },
      {
        before: 'CREATE TABLE "Client" ("id" TEXT PRIMARY KEY);',
        text: `-- CreateTable
CREATE TABLE IF NOT EXISTS "Appointment" (
    "id" TEXT NOT NULL,
    "clientId" TEXT NOT NULL REFERENCES "Client"("id"),

    CONSTRAINT "Appointment_pkey" PRIMARY KEY ("id")
);
`,
      },
    ],
    good: [
      {
        before:
          'CREATE TABLE clients (id UUID PRIMARY KEY); CREATE TABLE appointments (id UUID PRIMARY KEY, client_id UUID NOT NULL);',
        text: `ALTER TABLE appointments DROP CONSTRAINT IF EXISTS fk_appointments_client;
ALTER TABLE appointments ADD CONSTRAINT fk_appointments_client
    FOREIGN KEY (client_id) REFERENCES clients(id);
CREATE INDEX IF NOT EXISTS idx_appointments_client_id ON appointments(client_id);
`,
      },
      {
        before: 'CREATE TABLE clients (id UUID PRIMARY KEY);',
        text: `CREATE TABLE IF NOT EXISTS portal_accounts (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    client_id UUID NOT NULL UNIQUE REFERENCES clients(id)
);
`,
      },
    ],
    whenOff: 'For tables that stay small, or where every index is decided on by measuring.',
    notes:
      'The index may stand anywhere in the history: in this file, in a migration before it or in one after it, under whatever name the table and the columns had then. A foreign key of several columns is covered when these, in any order, are the first columns of an index, a unique constraint or a primary key. A partial index covers only when all that it leaves out are rows without a value (`WHERE client_id IS NOT NULL`); GIN, GiST, SP-GiST and BRIN serve other questions. A foreign key that a later migration drops, with its column or with its table, is not reported.\n\nTwo kinds of keys are exempt, as in the house’s own models: `deleted_by_id`, and in tables that only grow (`appendOnly` in the configuration) the `…_by_id` that says who acted. Nobody looks rows up by them, and users are never really deleted.\n\nThe repair names the index as the file names its others: `idx_table_column`, or Prisma’s `Table_column_idx`. On a large table in use, build it `CONCURRENTLY` in a migration of its own instead.',
  },
  check(context) {
    const missing = writtenChanges(context.document).flatMap((written) => {
      const { change } = written;
      return change.kind === 'foreign key' && !isExempt(change, context) ? [{ ...written, change }] : [];
    });
    if (missing.length === 0) return;
    const tables = tablesOf(context.workspace, context.path, context.document, context.tools.sql);
    const unindexed = missing.flatMap((foreign): Unindexed[] => {
      const life = lifeOf(tables, foreign, context.path);
      return life ? [{ ...foreign, ...life }] : [];
    });
    for (const foreign of unindexed) {
      const { change, placed } = foreign;
      const beside = unindexed.filter((other) => other.placed.outer === placed.outer);
      const columns = change.columns.map((name) => `"${name}"`).join(', ');
      context.report({
        at: inDocument(placed, wordsOf(foreign)),
        message: `No index begins with ${columns}, so finding the rows of one ${display(change.target)} reads the whole table ${display(change.table)}. Add a CREATE INDEX.`,
        repairs: repairsOf(foreign, beside, context, tables),
      });
    }
  },
});

type ForeignKey = WrittenChange & { readonly change: Extract<TableChange, { kind: 'foreign key' }> };

type Unindexed = ForeignKey & {
  /** The table is called otherwise by the end of the file, so that a second run would not find it under this name. */
  readonly renamed: boolean;
};

function isExempt({ columns, table, target }: ForeignKey['change'], { configuration }: SqlContext): boolean {
  if (schemaOfKey(table) === 'pg_temp' || columns.length === 0) return true;
  const [column] = columns;
  if (columns.length > 1 || column === undefined) return false;
  if (sameName(column, 'deletedById')) return true;
  const byActor = singularWordsOf(nameOfKey(target)).join('') === singularWordsOf(configuration.actor).join('');
  return /ById$|_by_id$/.test(column) && byActor && isAppendOnlyTable(nameOfKey(table), configuration);
}

/** The table of a foreign key that is there in the end and never had an index; undefined for all others. */
function lifeOf(tables: Tables, { change, order }: ForeignKey, path: string): { renamed: boolean } | undefined {
  const hasIt = ({ foreignKeys }: TableLife) =>
    [...foreignKeys.values()].find(({ made, covered }) => made.path === path && made.order === order && !covered);
  const life = [...tables.livesOf(change.table).values()].find(hasIt);
  return life && { renamed: life.renamed?.path === path && life.renamed.order > order };
}

/** The columns of the foreign key, or the column that it stands beside. */
function wordsOf({ placed, change }: ForeignKey): Span {
  const { tokens } = placed.syntax;
  const offset = placed.syntax.offset(change.location) ?? 0;
  const at = tokens.indexOf(tokenAt(tokens, offset)!);
  const part = partsOf(placed).find(({ first, last }) => first <= at && at <= last);
  const from = Math.max(at, 0);
  if (isWord(tokens[from], 'references') || inlineNamed(tokens, from))
    return spanOf(tokens, part ? nameIn(tokens, part, placed) : { first: from, last: from });
  const key = tokens.findIndex((token, i) => i >= from && isWord(token, 'foreign'));
  const close = tokens.findIndex(({ text }, i) => i > key && text === ')');
  return key < 0 || close < key + 4
    ? spanOf(tokens, { first: from, last: from })
    : spanOf(tokens, { first: key + 3, last: close - 1 });
}

/** `CONSTRAINT name REFERENCES …` beside a column. */
function inlineNamed(tokens: readonly Token[], at: number): boolean {
  return isWord(tokens[at], 'constraint') && isWord(tokens[at + 2], 'references');
}

function partsOf({ node, syntax }: PlacedStatement): readonly TokenRange[] {
  return ('CreateStmt' in node ? tableElements(syntax.tokens)?.parts : alterLayout(syntax.tokens)?.actions) ?? [];
}

function nameIn(tokens: readonly Token[], part: TokenRange, { node }: PlacedStatement): TokenRange {
  const name = 'CreateStmt' in node ? part.first : actionHead(tokens, part).last;
  return { first: name, last: name };
}

/** One index, and where several foreign keys of a statement lack theirs, first all of them at once. */
function repairsOf(foreign: Unindexed, beside: readonly Unindexed[], context: SqlContext, tables: Tables): Repair[] {
  const possible = beside.filter(({ placed, renamed }) => !renamed && !placed.generated && !placed.outer.unterminated);
  if (!possible.includes(foreign)) return [];
  const each = possible.map((one) => ({ one, index: wantedIndex(one, context.text, tables) }));
  const title = (count: number, name: string) =>
    count > 1 ? `Create the ${count} indexes of this statement` : `Create the index ${name}`;
  const repair = (indexes: readonly WantedIndex[]) =>
    lazyRepair(title(indexes.length, indexes[0]!.name), !mayBeMissing(foreign.placed), () =>
      createIndexes(context.text, foreign.placed.outer, indexes, quotes(foreign.placed)),
    );
  const own = each.filter(({ one }) => one === foreign).map(({ index }) => index);
  return each.length > 1 ? [repair(each.map(({ index }) => index)), repair(own)] : [repair(own)];
}

/** `ALTER TABLE IF EXISTS`: where the table is not there, an index on it would fail. */
function mayBeMissing({ node }: PlacedStatement): boolean {
  return 'AlterTableStmt' in node && (node.AlterTableStmt.missing_ok ?? false);
}

function wantedIndex({ placed, change }: Unindexed, text: string, tables: Tables): WantedIndex {
  const { columns } = change;
  const base = indexName(indexNaming(text, quotes(placed)), nameOfKey(change.table), columns);
  const isTaken = (name: string) => tables.hasIndex(keyOf({ schema: schemaOfKey(change.table), name }));
  let name = base;
  for (let n = 1; isTaken(name); n++) name = `${base}${n}`;
  const range = tableName(placed);
  const span = range && spanOf(placed.syntax.tokens, range);
  return { name, columns, table: span ? placed.syntax.text.slice(span.start, span.end) : nameOfKey(change.table) };
}

function tableName({ node, syntax }: PlacedStatement): TokenRange | undefined {
  return 'CreateStmt' in node ? objectName(syntax.tokens) : alterLayout(syntax.tokens)?.name;
}

function quotes(placed: PlacedStatement): boolean {
  const range = tableName(placed);
  return range !== undefined && placed.syntax.tokens[range.last]?.kind === 'quoted';
}
