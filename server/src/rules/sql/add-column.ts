import { reportBreaks, sqlRule } from './context';

/** ADD COLUMN must not fail when the column is already there. */
export const addColumn = sqlRule({
  id: 'sql/add-column',
  severity: 'error',
  docs: {
    summary: 'ADD COLUMN must not fail when the column is already there.',
    why: 'A second run stops with 42701 duplicate_column, and the statements after it never run.',
    source: 'HOUSE-RULES: Migration safety',
    bad: [
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `ALTER TABLE users ADD COLUMN department VARCHAR(100);`,
      },
      {
        before: `CREATE TABLE "User" ("id" TEXT NOT NULL, "name" TEXT, CONSTRAINT "User_pkey" PRIMARY KEY ("id")); CREATE TABLE "Post" ("id" TEXT NOT NULL, "userId" TEXT, "slug" TEXT, CONSTRAINT "Post_pkey" PRIMARY KEY ("id"));`,
        text: `ALTER TABLE "User" ADD COLUMN "nick" TEXT,
ADD COLUMN "age" INTEGER NOT NULL DEFAULT 0;`,
      },
    ],
    good: [
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `DO $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM information_schema.columns
        WHERE table_name = 'users' AND column_name = 'department'
    ) THEN
        ALTER TABLE users ADD COLUMN department VARCHAR(100);
    END IF;
END $$;`,
      },
      {
        before: `CREATE TABLE users (id UUID PRIMARY KEY, email TEXT);`,
        text: `ALTER TABLE users ADD COLUMN IF NOT EXISTS department VARCHAR(100);`,
      },
    ],
    whenOff:
      'Switch it off for a folder whose migrations are run exactly once by hand; a migration tool that repeats them after a failure needs it.',
    notes: `The house says that PostgreSQL has no ADD COLUMN IF NOT EXISTS. It has had it since 9.6, so the rule accepts it; the repair writes the DO block, because it is the better guard on a busy database: on the second run \`ADD COLUMN IF NOT EXISTS\` waits for every open reader of the table, and the DO block takes no blocking lock. Set \`guardStyle\` to \`if-not-exists\` to prefer the clause.`,
  },
  check: reportBreaks('add-column', () => 'Guard it on information_schema.columns, or write ADD COLUMN IF NOT EXISTS.'),
});
