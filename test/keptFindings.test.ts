import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONFIGURATION_FILE } from '../server/src/core/configuration';
import { readConfiguration } from '../server/src/core/configurationReader';
import type { SqlParser } from '../server/src/core/tools';
import { FindingsCache, type ProjectFindings } from '../server/src/host/findingsCache';
import { KeptFile } from '../server/src/host/keptFile';
import { type HistoryFacts, KeptHistory } from '../server/src/host/keptHistory';
import type { RecoveringSqlParser } from '../server/src/languages/sql/parser';
import { Linter } from '../server/src/linter';
import { RULES } from '../server/src/rules/registry';
import { Workspace } from '../server/src/workspace/workspace';
import { loadTestParser } from './harness/parser';
import { GUARDED, STATEMENTS } from './harness/statements';

type Texts = ReadonlyMap<string, string>;

const ROOT = '/w';
const SCHEMA = `${ROOT}/prisma/schema.prisma`;
const CONFIGURATION = `${ROOT}/${CONFIGURATION_FILE}`;

const SCHEMAS = [
  'model User {\n  id String @id\n}\n',
  'model User {\n  id String @id @default(uuid())\n  ssn String\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n  userId String\n  user User @relation(fields: [userId], references: [id])\n}\n',
];

const CONFIGURATIONS = [
  '{}',
  '{ "rules": { "sql/foreign-key-index": "off", "sql/add-column": "info" } }',
  '{ "baseline": "20260103000000_m" }',
];

const migration = (n: number) => `${ROOT}/prisma/migrations/2026010${n}000000_m/migration.sql`;

/** A file of the project and what it says next; undefined takes it out. */
const change = fc.oneof(
  fc.record({
    path: fc.integer({ min: 1, max: 6 }).map(migration),
    text: fc.option(
      fc.array(fc.constantFrom(...STATEMENTS, ...GUARDED), { maxLength: 4 }).map((all) => all.join(';\n')),
      { nil: undefined, freq: 6 },
    ),
  }),
  fc.record({ path: fc.constant(SCHEMA), text: fc.constantFrom(...SCHEMAS) }),
  fc.record({ path: fc.constant(CONFIGURATION), text: fc.constantFrom(...CONFIGURATIONS) }),
);

let sql: RecoveringSqlParser;
let folder: string;
beforeAll(async () => {
  sql = await loadTestParser();
  folder = await mkdtemp(join(tmpdir(), 'ehr-schema-kept-'));
});
afterAll(() => rm(folder, { recursive: true }));

function open(texts: Texts, parser: SqlParser = sql): Linter {
  const workspace = new Workspace((text, root) => readConfiguration(text, root, RULES).configuration);
  for (const [path, text] of texts) workspace.set(path, text);
  return new Linter(workspace, { sql: parser }, RULES);
}

/** As the command line checks a project of which something was kept. */
async function checkKept(texts: Texts, project: string): Promise<object> {
  const linter = open(texts);
  const { workspace } = linter;
  const cache = await FindingsCache.open(linter, new KeptFile<ProjectFindings>(folder, `${project} findings`, ''));
  const history = await KeptHistory.open(new KeptFile<HistoryFacts>(folder, `${project} history`, ''));
  workspace.recall = history;
  const found = plain(texts.keys(), (path) => cache.check(path));
  await cache.save();
  await history.save(workspace);
  return found;
}

/** As the language server opens some documents of such a project. */
async function openKept(texts: Texts, project: string, paths: readonly string[]): Promise<object> {
  const linter = open(texts);
  linter.workspace.recall = await KeptHistory.open(new KeptFile<HistoryFacts>(folder, `${project} history`, ''));
  return plain(paths, (one) => linter.check(one));
}

function plain(paths: Iterable<string>, check: Linter['check']): object {
  return [...paths].map((path) => ({
    path,
    findings: check(path).map(({ rule, severity, message, span, repairs, related }) => ({
      rule,
      severity,
      message,
      span,
      repairs: repairs.map(({ title, safe, edits }) => ({ title, safe, edits })),
      related,
    })),
  }));
}

