import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadTestParser } from '../../../test/harness/parser';
import { parseSql } from '../languages/sql/document';
import type { Statement } from '../languages/sql/syntax';
import { Catalog } from './catalog/catalog';
import { sameValue } from './catalog/equality';
import { Run } from './catalog/run';
import { crashPoints } from './crash-points';
import { execute, overwrites } from './execution/execute';
import { FirstRun } from './first-run';
import { Memory } from './memory';
import { makersOf } from './reading/makers';
import { secondRun } from './second-run';

const STATEMENTS = [
  'CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY, x INT)',
  'CREATE TABLE IF NOT EXISTS b (id INT PRIMARY KEY, a_id INT)',
  'ALTER TABLE a DROP CONSTRAINT IF EXISTS c',
  'ALTER TABLE a ADD CONSTRAINT c CHECK (x > 0)',
  'ALTER TABLE b DROP CONSTRAINT IF EXISTS f',
  'ALTER TABLE b ADD CONSTRAINT f FOREIGN KEY (a_id) REFERENCES a(id)',
  'ALTER TABLE a ADD COLUMN IF NOT EXISTS y INT',
  'ALTER TABLE a ADD COLUMN y INT',
  'ALTER TABLE a DROP COLUMN IF EXISTS y',
  'ALTER TABLE a RENAME COLUMN y TO z',
  'ALTER TABLE a RENAME TO d',
  'ALTER TABLE IF EXISTS d RENAME TO a',
  'DROP TABLE IF EXISTS b',
  'DROP TABLE IF EXISTS a CASCADE',
  'CREATE INDEX i ON a(x)',
  'CREATE INDEX IF NOT EXISTS i ON a(x)',
  'DROP INDEX IF EXISTS i',
  "CREATE TYPE e_new AS ENUM ('A')",
  'ALTER TYPE e RENAME TO e_old',
  'ALTER TYPE e_new RENAME TO e',
  'DROP TYPE e_old',
  "DO $$ BEGIN CREATE TYPE e AS ENUM ('A', 'B'); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
  "DO $$ BEGIN IF to_regclass('b') IS NOT NULL THEN ALTER TABLE b ADD COLUMN y INT; END IF; END $$",
  'CREATE TEMP TABLE t (id INT)',
  'INSERT INTO a SELECT id FROM t',
  'ALTER TABLE a ADD COLUMN IF NOT EXISTS x INT',
  'ALTER TABLE a DROP COLUMN x',
  'UPDATE a SET y = x',
  'UPDATE a SET x = y',
  'UPDATE a SET x = 1 WHERE x = 2',
  'UPDATE a SET x = 2 WHERE x = 3',
  'UPDATE a SET x = 3 WHERE x = 1',
  'CREATE OR REPLACE FUNCTION h() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE a ADD COLUMN y INT; END $$',
  'CREATE OR REPLACE FUNCTION h() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE a SET x = 1 WHERE x = 2; END $$',
  'SELECT h()',
  'DROP FUNCTION IF EXISTS h()',
  'INSERT INTO b (a_id) SELECT id FROM a WHERE x = 2',
  'INSERT INTO b (id) SELECT id FROM a WHERE NOT EXISTS (SELECT FROM b)',
  'DELETE FROM a WHERE x = 2',
  'DELETE FROM a WHERE id = 1',
  'INSERT INTO a (id, x) VALUES (1, 2)',
  'GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader',
  'DROP FUNCTION h',
  'CREATE OR REPLACE VIEW v AS SELECT id, x FROM a',
  'DROP VIEW IF EXISTS v',
  'DROP POLICY IF EXISTS p ON a',
  'CREATE POLICY p ON a USING (g(x) > 0)',
  "CREATE OR REPLACE FUNCTION g(INT) RETURNS INT LANGUAGE sql AS 'SELECT 1'",
  'DROP FUNCTION IF EXISTS g(INT)',
  'DROP FUNCTION IF EXISTS g(INT) CASCADE',
  'BEGIN',
  'COMMIT',
];

/** The same by running everything again behind every stop. */
function everyStop(statements: readonly Statement[], catalog: Catalog): readonly (readonly [number, number])[] {
  const makers = makersOf(statements, 'm');
  const first = new Run(catalog, false);
  const stuck = new Map<number, number>();
  let open = false;
  statements.forEach((statement, behind) => {
    first.maker = makers[behind]!;
    execute(first, statement);
    const text = statement.syntax.text;
    open = text === 'BEGIN' || (open && text !== 'COMMIT');
    if (open || behind === statements.length - 1) return;
    const mark = catalog.savepoint();
    const run = new Run(catalog, true);
    run.forgetTemporary();
    for (let index = 0; index < statements.length; index++) {
      const isSame = [...catalog.changes(mark)].every(([key, value]) => sameValue(value, catalog.current(key)));
      // From here on it is the first run that goes on.
      if (index > behind && isSame) break;
      run.maker = makers[index]!;
      [run.repeats, run.uncertain] = [[], false];
      const stops = [...execute(run, statements[index]!), ...overwrites(run, statements[index]!)];
      if (stops.length > 0 && !stuck.has(index)) stuck.set(index, behind);
    }
    catalog.rollback(mark);
  });
  return [...stuck].sort(([a], [b]) => a - b);
}

