import { basename } from '../../core/path';
import type { Span } from '../../core/span';
import { migrationFile } from '../../workspace/history/migrationFolders';
import { readMigrationName } from '../../workspace/history/migrationNames';
import { migrationRule } from './context';

/** The name of a migration decides when it runs. */
export const name = migrationRule({
  id: 'migration/name',
  severity: 'warning',
  docs: {
    summary: 'A migration’s folder is named `<timestamp>_<what_it_does>`, and no other has its timestamp.',
    why: 'Prisma applies migrations in the order of their names. A name without a timestamp runs before or after all others, whatever it needs; of two with the same one, the words decide, and a branch that is merged later can run first. A name that is not in snake_case looks as if someone had made the folder by hand.',
    source: 'HOUSE-RULES: Migration file structure',
    bad: [
      {
        text: 'prisma/migrations/add_department/',
        files: { 'prisma/migrations/add_department/migration.sql': 'SELECT 1;\n' },
      },
      {
        text: 'prisma/migrations/20260111_Add-Department/',
        files: { 'prisma/migrations/20260111_Add-Department/migration.sql': 'SELECT 1;\n' },
      },
      {
        text: 'prisma/migrations/20260111093000_add_department/\nprisma/migrations/20260111093000_add_role/',
        files: {
          'prisma/migrations/20260111093000_add_department/migration.sql': 'SELECT 1;\n',
          'prisma/migrations/20260111093000_add_role/migration.sql': 'SELECT 1;\n',
        },
      },
    ],
    good: [
      {
        text: 'prisma/migrations/20251013_init/\nprisma/migrations/20260111_add_department_to_users/',
        files: {
          'prisma/migrations/20251013_init/migration.sql': 'SELECT 1;\n',
          'prisma/migrations/20260111_add_department_to_users/migration.sql': 'SELECT 1;\n',
        },
      },
      {
        text: 'prisma/migrations/20260111093000_add_department/',
        files: { 'prisma/migrations/20260111093000_add_department/migration.sql': 'SELECT 1;\n' },
      },
    ],
    whenOff: 'For a history whose migrations are applied by number, by a tool other than Prisma.',
    notes:
      'A timestamp is a date that exists: 8 digits as the house writes them (`20260111`), or Prisma’s 14 (`20260111093000`). Two migrations of one day with 8 digits are fine; the same 14 digits twice are reported on the second. `0_init` is Prisma’s own name for the baseline of a database that was there before its history.\n\nThe finding stands on the first line of migration.sql, or on the folder where that has none. There is no repair: a migration that has been applied anywhere must keep its name.',
  },
  check({ folder, migration, document, report }) {
    if (migration === undefined) return;
    const own = basename(migration);
    const at = document ? firstLine(document.text) : { start: 0, end: 0 };
    const read = readMigrationName(own);
    if (!read) {
      if (own === BASELINE) return;
      const message = `The name "${own}" does not say when the migration is to run and what it does. Call it <timestamp>_<what_it_does> in snake_case, such as 20260111093000_add_department.`;
      report({ at, message });
      return;
    }
    if (read.timestamp.length < 14) return;
    const twin = folder.firstAt.get(read.timestamp);
    if (!twin || twin === migration) return;
    report({
      at,
      message: `"${basename(twin)}" has the same timestamp, so that only their words decide which of the two runs first. Give the later one a later timestamp.`,
      related: [{ path: migrationFile(twin), start: 0, end: 0, message: 'The other migration' }],
    });
  },
});

/** Prisma's name for the migration that stands for what was there before. */
const BASELINE = '0_init';

function firstLine(text: string): Span {
  const start = text.search(/\S/);
  if (start < 0 || text.slice(0, start).includes('\0')) return { start: 0, end: 0 };
  const length = text.slice(start).search(/[\r\n]|$/);
  return { start, end: start + text.slice(start, start + length).trimEnd().length };
}
