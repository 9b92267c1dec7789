// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are TypeScript with templates in it.
import { describe, expect, test } from 'vitest';
import {
  expectExamples,
  expectFixed,
  expectMarked,
  linterOf,
  repaired,
  unmarked,
} from '../../../../test/harness/typescript';
import { rawSql } from './raw-sql';

const path = '/src/clients.ts';
const clean = (text: string) => expectMarked(rawSql, path, text);

describe('ts/raw-sql', () => {
  test('its examples', () => expectExamples(rawSql, path));

  test.each([
    "db.⟦$queryRawUnsafe⟧(`SELECT * FROM t WHERE name = '${name}'`);",
    'await this.prisma.⟦$executeRawUnsafe⟧("DELETE FROM t WHERE id = " + id);',
    "const q = ⟦Prisma.raw⟧(`name = '${name}'`);",
    'const q = ⟦Prisma.sql⟧(`id = ${id}`);',
    'function f(a) { let s = "SELECT 1"; if (a) s += ` WHERE a = ${a}`; return db.⟦$queryRawUnsafe⟧(s); }',
    'function f(a) { const s = "SELECT ".concat(a); return db.⟦$queryRawUnsafe⟧(s); }',
    'const f = (ids) => db.⟦$queryRawUnsafe⟧(`SELECT 1 WHERE id IN (${ids.join(",")})`);',
    "const f = (a) => db.⟦$queryRawUnsafe⟧('SELECT $x'.replace('$x', a));",
    'const f = (a) => db.⟦$queryRawUnsafe⟧(a ? `SELECT ${a}` : "SELECT 1");',
    'const f = (a) => db?.⟦$queryRawUnsafe⟧?.(`SELECT ${a}`);',
    '\uFEFF// 🩺 ünïcode\r\nconst f = (a) => db.⟦$queryRawUnsafe⟧(`SELECT ${a}`);\r\n',
    'const f = (a) => db.⟦$queryRawUnsafe⟧<Row[]>(`SELECT ${a}` as string, 1);',
  ])('reports %s', (text) => {
    expectMarked(rawSql, path, text);
  });

  test.each([
    'db.$queryRawUnsafe("SELECT 1");',
    'db.$queryRawUnsafe(`SELECT 1`, a, b);',
    'const T = "clients"; db.$queryRawUnsafe(`SELECT * FROM ${T}` + " LIMIT " + 5);',
    'const f = (page, size) => db.$queryRawUnsafe(`SELECT 1 LIMIT ${size % 100} OFFSET ${(page - 1) * size + 1}`);',
    'const f = (desc) => db.$queryRawUnsafe(`SELECT 1 ORDER BY a ${desc ? "DESC" : "ASC"}`);',
    'const f = (sql) => db.$queryRawUnsafe(sql);',
    'const f = (id) => db.$queryRaw`SELECT ${id}`;',
    'const f = (id) => Prisma.sql`SELECT ${id}`;',
    'const f = (column) => Prisma.raw(column);',
    'const f = (n) => db.$queryRawUnsafe(`SELECT 1 LIMIT ${Number(n)}`);',
    'function f(a, v) { const w = []; if (a) { v.push(a); w.push(`a = $${v.length}`); } return db.$queryRawUnsafe(`SELECT 1 WHERE ${w.join(" AND ")}`, ...v); }',
    'function f(a) { let s = "SELECT 1"; if (a) s += " LIMIT 1"; return db.$queryRawUnsafe(s); }',
    'other.sql(`SELECT ${a}`); String.raw(`${a}`);',
    '// db.$queryRawUnsafe(`${a}`)\nconst s = "db.$queryRawUnsafe(`${a}`)";',
  ])('is silent on %s', (text) => {
    clean(text);
  });

  test.each([
    [
      "db.$queryRawUnsafe(`SELECT * FROM t WHERE name = '${name}'`);",
      'db.$queryRaw`SELECT * FROM t WHERE name = ${name}`;',
    ],
    ['db.$executeRawUnsafe("DELETE FROM t WHERE id = " + id);', 'db.$executeRaw`DELETE FROM t WHERE id = ${id}`;'],
    [
      "db.$executeRawUnsafe('DELETE FROM t WHERE id = \\'' + id + '\\' AND a = 1');",
      'db.$executeRaw`DELETE FROM t WHERE id = ${id} AND a = 1`;',
    ],
    [
      "db.$queryRawUnsafe<Row[]>(`SELECT 1 WHERE a LIKE '%${term}%'`);",
      'db.$queryRaw<Row[]>`SELECT 1 WHERE a LIKE ${`%${term}%`}`;',
    ],
    [
      "db.$queryRawUnsafe(`SELECT 1 WHERE a = $1 AND b = '${b}'`, a);",
      'db.$queryRaw`SELECT 1 WHERE a = ${a} AND b = ${b}`;',
    ],
    [
      "db.$executeRawUnsafe(`INSERT INTO t (a, b) VALUES ('${a}', ${b.c})`);",
      'db.$executeRaw`INSERT INTO t (a, b) VALUES (${a}, ${b.c})`;',
    ],
    [
      "db.$executeRawUnsafe(`UPDATE t SET a = '${a}', b = lower(${b}) WHERE c BETWEEN ${x} AND ${y} LIMIT ${n}`);",
      'db.$executeRaw`UPDATE t SET a = ${a}, b = lower(${b}) WHERE c BETWEEN ${x} AND ${y} LIMIT ${n}`;',
    ],
    [
      "db.$queryRawUnsafe(`SELECT 1 WHERE at > '${at.toISOString()}' AND t = 'it''s'`);",
      "db.$queryRaw`SELECT 1 WHERE at > ${at} AND t = 'it''s'`;",
    ],
    [
      "import { Prisma } from '@prisma/client';\nPrisma.raw(`a = '${a}'`);",
      "import { Prisma } from '@prisma/client';\nPrisma.sql`a = ${a}`;",
    ],
    [
      "import { PrismaClient } from '@prisma/client';\ndb.$queryRawUnsafe(`SELECT 1 WHERE id IN (${ids.map((i) => `'${i}'`).join(',')})`);",
      "import { PrismaClient, Prisma } from '@prisma/client';\ndb.$queryRaw`SELECT 1 WHERE id IN (${Prisma.join(ids)})`;",
    ],
    [
      "import { Prisma } from './client';\nasync function f(a) {\n  const sql = `SELECT 1 WHERE a = '${a}'`;\n  return db.$queryRawUnsafe(sql);\n}",
      "import { Prisma } from './client';\nasync function f(a) {\n  const sql = Prisma.sql`SELECT 1 WHERE a = ${a}`;\n  return db.$queryRaw(sql);\n}",
    ],
    [
      'const f = (a) =>\r\n  db.$queryRawUnsafe(`\r\n    SELECT 1 -- 🩺\r\n    WHERE a = ${a}\r\n  `);\r\n',
      'const f = (a) =>\r\n  db.$queryRaw`\r\n    SELECT 1 -- 🩺\r\n    WHERE a = ${a}\r\n  `;\r\n',
    ],
  ])('repairs %s', (before, after) => expectFixed(rawSql, path, before, after));

  test('names are put in by a suggestion that keeps them visible', () => {
    const text =
      "import { Prisma } from '@prisma/client';\nconst f = (t, v) => db.⟦$queryRawUnsafe⟧(`SELECT * FROM \"${t}\" WHERE v = '${v}'`);";
    const [finding] = expectMarked(rawSql, path, text);
    const linter = linterOf(rawSql, { [path]: unmarked(text) });
    expect(finding?.repairs).toHaveLength(1);
    expect(finding?.repairs[0]?.safe).toBe(false);
    const after = repaired(linter, path, finding!.repairs[0]!).get(path)!;
    expect(after.split('\n')[1]).toBe(
      'const f = (t, v) => db.$queryRaw`SELECT * FROM "${Prisma.raw(t)}" WHERE v = ${v}`;',
    );
    expect(linterOf(rawSql, { [path]: after }).check(path)).toEqual([]);
  });

  test.each([
    "db.$queryRawUnsafe(`SELECT now() - INTERVAL '${n} days'`);",
    'db.$queryRawUnsafe(`SELECT * FROM ${table}`);',
    'db.$queryRawUnsafe(`SELECT 1 WHERE a = $2 AND b = ${b}`, a);',
    'db.$queryRawUnsafe(`SELECT 1 WHERE a = $1 AND b = ${b}`, ...values);',
    'db.$queryRawUnsafe(/* why */ `SELECT ${a}`);',
    'db?.$queryRawUnsafe(`SELECT 1 WHERE a = ${a}`);',
    'function f(a) { let s = "SELECT 1"; s += ` WHERE a = ${a}`; return db.$queryRawUnsafe(s); }',
  ])('repairs nothing by itself in %s', (text) => {
    const [finding] = linterOf(rawSql, { [path]: text }).check(path);
    expect(finding?.repairs.filter(({ safe }) => safe)).toEqual([]);
  });

  test('keeps its findings while another line is half-typed, at their new place', () => {
    const text = "// a\ndb.$queryRawUnsafe(`SELECT '${a}'`);\n";
    const linter = linterOf(rawSql, { [path]: text });
    const [whole] = linter.check(path);
    linter.workspace.set(path, `const half = {\n${text}`);
    const [half] = linter.check(path);
    expect(half?.span.start).toBe(whole!.span.start + 'const half = {\n'.length);
    linter.workspace.set(path, "// a\ndb.$queryRawUns(`SELECT '${a}'\n");
    expect(linter.check(path)).toEqual([]);
  });
});
