import type { CreateStmt } from '@pgsql/types';
import type { Edit } from '../../core/edit';
import { kept, keptWith } from '../../core/kept';
import type { Reporting } from '../../core/rule';
import { tableName } from '../../languages/prisma/names';
import { objectName, spanOf } from '../../languages/sql/layout';
import type { StatementSyntax } from '../../languages/sql/syntax';
import { tableElements, typeRange } from '../../languages/sql/tableElements';
import { lazyRepair } from '../../repairs/lazyRepair';
import { addColumns } from '../../repairs/sql/house/addColumns';
import {
  columnDefinition,
  columnName,
  columnNaming,
  SOFT_DELETE_COLUMNS,
  type SoftDeleteColumn,
  type WrittenType,
} from '../../repairs/sql/house/softDeleteColumns';
import { DEFAULT_SCHEMA } from '../../rerun/reading/names';
import { knownColumnType } from '../../workspace/history/columnTypes';
import { withCatalogBefore } from '../../workspace/history/history';
import { isAppendOnlyTable } from '../../workspace/schema/appendOnlyTables';
import { inDocument } from '../../workspace/statements/placed';
import { type CreatedTable, createdTables, createdTablesWith, isJoinTable } from '../../workspace/tables/createdTables';
import { tablesOf } from '../../workspace/tables/history';
import { type MadeTable, plainName } from '../../workspace/tables/questions';
import { changesBy } from '../../workspace/tables/writtenChanges';
import { type SqlContext, sqlRule } from './context';

/** Rows of health data are marked as deleted, never removed. */
export const softDelete = sqlRule({
  id: 'sql/soft-delete',
  severity: 'warning',
  docs: {
    summary: 'A table has `is_deleted`, `deleted_at` and `deleted_by_id`.',
    why: 'A row that DELETE has removed cannot be shown to an auditor, restored for the patient, or explained: who removed it and when is gone with it. Added later, the columns need a migration of their own, and every row deleted until then is lost.',
    source: 'HOUSE-RULES: Decision rules, delete strategy; You do not create tables without soft delete',
    bad: [
      `CREATE TABLE IF NOT EXISTS clients (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    first_name VARCHAR(255) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);
`,
      `-- CreateTable
CREATE TABLE IF NOT EXISTS "Client" (
    "id" TEXT NOT NULL,
    "firstName" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Client_pkey" PRIMARY KEY ("id")
);
`,
    ],
    good: [
      `CREATE TABLE IF NOT EXISTS clients (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    first_name VARCHAR(255) NOT NULL,
    created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    is_deleted BOOLEAN NOT NULL DEFAULT false,
    deleted_at TIMESTAMPTZ,
    deleted_by_id UUID
);
`,
      `CREATE TABLE IF NOT EXISTS audit_logs (
    id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    action TEXT NOT NULL
);
`,
      `CREATE TABLE IF NOT EXISTS "_AppointmentClients" (
    "A" TEXT NOT NULL,
    "B" TEXT NOT NULL,

    CONSTRAINT "_AppointmentClients_AB_pkey" PRIMARY KEY ("A", "B")
);
`,
    ],
    whenOff: 'For a database of reference data that is loaded anew as a whole.',
    notes:
      'A table counts as complete when its columns are there somewhere in the history: in the CREATE TABLE itself or added by a later statement or migration, whatever the letters (`is_deleted`, `"isDeleted"`). A column that the history drops again is not asked for once more.\n\nNone of these need the columns: tables that only grow (`appendOnly` in the configuration, by default `*Log`, `*History`, `*Event`; `audit_logs` is the table of `AuditLog`); tables that only join others (Prisma’s `_AToB`, or a primary key of several columns and nothing but keys); temporary and unlogged tables and partitions; tables that take their columns from elsewhere (LIKE, INHERITS, AS); tables that the history drops again, or that the same file renames, as in a swap of `new_X` for `X`.\n\nThe repair writes the columns as the table writes its own: snake_case or Prisma’s quoted camelCase, the type of its other timestamps, and for who deleted the type of the id of the actor’s table (`actor` in the configuration, `users` or `"User"` by default), or else of the table’s own id. A table that holds rows already gets the columns by a migration with ADD COLUMN instead.',
  },
  check(context) {
    for (const table of lackingTables(context.document)) {
      if (isAppendOnlyTable(table.name, context.configuration)) continue;
      const made = madeTable(table, context);
      if (!made || made.open) continue;
      const missing = missingFrom(made.columns);
      if (missing.length) reportTable(table, missing, context);
    }
  },
});

