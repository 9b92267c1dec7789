import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_CONFIGURATION } from '../server/src/core/configuration';
import { Linter } from '../server/src/linter';
import { RULES } from '../server/src/rules/registry';
import { Workspace } from '../server/src/workspace/workspace';
import { loadTestParser } from './harness/parser';
import { GUARDED, STATEMENTS } from './harness/statements';

const FOLDER = '/w/prisma/migrations';
const BEFORE = `${FOLDER}/20260101000000_before/migration.sql`;
const EDITED = `${FOLDER}/20260201000000_edited/migration.sql`;
const BEHIND = `${FOLDER}/20260301000000_behind/migration.sql`;
const ALONE = '/w/scripts/alone.sql';

const START = `CREATE TYPE "Role" AS ENUM ('A', 'B');
CREATE TABLE "User" ("id" TEXT NOT NULL, "role" "Role", CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
CREATE TABLE "Post" ("id" SERIAL PRIMARY KEY, "userId" TEXT, "slug" TEXT UNIQUE);`;

const POOLS = [STATEMENTS, GUARDED, [...STATEMENTS, ...GUARDED]] as const;

const editOf = (pool: readonly string[]) =>
  fc.record({
    path: fc.constantFrom(EDITED, EDITED, BEFORE, BEHIND),
    at: fc.nat(),
    take: fc.integer({ min: 0, max: 2 }),
    put: fc.array(fc.constantFrom(...pool), { maxLength: 3 }),
    undo: fc.boolean(),
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
        const look = () => {
          for (const [file, text] of texts()) linter.workspace.set(file, text);
          expect(found(linter)).toEqual(found(open(texts())));
        };
        for (const { path, at, take, put, undo } of edits) {
          const edited = isAlone ? ALONE : path;
          const before = files.get(edited)!;
          const statements = [...before];
          statements.splice(at % (statements.length + 1), take, ...put);
          files.set(edited, statements);
          look();
          if (!undo) continue;
          files.set(edited, before);
          look();
        }
      },
    ),
    { numRuns: Number(process.env.EHR_SCHEMA_RUNS ?? 120), seed: 20261122 },
  );
});
