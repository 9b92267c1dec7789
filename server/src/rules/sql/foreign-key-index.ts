import type { Repair } from '../../core/finding';
import { keptWith } from '../../core/kept';
import type { Span } from '../../core/span';
import { sameName, singularWordsOf } from '../../languages/prisma/names';
import { foreignKeyWords } from '../../languages/sql/foreignKeyWords';
import { headOf } from '../../languages/sql/layout';
import { lazyRepair } from '../../repairs/lazyRepair';
import { createIndexes, type WantedIndex, wantedIndex } from '../../repairs/sql/house/createIndex';
import { display, keyOf, nameOfKey, schemaOfKey } from '../../rerun/reading/names';
import { isAppendOnlyTable } from '../../workspace/schema/appendOnlyTables';
import { inDocument, type PlacedStatement } from '../../workspace/statements/placed';
import { type TableChange, tableChanges } from '../../workspace/tables/changes';
import { tablesOf } from '../../workspace/tables/history';
import type { Tables } from '../../workspace/tables/questions';
import { type UnindexedKey, unindexedKeys } from '../../workspace/tables/unindexedKeys';
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
      'The index may stand anywhere in the history: in this file, in a migration before it or in one after it, under whatever name the table and the columns had then. Columns that were there before the history are not reported, for nobody knows what indexes they have. A foreign key of several columns is covered when these, in any order, are the first columns of an index, a unique constraint or a primary key. A partial index covers only when all that it leaves out are rows without a value (`WHERE client_id IS NOT NULL`); GIN, GiST, SP-GiST and BRIN serve other questions. A foreign key that a later migration drops, with its column or with its table, is not reported. Where a later migration drops the only index that a foreign key had, that DROP INDEX is reported.\n\nTwo kinds of keys are exempt, as in the house’s own models: `deleted_by_id`, and in tables that only grow (`appendOnly` in the configuration) the `…_by_id` that says who acted. Nobody looks rows up by them, and users are never really deleted.\n\nThe repair names the index as the file names its others: `idx_table_column`, or Prisma’s `Table_column_idx`. On a large table in use, build it `CONCURRENTLY` in a migration of its own instead.',
  },
  check(context) {
    const { workspace, path, document, tools, report } = context;
    const tables = () => tablesOf(workspace, path, tools.sql);
    const unindexed = unindexedKeys(path, document, tables).filter((key) => !isExempt(key, context));
    for (const key of unindexed) {
      const { placed } = key;
      report({
        at: inDocument(placed, wordsOf(key)),
        message: messageOf(key),
        repairs: () => {
          const beside = unindexed.filter((other) => other.placed.outer === placed.outer);
          return repairsOf(key, beside, context, tables());
        },
      });
    }
  },
});

function isExempt({ columns, table, target }: UnindexedKey, { configuration }: SqlContext): boolean {
  const [column] = columns;
  if (columns.length !== 1 || column === undefined) return false;
  if (sameName(column, 'deletedById')) return true;
  const byActor = singularWordsOf(nameOfKey(target)).join('') === singularWordsOf(configuration.actor).join('');
  return /ById$|_by_id$/.test(column) && byActor && isAppendOnlyTable(nameOfKey(table), configuration);
}

function wordsOf({ placed, change }: UnindexedKey): Span {
  const { syntax, node } = placed;
  if (change.kind === 'foreign key') return keyWords(change, placed);
  const dropped = tableChanges(node).findIndex(
    (one) => one.kind === 'drop index' && change.kind === 'drop index' && one.index === change.index,
  );
  return headOf(syntax, node, Math.max(dropped, 0));
}

const keyWords = keptWith((change: Extract<TableChange, { kind: 'foreign key' }>, { syntax, node }: PlacedStatement) =>
  foreignKeyWords(syntax, node, change.location),
);

function messageOf({ change, table, columns, target }: UnindexedKey): string {
  const names = columns.map((name) => `"${name}"`).join(', ');
  const begin =
    change.kind === 'drop index'
      ? `Without "${nameOfKey(change.index)}" no index of ${display(table)} begins with its foreign key ${names}`
      : `No index begins with ${names}`;
  return `${begin}, so finding the rows of one ${display(target)} reads the whole table ${display(table)}. Add a CREATE INDEX.`;
}

/** One index, and where several foreign keys of a statement lack theirs, first all of them at once. */
function repairsOf(key: UnindexedKey, beside: readonly UnindexedKey[], { text }: SqlContext, tables: Tables): Repair[] {
  const possible = beside.filter(({ placed, renamed }) => !renamed && !placed.generated && !placed.outer.unterminated);
  if (!possible.includes(key)) return [];
  const isTaken = (table: string) => (name: string) => tables.hasIndex(keyOf({ schema: schemaOfKey(table), name }));
  const indexes = possible.map((one) => wantedIndex(text, one.placed, one.table, one.columns, isTaken(one.table)));
  const own = [indexes[possible.indexOf(key)]!];
  const repair = (title: string, wanted: readonly WantedIndex[]) =>
    lazyRepair(title, false, () => createIndexes(text, key.placed.outer, wanted));
  const alone = repair(`Create the index ${own[0]!.name}`, own);
  return indexes.length > 1
    ? [repair(`Create the ${indexes.length} indexes of this statement`, indexes), alone]
    : [alone];
}
