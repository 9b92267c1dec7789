import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_CONFIGURATION } from '../server/src/core/configuration';
import { Linter } from '../server/src/linter';
import { RULES } from '../server/src/rules/registry';
import { Workspace } from '../server/src/workspace/workspace';
import { loadTestParser } from './harness/parser';

const FOLDER = '/w/prisma/migrations';
const BEFORE = `${FOLDER}/20260101000000_before/migration.sql`;
const EDITED = `${FOLDER}/20260201000000_edited/migration.sql`;

const START = `CREATE TYPE "Role" AS ENUM ('A', 'B');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role", CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" SERIAL PRIMARY KEY, "userId" TEXT, "slug" TEXT UNIQUE);`;

/** Statements that work on the same few objects, so that a change of one is felt by others. */
const STATEMENTS = [
  'ALTER TABLE "User" ADD COLUMN "name" TEXT',
  'ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "name" TEXT',
  'ALTER TABLE "User" DROP COLUMN "name"',
  'ALTER TABLE "User" RENAME COLUMN "name" TO "fullName"',
  'UPDATE "User" SET "name" = gen_random_uuid()',
  'ALTER TABLE "Post" ADD CONSTRAINT "f" FOREIGN KEY ("userId") REFERENCES "User"("id")',
  'ALTER TABLE "Post" DROP CONSTRAINT IF EXISTS "f"',
  'ALTER TABLE "Post" DROP CONSTRAINT "f"',
  'CREATE INDEX "Post_userId_idx" ON "Post"("userId")',
  'DROP INDEX "Post_userId_idx"',
  'ALTER TABLE "Post" RENAME TO "Article"',
  'DROP TABLE "Post"',
  'CREATE TABLE "Post" ("id" INT PRIMARY KEY)',
  'DROP TABLE IF EXISTS "User" CASCADE',
  `ALTER TYPE "Role" ADD VALUE 'C'`,
  `CREATE TYPE "Role_new" AS ENUM ('A')`,
  'ALTER TABLE "User" ALTER COLUMN "role" TYPE "Role_new" USING ("role"::text::"Role_new")',
  'ALTER TYPE "Role" RENAME TO "Role_old"',
  'ALTER TYPE "Role_new" RENAME TO "Role"',
  'DROP TYPE "Role_old"',
  `UPDATE "User" SET "role" = 'A' WHERE "role" = 'B'`,
  `INSERT INTO "User" ("id") VALUES ('1')`,
  'BEGIN',
  'COMMIT',
  'TRUNCATE "User"',
  `DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 'User' AND column_name = 'name') THEN ALTER TABLE "User" ADD COLUMN "name" TEXT; END IF; END $$`,
  `DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'f') THEN ALTER TABLE "Post" ADD CONSTRAINT "f" CHECK ("id" > 0); END IF; END $$`,
  'CREATE TEMP TABLE scratch (id INT)',
  'SET search_path TO other',
  'ALTER TABLE "User" ADD COLUMN',
];

const edit = fc.record({
  at: fc.nat(),
  take: fc.integer({ min: 0, max: 2 }),
  put: fc.array(fc.constantFrom(...STATEMENTS), { maxLength: 3 }),
});

test('after any edits the findings are those of a fresh start', async () => {
  const sql = await loadTestParser();
  const open = () => {
    const workspace = new Workspace(() => DEFAULT_CONFIGURATION);
    workspace.set(BEFORE, START);
    return new Linter(workspace, { sql }, RULES);
  };
  const found = (linter: Linter, text: string) => {
    linter.workspace.set(EDITED, text);
    return linter.check(EDITED).map(({ rule, span, message, severity, repairs }) => ({
      rule,
      span,
      message,
      severity,
      repairs: repairs.map(({ title, safe, edits }) => ({ title, safe, edits })),
    }));
  };
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...STATEMENTS), { maxLength: 8 }),
      fc.array(edit, { minLength: 1, maxLength: 6 }),
      (start, edits) => {
        const linter = open();
        const statements = [...start];
        found(linter, statements.join(';\n'));
        for (const { at, take, put } of edits) {
          statements.splice(at % (statements.length + 1), take, ...put);
          const text = statements.join(';\n');
          expect(found(linter, text)).toEqual(found(open(), text));
        }
      },
    ),
    { numRuns: 300, seed: 20261122 },
  );
});