const lackingTables = createdTablesWith((statement) => missingHere(statement).length > 0 && !isJoinTable(statement));

/** Which of the columns the statement itself does not make. */
const missingHere = kept((statement: CreateStmt) =>
  missingFrom(
    (statement.tableElts ?? []).flatMap((node) => ('ColumnDef' in node ? [node.ColumnDef.colname ?? ''] : [])),
  ),
);

function missingFrom(columns: readonly string[]): SoftDeleteColumn[] {
  const there = new Set(columns.map(plainName));
  return SOFT_DELETE_COLUMNS.filter((column) => !there.has(plainName(column)));
}

/** The table as the history leaves it; undefined where it drops it, made it before, or this file renames it. */
function madeTable({ placed }: CreatedTable, context: SqlContext): MadeTable | undefined {
  const { workspace, path, document, tools } = context;
  const written = changesBy(placed, document).find(({ change }) => change.kind === 'create');
  if (written?.change.kind !== 'create') return undefined;
  const tables = tablesOf(workspace, path, tools.sql).made(written.change.table, path, SOFT_DELETE_COLUMNS);
  const made = tables.find(({ order }) => order === written.order);
  return made?.renamed ? undefined : made;
}

function reportTable(table: CreatedTable, missing: readonly SoftDeleteColumn[], context: Checking): void {
  const { placed, name } = table;
  const { tokens } = placed.syntax;
  const naming = columnNaming(name, writtenTypes(table));
  const names = inWords(missing.map((column) => columnName(column, naming)));
  const range = objectName(tokens);
  context.report({
    at: inDocument(placed, spanOf(tokens, range ?? { first: 0, last: 0 })),
    message: `Rows of "${name}" can only be removed for good, without a trace of who did it and when. Add ${names}.`,
    repairs: placed.generated ? [] : [lazyRepair(`Add ${names}`, false, () => addedColumns(table, missing, context))],
  });
}

type Checking = SqlContext & Pick<Reporting, 'report'>;

function inWords(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function addedColumns(table: CreatedTable, missing: readonly SoftDeleteColumn[], context: SqlContext): readonly Edit[] {
  const { start, syntax } = table.placed;
  const { tokens, text } = syntax;
  const elements = tableElements(tokens);
  if (!elements) return [];
  const types = writtenTypes(table);
  const naming = columnNaming(table.name, types);
  const actor = missing.includes('deletedById') ? actorType(context) : undefined;
  const definitions = missing.map((column) => columnDefinition(column, naming, types, text, actor));
  const lastColumn = (table.statement.tableElts ?? []).findLastIndex((node) => 'ColumnDef' in node);
  return addColumns({ text: context.text, start, tokens, elements, lastColumn }, definitions);
}

/** The columns of the table with their types as written. */
function writtenTypes({ placed, statement }: CreatedTable): readonly WrittenType[] {
  return typesIn(statement, placed.syntax);
}

const typesIn = keptWith((statement: CreateStmt, { tokens, text }: StatementSyntax): readonly WrittenType[] => {
  const parts = tableElements(tokens)?.parts ?? [];
  return (statement.tableElts ?? []).flatMap((node, i): WrittenType[] => {
    const part = parts[i];
    if (!('ColumnDef' in node) || !part) return [];
    const { start, end } = spanOf(tokens, typeRange(tokens, Math.min(part.first + 1, part.last)));
    const quoted = tokens[part.first]!.kind === 'quoted';
    return [{ name: node.ColumnDef.colname ?? '', type: text.slice(start, end), quoted }];
  });
});

/** The type of the id of those who delete, as the history or this file makes it. */
function actorType({ configuration, document, workspace, path, tools }: SqlContext): string | undefined {
  const names = [configuration.actor, tableName(configuration.actor)];
  for (const table of createdTables(document))
    if (names.includes(table.name)) return writtenTypes(table).find(({ name }) => name === 'id')?.type;
  return withCatalogBefore(workspace, path, tools.sql, (catalog) => {
    for (const name of names) {
      const type = knownColumnType(catalog, DEFAULT_SCHEMA, name, 'id');
      if (type !== undefined) return type;
    }
    return undefined;
  });
}
