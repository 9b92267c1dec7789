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
const BEHIND = `${FOLDER}/20260301000000_behind/migration.sql`;
const ALONE = '/w/scripts/alone.sql';

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
  'CREATE TABLE IF NOT EXISTS "Note" ("id" SERIAL PRIMARY KEY, "userId" TEXT REFERENCES "User"("id"), "fee" FLOAT)',
  'CREATE INDEX IF NOT EXISTS "Note_userId_idx" ON "Note"("userId")',
  'DROP INDEX IF EXISTS "Note_userId_idx"',
  'ALTER TABLE "Note" RENAME TO "Memo"',
  'ALTER TABLE "Memo" RENAME COLUMN "userId" TO "authorId"',
  'ALTER TABLE "Note" ADD COLUMN IF NOT EXISTS "isDeleted" BOOLEAN, ADD COLUMN "label" VARCHAR',
  'ALTER TABLE "Note" ADD COLUMN "deletedAt" TIMESTAMP, ADD COLUMN "deletedById" TEXT',
  'CREATE SCHEMA IF NOT EXISTS other; CREATE TABLE IF NOT EXISTS other."User" ("id" UUID PRIMARY KEY)',
];

/** Statements that survive a second run, so that stops in between are looked at. */
const GUARDED = [
  'CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY, x INT)',
  'CREATE TABLE IF NOT EXISTS b (id INT PRIMARY KEY, a_id INT)',
  'ALTER TABLE a DROP CONSTRAINT IF EXISTS c',
  'ALTER TABLE a DROP CONSTRAINT IF EXISTS c; ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0)',
  'ALTER TABLE b DROP CONSTRAINT IF EXISTS f; ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a(id)',
  'ALTER TABLE a ADD COLUMN IF NOT EXISTS y INT',
  'ALTER TABLE a ADD COLUMN y INT; ALTER TABLE a DROP COLUMN y',
  'ALTER TABLE a DROP COLUMN IF EXISTS y',
  'CREATE INDEX IF NOT EXISTS i ON a(x)',
  'CREATE INDEX i ON a(x); DROP INDEX i',
  'DROP INDEX IF EXISTS i',
  "DROP TYPE IF EXISTS e; CREATE TYPE e AS ENUM ('A'); DROP TYPE e",
  "CREATE TYPE n AS ENUM ('A'); ALTER TYPE r RENAME TO o; ALTER TYPE n RENAME TO r; DROP TYPE o",
  "DO $$ BEGIN IF to_regclass('b') IS NOT NULL THEN ALTER TABLE b ADD COLUMN IF NOT EXISTS y INT; END IF; END $$",
  'BEGIN',
  'COMMIT',
];

const POOLS = [STATEMENTS, GUARDED, [...STATEMENTS, ...GUARDED]] as const;

const editOf = (pool: readonly string[]) =>
  fc.record({
    path: fc.constantFrom(EDITED, EDITED, BEFORE, BEHIND),
    at: fc.nat(),
    take: fc.integer({ min: 0, max: 2 }),
    put: fc.array(fc.constantFrom(...pool), { maxLength: 3 }),
  });

test('after any edits the findings are those of a fresh start', async () => {
  const sql = await loadTestParser();
  const open = (texts: ReadonlyMap<string, string>) => {
    const workspace = new Workspace(() => DEFAULT_CONFIGURATION);
    for (const [path, text] of texts) workspace.set(path, text);
    return new Linter(workspace, { sql }, RULES);
  };
  const found = (linter: Linter) =>
    [...linter.workspace.paths('sql')].flatMap((path) =>
      linter.check(path).map(({ rule, span, message, severity, repairs }) => ({
        path,
        rule,
        span,
        message,
        severity,
        repairs: repairs.map(({ title, safe, edits }) => ({ title, safe, edits })),
      })),
    );
  fc.assert(
    fc.property(
      fc
        .constantFrom(...POOLS)
        .chain((pool) =>
          fc.tuple(
            fc.array(fc.constantFrom(...pool), { maxLength: 8 }),
            fc.array(editOf(pool), { minLength: 1, maxLength: 6 }),
          ),
        ),
      fc.boolean(),
      ([start, edits], isAlone) => {
        const files = new Map([
          [BEFORE, START.split(/(?<=;)\n/)],
          [EDITED, start],
          [BEHIND, ['CREATE INDEX "User_role_idx" ON "User"("role");']],
          [ALONE, start],
        ]);
        const texts = () => new Map([...files].map(([path, statements]) => [path, statements.join(';\n')]));
        const linter = open(texts());
        found(linter);
        for (const { path, at, take, put } of edits) {
          const statements = [...files.get(isAlone ? ALONE : path)!];
          statements.splice(at % (statements.length + 1), take, ...put);
          files.set(isAlone ? ALONE : path, statements);
          for (const [file, text] of texts()) linter.workspace.set(file, text);
          expect(found(linter)).toEqual(found(open(texts())));
        }
      },
    ),
    { numRuns: Number(process.env.EHR_SCHEMA_RUNS ?? 120), seed: 20261122 },
  );
});
