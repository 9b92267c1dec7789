// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are TypeScript with templates in it.
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linterOf, repaired } from '../../../../test/harness/typescript';
import { rawSql } from '../../rules/typescript/raw-sql';

const path = '/query.ts';

/** A piece of SQL with its parameters, as Prisma's own tagged templates make it. */
class Sql {
  constructor(
    readonly strings: readonly string[],
    readonly values: readonly unknown[],
  ) {}

  /** The text with `$1`, `$2` … for what is a value, and these values. */
  flat(values: unknown[] = []): { text: string; values: unknown[] } {
    const text = this.strings.reduce((sql, string, index) => {
      const value = this.values[index - 1];
      if (value instanceof Sql) return sql + value.flat(values).text + string;
      return `${sql}$${values.push(value)}${string}`;
    });
    return { text, values };
  }
}

const Prisma = {
  sql: (strings: readonly string[], ...values: unknown[]) => new Sql(strings, values),
  raw: (text: string) => new Sql([text], []),
  join: (values: readonly unknown[]) => new Sql(['', ...values.slice(1).map(() => ','), ''], values),
};

let database: PGlite;

beforeAll(async () => {
  database = await PGlite.create();
  await database.exec(`CREATE TABLE clients (id text, name text, age int, seen timestamptz);
    INSERT INTO clients VALUES ('1', 'Ann', 30, '2026-01-02'), ('2', 'O''Neil', 40, '2026-02-03'), ('3', '50%', 50, NULL)`);
});

afterAll(() => database.close());

/** The rows that a piece of code reads through a client. */
async function rowsOf(code: string, values: Readonly<Record<string, unknown>>): Promise<unknown[]> {
  const client = {
    $queryRawUnsafe: async (text: string, ...parameters: unknown[]) => (await database.query(text, parameters)).rows,
    $queryRaw: async (strings: readonly string[] | Sql, ...parameters: unknown[]) => {
      const { text, values: all } = (strings instanceof Sql ? strings : new Sql(strings, parameters)).flat();
      return (await database.query(text, all)).rows;
    },
  };
  const body = code.replace(/^import .*\n/, '');
  return new Function('db', 'Prisma', ...Object.keys(values), body)(client, Prisma, ...Object.values(values));
}

function repairedCode(code: string): string {
  const linter = linterOf(rawSql, { [path]: code });
  return repaired(linter, path, linter.check(path)[0]!.repairs[0]!).get(path)!;
}

describe('a text that becomes a tagged template', () => {
  test.each<[string, Readonly<Record<string, unknown>>, number]>([
    ["return db.$queryRawUnsafe(`SELECT id FROM clients WHERE name = '${name}'`);", { name: 'Ann' }, 1],
    ["return db.$queryRawUnsafe('SELECT id FROM clients WHERE age > ' + age + ' ORDER BY id');", { age: 30 }, 2],
    [
      "return db.$queryRawUnsafe(`SELECT id FROM clients WHERE name LIKE '%${part}%' LIMIT ${n}`);",
      { part: 'n', n: 5 },
      1,
    ],
    ['return db.$queryRawUnsafe(`SELECT id FROM clients WHERE age BETWEEN ${a} AND ${b}`);', { a: 35, b: 45 }, 1],
    [
      'return db.$queryRawUnsafe(`SELECT id FROM clients WHERE id = $1 AND age = ${age}`, id);',
      { id: '2', age: 40 },
      1,
    ],
    [
      "return db.$queryRawUnsafe(`SELECT id FROM clients WHERE seen > '${at.toISOString()}'`);",
      { at: new Date('2026-01-15') },
      1,
    ],
    [
      "import { Prisma } from '@prisma/client';\nreturn db.$queryRawUnsafe(`SELECT id FROM clients WHERE id IN (${ids.map((id) => `'${id}'`).join(', ')})`);",
      { ids: ['1', '3'] },
      2,
    ],
    [
      "import { Prisma } from '@prisma/client';\nconst sql = `SELECT id FROM clients WHERE lower(name) = lower('${name}')`;\nreturn db.$queryRawUnsafe(sql);",
      { name: 'ANN' },
      1,
    ],
    [
      "import { Prisma } from '@prisma/client';\nreturn db.$queryRawUnsafe(`SELECT id FROM ${table} WHERE name = '${name}'`);",
      { table: 'clients', name: 'Ann' },
      1,
    ],
  ])('reads the same rows from PostgreSQL: %s', async (code, values, count) => {
    const rows = await rowsOf(code, values);
    expect(rows).toHaveLength(count);
    expect(await rowsOf(repairedCode(code), values)).toEqual(rows);
  });

  test('lets nobody write SQL any more', async () => {
    const code = "return db.$queryRawUnsafe(`SELECT id FROM clients WHERE name = '${name}'`);";
    expect(await rowsOf(code, { name: "x' OR '1' = '1" })).toHaveLength(3);
    expect(await rowsOf(repairedCode(code), { name: "x' OR '1' = '1" })).toEqual([]);
    await expect(rowsOf(code, { name: "O'Neil" })).rejects.toThrow('syntax error');
    expect(await rowsOf(repairedCode(code), { name: "O'Neil" })).toEqual([{ id: '2' }]);
  });
});