test('after any changes of a project, what was kept of it gives the findings that a fresh look gives', async () => {
  let project = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 2, maxLength: 12 }), fc.integer(), async (changes, opened) => {
      const texts = new Map<string, string>();
      project++;
      for (const [index, { path, text }] of changes.entries()) {
        if (text === undefined) texts.delete(path);
        else texts.set(path, text);
        // Several changes come between two checks now and then.
        if (index % 3 === 1) continue;
        const fresh = open(texts);
        const expected = plain(texts.keys(), (one) => fresh.check(one));
        const paths = fc.sample(fc.shuffledSubarray([...texts.keys()]), { seed: opened, numRuns: 1 })[0]!;
        expect(await openKept(texts, `${project}`, paths)).toEqual(plain(paths, (one) => fresh.check(one)));
        expect(await checkKept(texts, `${project}`)).toEqual(JSON.parse(JSON.stringify(expected)));
      }
    }),
    { numRuns: Number(process.env.EHR_SCHEMA_RUNS ?? 60) },
  );
}, 600_000);

test('what is known of a history is not read again, and serves no migration that stands before it ends', async () => {
  const add = 'ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "name" INTEGER;';
  const texts = new Map([
    [migration(1), 'CREATE TABLE IF NOT EXISTS "User" ("id" TEXT PRIMARY KEY, "name" TEXT NOT NULL);'],
    [migration(2), add],
    [migration(3), 'CREATE INDEX IF NOT EXISTS i ON "User"("name");'],
    [migration(4), 'ALTER TABLE "User" ADD COLUMN IF NOT EXISTS "name" BOOLEAN;'],
  ]);
  await checkKept(texts, 'known');
  const fresh = open(texts);
  const drift = fresh.check(migration(2));
  expect(drift).not.toEqual([]);

  const parsed: string[] = [];
  const parse = (text: string) => {
    parsed.push(text);
    return sql.parse(text);
  };
  const linter = open(texts, { crashes: 0, parse, parsePlPgSql: sql.parsePlPgSql });
  linter.workspace.recall = await KeptHistory.open(new KeptFile<HistoryFacts>(folder, 'known history', ''));
  linter.check(migration(4));
  expect(parsed).toEqual([texts.get(migration(4))!.slice(0, -1)]);

  expect(plain([migration(2)], (one) => linter.check(one))).toEqual(plain([migration(2)], (one) => fresh.check(one)));
  linter.workspace.set(migration(1), 'SELECT 1;');
  expect(linter.check(migration(2))).toEqual([]);

  const edited = open(texts);
  edited.workspace.recall = linter.workspace.recall;
  edited.check(migration(4));
  edited.workspace.set(migration(2), 'SELECT 1;');
  expect(plain([migration(4)], (one) => edited.check(one))).toEqual(plain([migration(4)], (one) => fresh.check(one)));
});

test('a migration that is added to a history leaves the findings of the others as they are', async () => {
  const texts = new Map([1, 2, 3].map((n) => [migration(n), `ALTER TABLE "t${n}" ADD COLUMN "x" TEXT;`]));
  await checkKept(texts, 'added');
  texts.set(migration(4), 'CREATE INDEX "t2_x_idx" ON "t2"("x");');
  const linter = open(texts);
  const cache = await FindingsCache.open(linter, new KeptFile<ProjectFindings>(folder, 'added findings', ''));
  expect([...texts.keys()].filter((path) => !cache.knows(path))).toEqual([migration(4)]);
});

test('findings stay when what is written of a table answers nothing otherwise, and follow it under its new name', async () => {
  const texts = new Map([
    [migration(1), 'CREATE TABLE "Post" ("id" UUID PRIMARY KEY, "userId" UUID REFERENCES "User"("id"));'],
  ]);
  const check = async () => {
    const fresh = open(texts);
    const found = await checkKept(texts, 'asked');
    expect(found).toEqual(JSON.parse(JSON.stringify(plain(texts.keys(), (path) => fresh.check(path)))));
    return JSON.stringify(found);
  };
  expect(await check()).toContain('No index begins with \\"userId\\"');

  texts.set(migration(2), 'ALTER TABLE "Post" ADD COLUMN "title" TEXT;');
  const linter = open(texts);
  const looked: string[] = [];
  const checkNoting = linter.checkNoting.bind(linter);
  linter.checkNoting = (path) => {
    looked.push(path);
    return checkNoting(path);
  };
  const cache = await FindingsCache.open(linter, new KeptFile<ProjectFindings>(folder, 'asked findings', ''));
  for (const path of texts.keys()) cache.check(path);
  expect(looked).toEqual([migration(2)]);

  texts.set(migration(3), 'ALTER TABLE "Post" RENAME TO "Article";');
  expect(await check()).toContain('No index begins with \\"userId\\"');
  texts.set(migration(4), 'CREATE INDEX "Article_userId_idx" ON "Article"("userId");');
  expect(await check()).not.toContain('No index begins with');
});