/** True for a file that can run at all, as far as is known. */
function canRun(statements: readonly Statement[], catalog: Catalog): boolean {
  const run = new Run(catalog, true);
  const makers = makersOf(statements, 'm');
  return statements.every((statement, index) => {
    run.maker = makers[index]!;
    return execute(run, statement).length === 0;
  });
}

/** What earlier files left. */
function catalogBehind(statements: readonly Statement[]): Catalog {
  const catalog = new Catalog();
  new FirstRun('before', statements, catalog).finish();
  catalog.forgetJournal();
  return catalog;
}

test('finds what running everything again behind every stop finds', async () => {
  const parser = await loadTestParser();
  const texts = fc.array(fc.constantFrom(...STATEMENTS), { minLength: 2, maxLength: 9 });
  // What was temporary in an earlier file is gone in any case.
  const lasting = STATEMENTS.filter((statement) => !statement.includes('TEMP'));
  const before = fc.array(fc.constantFrom(...lasting), { maxLength: 4 });
  fc.assert(
    fc.property(before, texts, (earlier, own) => {
      const [left, { statements }] = [parseSql(earlier.join(';\n'), parser), parseSql(own.join(';\n'), parser)];
      fc.pre(canRun(statements, catalogBehind(left.statements)));
      const found = crashPoints('m', statements, catalogBehind(left.statements));
      expect(found.map(({ index, behind }) => [index, statements.indexOf(behind)])).toEqual(
        everyStop(statements, catalogBehind(left.statements)),
      );
    }),
    { numRuns: Number(process.env.EHR_SCHEMA_RUNS ?? 2_000), seed: 20261122 },
  );
});

test('finds after edits what a fresh start finds, as do both runs', async () => {
  const parser = await loadTestParser();
  const statement = fc.constantFrom(...STATEMENTS);
  const edit = fc.record({
    at: fc.nat(),
    take: fc.integer({ min: 0, max: 3 }),
    put: fc.array(statement, { maxLength: 3 }),
  });
  const found = (statements: readonly Statement[], catalog: Catalog, memory?: Memory) => {
    const { outcomes } = secondRun('m', statements, catalog, memory);
    const stuck = crashPoints('m', statements, catalog, memory);
    return [
      outcomes.map(({ index, verdict, breaks, losses }) => ({
        index,
        verdict,
        losses,
        reasons: breaks.map((one) => one.reason),
      })),
      stuck.map(({ index, behind, group, breaks }) => [
        index,
        statements.indexOf(behind),
        group,
        breaks.map((one) => one.reason),
      ]),
    ];
  };
  fc.assert(
    fc.property(
      fc.array(statement, { maxLength: 8 }),
      fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 24),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      (start, around, edits) => {
        const [memory, catalog] = [new Memory(), new Catalog()];
        // Long files have statements that nothing concerns.
        const calm = (name: string) =>
          Array.from({ length: around }, (_, i) => `CREATE TABLE IF NOT EXISTS ${name}${i} (id INT PRIMARY KEY)`);
        const text = [...calm('before'), ...start, ...calm('behind')];
        const look = () => {
          const { statements } = parseSql(text.join(';\n'), parser);
          expect(found(statements, catalog, memory)).toEqual(found(statements, new Catalog()));
        };
        look();
        for (const { at, take, put } of edits) {
          const before = [...text];
          text.splice(at % (text.length + 1), take, ...put);
          look();
          // Half of all edits are taken back: what was done before has to hold again.
          if (at % 2 === 0) text.splice(0, text.length, ...before);
          look();
        }
      },
    ),
    { numRuns: Number(process.env.EHR_SCHEMA_RUNS ?? 2_000), seed: 20261123 },
  );
});

test('a statement runs again when what it asks for has come into question behind it', async () => {
  const parser = await loadTestParser();
  const [memory, catalog] = [new Memory(), new Catalog()];
  const tell = (body: string) =>
    `CREATE OR REPLACE FUNCTION tell() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`;
  const text = [
    'CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY)',
    'SELECT tell()',
    tell('UPDATE a SET id = 1 WHERE id = 2;'),
  ];
  const verdicts = () =>
    secondRun('m', parseSql(text.join(';\n'), parser).statements, catalog, memory).outcomes.map(
      ({ verdict }) => verdict,
    );
  verdicts();
  text.unshift(tell('ALTER TABLE a ADD COLUMN y INT;'));
  expect(verdicts()).toContain('error');
});

test.each([
  ['constants', (i: number) => `UPDATE a SET x = ${i} WHERE id = ${i}`, 20],
  ['rows', (i: number) => `INSERT INTO a (id, x) VALUES (${i}, 1) ON CONFLICT DO NOTHING`, 200],
  ['computed values', (i: number) => `UPDATE a SET x = y + 1 WHERE id = ${i}`, 200],
])('a file of many statements that write %s runs them a limited number of times', async (_, write, most) => {
  const text = [
    'CREATE TABLE IF NOT EXISTS a (id INT PRIMARY KEY, x INT, y INT)',
    ...Array.from({ length: 400 }, (_, i) => write(i)),
  ];
  let runs = 0;
  const counted = parseSql(text.join(';\n'), await loadTestParser()).statements.map((statement) => ({
    ...statement,
    get syntax() {
      runs++;
      return statement.syntax;
    },
  }));
  crashPoints('m', counted, new Catalog());
  expect(runs / counted.length).toBeLessThan(most);
});
