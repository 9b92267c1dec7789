/** Texts that take what a parser or a rule has: stack, memory, time. Each is said by the language that it is hostile in. */
export const HOSTILE_TEXTS: Readonly<Record<string, { readonly language: string; readonly make: () => string }>> = {
  '10 MB of statements': sql(() =>
    repeated(100_000, (i) => `INSERT INTO t (id, name) VALUES (${i}, '${'x'.repeat(60)}');\n`),
  ),
  '10 MB in one statement': sql(
    () => `INSERT INTO t (id, name) VALUES ${repeated(120_000, (i) => `(${i}, '${'x'.repeat(70)}'),\n`)} (0, '');`,
  ),
  '10 MB of one quote': sql(() => "'".repeat(10_000_001)),
  '10 MB of comment openers': sql(() => '/*'.repeat(5_000_000)),
  '10 MB of dollars': sql(() => '$'.repeat(10_000_000)),
  '10 MB without a line end': prisma(() => 'x'.repeat(10_000_000)),
  '10 MB of models': prisma(() =>
    repeated(120_000, (i) => `model M${i} {\n  id Int @id\n  name String${' '.repeat(40)}\n}\n`),
  ),
  'an expression of 10,000 terms': sql(() => `SELECT ${Array(10_000).fill("'a'").join(' || ')};`),
  'a condition of 10,000 terms': sql(() => `DELETE FROM t WHERE ${Array(10_000).fill('a = 1').join(' OR ')};`),
  'a chain of 10,000 unions': sql(() => Array(10_000).fill('SELECT 1').join(' UNION ')),
  'five deadly statements and one to report': sql(
    () => `${repeated(5, (i) => `SELECT ${i} || ${Array(10_000).fill("'a'").join(' || ')};\n`)}CREATE SCHEMA s;`,
  ),
  '5,000 statements': sql(() => repeated(5_000, (i) => `ALTER TABLE t ADD COLUMN c${i} TEXT;\n`)),
  '5,000 tables': sql(() =>
    repeated(5_000, (i) => `CREATE TABLE t${i} (id SERIAL PRIMARY KEY, a int REFERENCES t);\n`),
  ),
  '5,000 blocks': sql(() =>
    repeated(
      5_000,
      (i) =>
        `DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'r${i}') THEN CREATE TYPE r${i} AS ENUM ('A'); END IF; END $$;\n`,
    ),
  ),
  'parentheses 10,000 deep': sql(() => `SELECT ${'('.repeat(10_000)}1${')'.repeat(10_000)};`),
  'subqueries 10,000 deep': sql(() => `SELECT ${'(SELECT '.repeat(10_000)}1${')'.repeat(10_000)};`),
  'CASE 10,000 deep': sql(() => `SELECT ${'CASE WHEN a THEN '.repeat(10_000)}1${' END'.repeat(10_000)};`),
  'blocks 10,000 deep': sql(() => `DO $$ ${'BEGIN '.repeat(10_000)}NULL;${' END;'.repeat(10_000)} $$;`),
  'IFs 10,000 deep': sql(() => `DO $$ BEGIN ${'IF a THEN '.repeat(10_000)}NULL;${' END IF;'.repeat(10_000)} END $$;`),
  'comments 10,000 deep': sql(() => `${'/*'.repeat(10_000)} ${'*/'.repeat(10_000)} CREATE SCHEMA s;`),
  'lists 10,000 deep': prisma(() => `model A {\n  id Int @id @default(${'['.repeat(10_000)}\n}`),
  '10,000 open models': prisma(() => 'model A {\n'.repeat(10_000)),
  '3,000 models in a ring': prisma(() =>
    repeated(
      3_000,
      (i) =>
        `model M${i} {\n  id Int @id\n  next M${(i + 1) % 3_000}? @relation(fields: [nextId], references: [id])\n  nextId Int?\n}\n`,
    ),
  ),
  'parentheses 10,000 deep in code': typescript(() => `const a = ${'('.repeat(10_000)}1${')'.repeat(10_000)};`),
  'a query of 10,000 parts': typescript(() => `prisma.$queryRawUnsafe(${Array(10_000).fill('a').join(' + ')});`),
  'calls 10,000 deep': typescript(() => `${'prisma.user.findMany('.repeat(10_000)}${')'.repeat(10_000)};`),
  'loops 5,000 deep': typescript(
    () => `${'for (const a of b) {'.repeat(5_000)} await prisma.a.findMany(); ${'}'.repeat(5_000)}`,
  ),
  'a configuration 10,000 deep': { language: 'jsonc', make: () => '{"rules":'.repeat(10_000) },
};

function sql(make: () => string) {
  return { language: 'sql', make };
}

function prisma(make: () => string) {
  return { language: 'prisma', make };
}

function typescript(make: () => string) {
  return { language: 'typescript', make };
}

function repeated(times: number, make: (index: number) => string): string {
  return Array.from({ length: times }, (_, index) => make(index)).join('');
}
