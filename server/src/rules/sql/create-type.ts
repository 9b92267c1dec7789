import { reportBreaks, sqlRule } from './context';

/** CREATE TYPE and CREATE DOMAIN must not fail when the type is already there. */
export const createType = sqlRule({
  id: 'sql/create-type',
  severity: 'error',
  docs: {
    summary: 'CREATE TYPE and CREATE DOMAIN must not fail when the type is already there.',
    why: 'A second run stops with 42710 duplicate_object; PostgreSQL has no IF NOT EXISTS for types.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      `CREATE TYPE user_role AS ENUM ('ADMIN', 'USER');`,
      `CREATE DOMAIN email_address AS TEXT CHECK (VALUE LIKE '%@%');`,
    ],
    good: [
      `DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'user_role') THEN
        CREATE TYPE user_role AS ENUM ('ADMIN', 'USER');
    END IF;
END $$;`,
      `DO $$ BEGIN
    CREATE TYPE user_role AS ENUM ('ADMIN', 'USER');
EXCEPTION WHEN duplicate_object THEN NULL;
END $$;`,
    ],
    whenOff:
      'Switch it off for a folder whose migrations are run exactly once by hand; a migration tool that repeats them after a failure needs it.',
    notes: `Prisma changes an enum by creating \`"Role_new"\`, renaming it to \`"Role"\` and dropping the old one. When the file ends, \`"Role_new"\` is gone again, so the CREATE TYPE of such a swap is not reported.`,
  },
  check: reportBreaks('create-type', () => 'PostgreSQL has no CREATE TYPE IF NOT EXISTS: guard it on pg_type.'),
});
